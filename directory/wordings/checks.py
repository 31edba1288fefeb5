"""Whether a wording may be suggested and published."""

from collections.abc import Sequence

from flask_babel import gettext as _

from directory.catalogues import CatalogueString, current_catalogues
from directory.wording_rules import form_faults
from directory.wordings.glossary import terms_in
from directory.wordings.messages import SAME


def wording_faults(string: CatalogueString, language: str, forms: Sequence[str]) -> dict[int, str]:
    """Return a mapping from the position of a plural form (from 0) to what is wrong with its text: it breaks a rule of
    wordings, or has a word that the glossary forbids. A wording that equals the present text of the site is wrong
    too."""
    faults = form_faults(string, language, forms)
    if faults:
        return faults
    if tuple(forms) == tuple(current_catalogues().forms_of(string, language)):
        return {0: str(SAME)}
    refused = ((number, _refused_term(string, language, text)) for number, text in enumerate(forms))
    return {number: fault for number, fault in refused if fault}


def _refused_term(string: CatalogueString, language: str, text: str) -> str:
    terms = terms_in(string.english, language)
    for term in terms:
        if word := term.forbidden_in(text, [other for other in terms if other is not term]):
            said = {"word": word, "term": term.term, "translation": term.translation}
            return str(_("The glossary says “%(translation)s” for “%(term)s”, not “%(word)s”.", **said))
    return ""
