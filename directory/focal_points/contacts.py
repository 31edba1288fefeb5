"""The ways to reach an authority, as its own page, its desks and its State's card show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.access.facts import SourceNote, Text, fact, source_of
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.focal_points.queries import list_reported
from directory.freshness import weight
from directory.models import ContactDetail
from directory.vocabulary import MEANS


@dataclass(frozen=True)
class ContactLine:
    """One way to reach an authority. `href` is a tel:, mailto: or web address, empty for post.

    `is_reported` says that someone found it wrong and its office has not answered yet.
    """

    key: str
    means: str
    label: str
    value: str
    href: str
    languages: tuple[Text, ...]
    source: SourceNote
    is_reported: bool


def contact_lines(viewer: Viewer, contacts: Iterable[ContactDetail], language: str) -> list[ContactLine]:
    """Return the contact details that the viewer may read: phones first, of each means the overdue and dead last."""
    readings = [r for r in read_all(viewer, contacts) if r.get("means") and r.get("value")]
    reported = list_reported([reading.key for reading in readings])
    lines = [_contact_line(reading, reading.key in reported, language) for reading in readings]
    return sorted(lines, key=lambda line: (MEANS.position(line.means), -weight([line.source.freshness])))


def _contact_line(reading: Reading, is_reported: bool, language: str) -> ContactLine:
    means, value = reading.value("means"), reading.value("value")
    languages = fact(reading, "languages", language)
    return ContactLine(
        key=reading.key,
        means=means,
        label=str(MEANS.label(means)),
        value=value,
        href=_address_of(means, value),
        languages=languages.texts if languages else (),
        source=source_of(reading, "value", language),
        is_reported=is_reported,
    )


def _address_of(means: str, value: str) -> str:
    if means == "phone":
        return "tel:" + "".join(character for character in value if character.isdigit() or character == "+")
    if means == "email":
        return f"mailto:{value}"
    if means == "website":
        return value if value.startswith(("https://", "http://")) else f"http://{value}"
    return ""
