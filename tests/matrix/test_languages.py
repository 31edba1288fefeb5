"""Every page as every role in Arabic, and in Russian as one: each is in its language, whole.

In English the crawl looks at them; `make long-pages` crawls in all languages as everyone.
"""

import pytest

from tests.matrix.shown import READERS, pages
from tests.matrix.site import Browsers, Site
from tests.translations.left import faults_of_language

pytestmark = pytest.mark.xdist_group("matrix-questions")


@pytest.fixture(scope="module")
def browsers(site: Site) -> Browsers:
    return site.browsers()


@pytest.mark.long(each=4)
@pytest.mark.parametrize(("person", "language"), [*((one, "ar") for one in READERS), (READERS[-1], "ru")])
def test_every_page_of_a_role_is_in_the_language_that_was_asked_for(
    site: Site, browsers: Browsers, person: str, language: str
) -> None:
    shown = {address: answer.text for _kind, address, answer in pages(site, browsers, person, language)}

    assert shown
    assert {at: found for at, text in shown.items() if (found := faults_of_language(text, language))} == {}
