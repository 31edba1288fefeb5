"""Citations of treaties ("UNTOC, art. 18(15)") in the reader's language.

Semicolons separate the parts of a citation. A part consists of articles alone ("18(1)"), or of a work (a treaty or
another text) with or without articles ("Trafficking Protocol, arts 6 and 8").
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import select

from directory.access.facts import Link
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.cache.store import cached_many_within_page
from directory.extensions import db
from directory.i18n import isolated_in_rtl
from directory.models import Treaty
from directory.sentences import listed
from directory.treaties.links import short_link

# A mapping from the name of a treaty in citations to its key. Any other work is shown under the name in the citation.
CITED = {
    "UNTOC": "untoc",
    "Trafficking Protocol": "tip-protocol",
    "Smuggling Protocol": "som-protocol",
    "UNCAC": "uncac",
    "Convention on Cybercrime": "budapest-185",
    "ETS 24": "ets24",
    "ETS 30": "ets30",
    "ETS 141": "ets141",
    "ETS 182": "ets182",
    "CETS 197": "cets197",
    "1988 Convention": "vienna-1988",
    "Terrorist Financing Convention": "icsft-1999",
}
PARTS, NAMES, NUMBERS = "; ", " and ", re.compile(", | and ")
OF_WORK = re.compile(r"(?P<work>.+?)(?:, arts?\.? (?P<articles>\d.*))?")
Titles = Mapping[str, Link]


def cited_titles(viewer: Viewer, language: str) -> dict[str, Link]:
    """Return a mapping from treaty key to link, for the treaties that vocabularies cite. The text of a link is the
    short title, or the title if there is no short title."""
    place = ("cited titles", viewer.access_profile, language)
    return cached_many_within_page([place], lambda _places: [_titles(viewer, language)])[0]


def citation(cited: str, titles: Titles) -> str:
    """Return the citation `cited`, which is in English, in the reader's language. Return "" if `cited` is empty.

    `titles` is the result of `cited_titles`. A work that is not in `titles` keeps its name.
    """
    return " · ".join(_parts(cited, titles))


def concluded_on(reading: Reading) -> date | None:
    """Return the day by which a treaty is cited: the first known of the days of signature, adoption and opening for
    signature. Return None if none of them is known."""
    day: date | None = reading.value("signed_on") or reading.value("adopted_on") or reading.value("opened_on")
    return day


def with_article(work: str, articles: str) -> str:
    """Return the name of a work with its articles, if any. Both parameters are in the reader's language."""
    if not articles:
        return work
    return str(_("%(treaty)s, %(article)s", treaty=isolated_in_rtl(work), article=articles))


def joined_article(article: str, paragraph: str) -> str:
    """Return an article with its paragraph, as citations write it: "18" and "15(a)" give "18(15)(a)"."""
    if not (article and paragraph):
        return article
    number, mark, further = paragraph.partition("(")
    return f"{article}({number}){mark}{further}"


def _titles(viewer: Viewer, language: str) -> dict[str, Link]:
    entries = db.session.scalars(select(Treaty).where(Treaty.key.in_(CITED.values())))
    return {reading.key: short_link(reading, language) for reading in read_all(viewer, entries)}


def _parts(cited: str, titles: Titles) -> Iterator[str]:
    for is_bare, parts in groupby(filter(None, cited.split(PARTS)), _is_bare):
        if is_bare:
            yield _articles(NUMBERS.split(NAMES.join(parts)))
        else:
            yield from (_of_work(part, titles) for part in parts)


def _is_bare(part: str) -> bool:
    """Return whether a part of a citation consists of articles without a work. Articles begin with a digit, but so do
    works that begin with a year."""
    return part[0].isdigit() and not part.startswith(tuple(CITED))


def _of_work(part: str, titles: Titles) -> str:
    found = OF_WORK.fullmatch(part)
    work, articles = found.group("work", "articles") if found else (part, None)
    names = work.split(NAMES) if set(work.split(NAMES)) <= CITED.keys() else [work]
    called = listed(_title(name, titles) for name in names)
    return with_article(called, _articles(NUMBERS.split(articles))) if articles else called


def _articles(numbers: list[str]) -> str:
    told = [number.replace(" to ", "–") for number in numbers]
    if len(told) == 1 and "–" not in told[0]:
        return str(_("art. %(number)s", number=isolated_in_rtl(told[0])))
    return str(_("arts %(numbers)s", numbers=listed(told)))


def _title(name: str, titles: Titles) -> str:
    code = CITED.get(name, "")
    return titles[code].text.text if code in titles else name
