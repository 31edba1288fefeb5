"""Every State is found first by each of its names in each language of the interface."""

from collections import defaultdict
from itertools import islice

import pytest
from babel import Locale
from sqlalchemy import select

from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import Jurisdiction
from directory.search.queries import SearchQuery, find

WANTED_SHARE = 0.99
# Names of other bodies of ISO 3166 stand in `other_parties.csv`.
NOT_ISO_3166 = {"EU"}


def first(text: str) -> str:
    """Return the key of what is found first, which is the same in every language that the answer is written in."""
    return next(iter(find(ANONYMOUS, SearchQuery(text, per_page=1), facets=()).keys), "")


# No divisor of the number of languages, so that each part has States in every language.
@pytest.mark.usefixtures("context")
@pytest.mark.long(each=9)
@pytest.mark.parametrize("part", range(9))
def test_the_cldr_name_of_every_state_in_every_language_finds_it_first(part: int) -> None:
    codes = [code for code in db.session.scalars(select(Jurisdiction.key)) if code not in NOT_ISO_3166]
    named: dict[str, set[str]] = defaultdict(set)
    all_names = {(code, language): Locale(language).territories[code] for code in codes for language in LANGUAGES}
    for (code, _), name in all_names.items():
        named[name].add(f"jurisdiction:{code}")

    names = dict(islice(all_names.items(), part, None, 9))
    found = {name: first(name) for name in {*names.values()}}
    missed = {(*place, name, found[name]) for place, name in names.items() if found[name] not in named[name]}

    assert len(codes) == 249
    assert len(missed) <= (1 - WANTED_SHARE) * len(names), sorted(missed)
