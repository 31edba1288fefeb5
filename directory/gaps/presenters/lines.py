"""One gap in words: as a line of the page, and as a line of a letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Link, Text, name_of
from directory.access.gate import read_all
from directory.access.viewer import ANONYMOUS
from directory.focal_points.queries import list_networks
from directory.gaps.facts import Gap, StateFacts
from directory.models import Authority, FocalPoint, RequirementSheet
from directory.models.details import EntryKey
from directory.proposals.labels import label_of_kind
from directory.sentences import labelled, listed
from directory.vocabulary import GAPS, KINDS, MEASURES

ON_SOURCES = ("source_gone", "source_changed")
TO_VERIFY = ("overdue", "unverified")
# FILLED_BY maps the code of a gap to the kind of the new entry that fills the gap. TOPICS_OF maps the code to the field
# of a requirement sheet.
FILLED_BY = {
    "no_authority": Authority.KIND,
    "no_desk": FocalPoint.KIND,
    "no_languages": RequirementSheet.KIND,
    "no_general_sheet": RequirementSheet.KIND,
    "no_sheet": RequirementSheet.KIND,
    "no_hotline": Authority.KIND,
    "no_referral": Authority.KIND,
}
TOPICS_OF = {"no_languages": "languages"}
# The fields that the link to the form of a new entry fills.
FIELDS = {
    Authority.KIND: ("jurisdiction_key",),
    FocalPoint.KIND: ("network_key",),
    RequirementSheet.KIND: ("jurisdiction_key", "measure"),
}


@dataclass(frozen=True)
class GapForm:
    """The page on which a person fills a gap, and the words of the link to this page."""

    endpoint: str
    arguments: Mapping[str, str]
    label: str


@dataclass(frozen=True)
class GapLine:
    """One gap in words."""

    code: str
    label: str
    # The entry that lacks something.
    entry: Link | None
    # Words for the measure, network, States and kind of row of the gap.
    about: tuple[str, ...]
    # The number of overdue or unverified details, or 0.
    details: int
    # The office that can be asked.
    office: Link | None
    form: GapForm


class GapNames:
    """The words, in one language, for the entries, offices, measures, networks and States of gaps."""

    def __init__(self, known: StateFacts, state: str, gaps: Iterable[Gap], language: str) -> None:
        self.state, self.language = state, language
        self._offices = {office.key: office.institution.link for office in known.offices}
        self._desks = {desk.key: desk.authority for desk in known.desks}
        self._sheets = {key: measure for measure, key in known.sheets.items()}
        networks = list_networks(sorted({gap.network for gap in gaps} - {""}))
        self._networks = {one.key: name_of(one, language) for one in read_all(ANONYMOUS, networks)}

    def office(self, key: str) -> Link:
        """Return a link to the authority `key` of the State. The authority must not have ended."""
        return self._offices[key]

    def entry(self, entry_key: EntryKey) -> Link:
        """Return a link to an authority, desk or requirement sheet of the State. A desk has the name of its
        authority."""
        kind, key = entry_key
        if kind == RequirementSheet.KIND:
            return Link(kind, key, Text(self._sheet(self._sheets[key])))
        authority = self._desks[key] if kind == FocalPoint.KIND else key
        return Link(kind, key, self._offices[authority].text)

    def about(self, gap: Gap, *, is_named: bool) -> list[str]:
        """Return words that say what a gap is about. They do not name the gap's entry.

        `is_named` is true if the caller shows the name of the entry beside the words. Then the words do not state the
        measure of a requirement sheet, since the name of the sheet contains the measure.
        """
        is_told = is_named and gap.entry is not None and gap.entry[0] == RequirementSheet.KIND
        found = [
            str(MEASURES.label(gap.measure)) if gap.measure and not is_told else "",
            self._networks[gap.network].text if gap.network else "",
            listed((i18n.territory_name(code, self.language) for code in gap.states), self.language),
            label_of_kind(gap.kind) if gap.kind and gap.entry is None else "",
        ]
        return [words for words in found if words]

    def _sheet(self, measure: str) -> str:
        state = i18n.territory_name(self.state, self.language)
        if measure:
            return str(_("%(state)s: %(measure)s", state=state, measure=MEASURES.label(measure)))
        return str(_("%(state)s: what a request must contain", state=state))


def gap_line(gap: Gap, names: GapNames) -> GapLine:
    """Return a gap as a line of the page."""
    return GapLine(
        code=gap.code,
        label=str(GAPS.label(gap.code)),
        entry=names.entry(gap.entry) if gap.entry else None,
        about=tuple(names.about(gap, is_named=True)),
        details=gap.details,
        office=names.office(gap.authority) if gap.authority else None,
        form=_form(gap, names),
    )


def letter_line(gap: Gap, names: GapNames) -> str:
    """Return a gap as a line of a letter, without the name of the entry or office."""
    about = [*names.about(gap, is_named=False), *([str(gap.details)] if gap.details else [])]
    label = str(GAPS.label(gap.code))
    if not about:
        return label
    is_isolated = len(about) > 1 or i18n.direction(names.language) == "rtl"
    return labelled(label, i18n.side_by_side(about) if is_isolated else about[0])


def _form(gap: Gap, names: GapNames) -> GapForm:
    if gap.code in ON_SOURCES:
        return GapForm("sources.index", {}, _("Changes of sources"))
    if gap.code in TO_VERIFY and gap.entry:
        kind, key = gap.entry
        return GapForm("verification_entries.look", {"kind": kind, "key": key}, _("Verify now"))
    topic = {"topic": TOPICS_OF[gap.code]} if gap.code in TOPICS_OF else {}
    if gap.entry:
        kind, key = gap.entry
        return GapForm("proposals.new", {"kind": kind, "key": key, **topic}, _("Correct the entry"))
    kind = FILLED_BY[gap.code]
    set_fields = {"jurisdiction_key": names.state, "measure": gap.measure, "network_key": gap.network}
    fields = {name: set_fields[name] for name in FIELDS[kind] if set_fields[name]}
    return GapForm("proposals.new", {"kind": kind, **fields, **topic}, _("New entry: %(kind)s", kind=KINDS.label(kind)))
