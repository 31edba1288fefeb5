"""Strings of the interface that the tests of wordings name."""

from directory.catalogues import CatalogueKey, CatalogueString, strings
from directory.models import PublishedWording

# In the navigation of every page.
NETWORKS = CatalogueKey("", "Networks")
# With a placeholder, and counted.
PAGE_OF = CatalogueKey("", "Page %(number)s of %(total)s")
REPORTS = CatalogueKey("", "%(num)s report")


def string(key: CatalogueKey, language: str = "ky") -> CatalogueString:
    """Return a string with what the catalogue of a language says."""
    return strings(language)[key.code]


def published(key: CatalogueKey, *forms: str, language: str = "ky", end: str = "") -> PublishedWording:
    """Return the row of a published wording, or of its end."""
    return PublishedWording(language=language, string_code=key.code, english=key.english, forms=list(forms), end=end)
