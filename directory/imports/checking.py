"""Checks each row of a file, and states the row's outcome or the reasons for refusing it. No entry is written.

A row out of the viewer's scope is refused in the same words, whether its entry exists or not.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.imports.columns import KEY, KIND, KINDS, SOURCE_DATE, VERSION, codes_of, heading_of, is_fixed
from directory.imports.consequential_changes import steering_edits
from directory.imports.keys import KEY_MISSING, OUT_OF_SCOPE, PARTS, natural_key, new_key, out_of_scope, refusal_of_key
from directory.imports.lines import MOST, NOT_A_KIND, FileLine, Refusal, not_a_code, not_a_key, values_of
from directory.imports.owners import OwnerRefusals
from directory.imports.provenance import FORMER_DATE, ImportedProvenance, as_known, provenance_of_line
from directory.imports.scope import OWNER, KnownEntries
from directory.imports.suggestions import Suggestions
from directory.models import Authority, Place
from directory.models.details import KEY_CHARACTERS, EntryKey
from directory.proposals.change_set import LAW, NETWORK, STATUS, SUCCESSOR, ChangeSet
from directory.proposals.consequences import comes_under_ended, consequences
from directory.proposals.editable_columns import AUDIENCE, ORIGINAL, POSITION, Values, in_known_order
from directory.proposals.edits import StatedProvenance
from directory.proposals.field_types import MOST_VALUES
from directory.proposals.messages import ABROAD, AUTHORITY_ENDED, FOREIGN_LAW
from directory.proposals.validation import MISSING, NOT_A_CHOICE, TOO_MANY, problems, warnings
from directory.vocabulary import ENDED_STATUSES, Audience

STATE = "jurisdiction_key"
CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"

CHANGED_SINCE = _l("The entry has changed since this file was written. Export it again and make your change there.")
NEEDS_APPROVAL = _l(
    "A file cannot ask another State or network for its approval, and this row needs that. Propose the change on the"
    " page of the entry: there they are asked."
)
FIXED = _l("A file does not change what sets an entry apart. Leave the cell as it is.")
TWICE = _l("The same entry stands in row %(row)s.")


@dataclass(frozen=True)
class CheckedRow:
    """The outcome of a row. See `ImportRow` for the fields."""

    number: int
    outcome: str
    kind: str = ""
    key: str = ""
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    doubts: tuple[tuple[str, Any], ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    audiences: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


class FileCheck:
    """The check of all lines of one file. The caller passes the lines batch by batch, in the order of the file."""

    def __init__(self, known_entries: KnownEntries, lines: Iterable[FileLine]) -> None:
        self.known_entries = known_entries
        # A desk may not be put under an authority that a later row of the file ends.
        offices = [line for line in lines if line.kind == Authority.KIND]
        self._ending = {line.text(KEY) for line in offices if line.text(STATUS) in ENDED_STATUSES}
        known_entries.row_places.planned = {line.text(KEY): line.text(heading_of(STATE)) for line in offices}
        self._suggestions = Suggestions()
        self._owners = OwnerRefusals(known_entries.viewer, known_entries.row_places, self._suggestions)
        self._rows: dict[EntryKey, int] = {}
        self._natural: dict[tuple[Any, ...], str] = {}

    def lines(self, lines: list[FileLine]) -> Iterator[CheckedRow]:
        """Yield the outcome of each line of a batch."""
        keys: dict[str, set[str]] = {}
        owners: dict[str, set[str]] = {}
        for line in lines:
            if line.text(KEY):
                keys.setdefault(line.kind, set()).add(line.text(KEY))
            else:
                owners.setdefault(line.kind, set()).add(line.text("authority"))
        self.known_entries.load(keys, owners)
        self._natural |= {
            natural: key
            for (kind, key), values in self.known_entries.readable.items()
            if values and (natural := natural_key(kind, values))
        }
        for line in lines:
            yield self._line(line)

    def _line(self, line: FileLine) -> CheckedRow:
        if not line.kind:
            return _refused(line, "", Refusal(KIND, NOT_A_KIND, {"kinds": ", ".join(KINDS)}))
        values, refusals = values_of(line)
        key = line.text(KEY) or self._natural.get(natural_key(line.kind, values), "")
        entry_key = (line.kind, key)
        before = self.known_entries.readable.get(entry_key, {})
        values = {**self._own_state(line, before), **values}
        values = in_known_order(KINDS[line.kind], values, before)
        after = {detail: value for detail, value in {**before, **values}.items() if value not in (None, [])}
        brought = _brought_by(entry_key, before, after)
        if not before and (wrong := refusal_of_key(line)):
            return _refused(line, key, wrong)
        out = self._out_of_scope(line, entry_key, before, after) or self._out_of_reach(brought, after)
        if out is not None:
            return _refused(line, key, (self._names_nothing(line) if out.message is OUT_OF_SCOPE else None) or out)
        told = {refusal.heading for refusal in refusals}
        complaints = self._complaints(line, entry_key, before, after, values)
        refusals += [complaint for complaint in complaints if complaint.heading not in told]
        touched = _touched(before, after)
        said = provenance_of_line(line, self.known_entries, entry_key, is_new=not before, touched=touched)
        refusals += said.refusals
        if self._is_stale(line, entry_key) and (said.details or touched):
            refusals.append(Refusal(VERSION, CHANGED_SINCE))
        if refusals:
            return _refused(line, key, *refusals)
        return self._taken(line, key, before, after, said, brought)

    def _own_state(self, line: FileLine, before: Values) -> Values:
        """Return the viewer's State as a mapping, if the line is about a new authority whose key begins with the code
        of that State. Otherwise return an empty mapping."""
        own = self.known_entries.viewer.jurisdiction
        is_meant = bool(own) and line.text(KEY).startswith(f"{own.lower()}-")
        return {STATE: own} if line.kind == Authority.KIND and is_meant and not before else {}

    def _is_stale(self, line: FileLine, entry_key: EntryKey) -> bool:
        return line.text(VERSION) not in ("", self.known_entries.versions.get(entry_key, line.text(VERSION)))

    def _out_of_scope(self, line: FileLine, entry_key: EntryKey, before: Values, after: Values) -> Refusal | None:
        """Return why a row is refused as out of scope, or None if it is not refused.

        A row about an entry that the viewer may not read is refused in the same way as a row about an unknown entry.
        """
        if line.kind == Authority.KIND and after and not before and not after.get(STATE):
            # If the row's key names a State in the viewer's scope, the refusal states that the State is missing.
            meant = {**after, STATE: line.text(KEY).partition("-")[0].upper()}
            if self.known_entries.is_in_scope(line.kind, {}, meant):
                return Refusal(heading_of(STATE), MISSING)
        kind, named = line.kind, line.text(KEY)
        owner = line.text(heading_of(OWNER))
        if owner and (refused := self._owners.of(owner)):
            return refused
        has_owner = OWNER not in after or after[OWNER] in self.known_entries.row_places.states
        whole = self.known_entries.all_values.get(entry_key, {})
        hidden = set(whole) - set(before)
        is_unknown_part = bool(named) and not before and kind in PARTS
        is_nothing = not after or (whole and not before)
        if is_nothing or is_unknown_part or not has_owner or not self.known_entries.is_in_scope(kind, whole, after):
            return out_of_scope(kind, named)
        if not self.known_entries.is_approved(kind, whole, after):
            return Refusal(heading_of(STATE if kind == Authority.KIND else OWNER), NEEDS_APPROVAL)
        covered = next((detail for detail in after if detail in hidden and detail not in before), None)
        return Refusal(heading_of(covered), OUT_OF_SCOPE) if covered else None

    def _names_nothing(self, line: FileLine) -> Refusal | None:
        """Return why a row is refused, or None if it is not refused. The row is refused if it names an unknown State or
        network, or if its key is badly formed or does not begin with the code of the row's State.

        The answer does not reveal whether the row's entry is stored.
        """
        for detail, known in ((STATE, self.known_entries.states), (NETWORK, self.known_entries.networks)):
            typed = line.text(heading_of(detail))
            if typed and typed not in known:
                return not_a_code(heading_of(detail), known, self._suggestions.near(typed, known))
        return refusal_of_key(line)

    def _out_of_reach(self, brought: ChangeSet, after: Values) -> Refusal | None:
        """Return the refusal of a row that requires changes of other rows (`brought`) which the viewer may not make.
        Return None for any other row."""
        if self.known_entries.may_make_required_changes(brought):
            return None
        return Refusal(heading_of(OWNER if OWNER in after else STATUS), OUT_OF_SCOPE)

    def _complaints(
        self, line: FileLine, entry_key: EntryKey, before: Values, after: dict[str, Any], values: Values
    ) -> list[Refusal]:
        kind, key = entry_key
        _name_originals(after)
        found = []
        if key and (seen := self._rows.get(entry_key)):
            found.append(Refusal(KEY, TWICE, {"row": str(seen)}))
        if not before and kind not in PARTS and not key:
            found.append(Refusal(KEY, KEY_MISSING))
        touched = _touched(before, after)
        found += [Refusal(heading_of(detail), FIXED) for detail in touched if before and is_fixed(kind, detail)]
        ended = self.known_entries.row_places.ended
        if comes_under_ended(kind, before, after, lambda owner: owner in ended or owner in self._ending):
            found.append(Refusal(heading_of(OWNER), AUTHORITY_ENDED))
        # References to authorities are checked apart, since the file itself may create the authorities.
        names_authority = {OWNER, SUCCESSOR} if kind == Authority.KIND else {OWNER}
        own, known = [detail for detail in touched if detail in names_authority], self.known_entries.row_places.states
        wrong = problems(KINDS[kind], after, [detail for detail in touched if detail not in own])
        wrong |= {detail: NOT_A_CHOICE for detail in own if after.get(detail) and after[detail] not in known}
        if SUCCESSOR not in wrong and self.known_entries.row_places.succeeds_abroad(entry_key, before, after):
            wrong[SUCCESSOR] = ABROAD
        if self.known_entries.row_places.rests_on_foreign_law(entry_key, before, after):
            wrong.setdefault(LAW if LAW in after else STATE, FOREIGN_LAW)
        return found + [self._refusal(kind, detail, values, message) for detail, message in wrong.items()]

    def _refusal(self, kind: str, detail: str, values: Values, message: Any) -> Refusal:
        heading, typed = heading_of(_first(kind, detail, values)), values.get(detail) or ""
        if message is TOO_MANY:
            return Refusal(heading, MOST, {"most": str(MOST_VALUES)})
        if message is not NOT_A_CHOICE:
            return Refusal(heading, message)
        lists: dict[str, list[str]] = {NETWORK: self.known_entries.networks, STATE: self.known_entries.states}
        codes = lists.get(detail) or list(codes_of(heading, [kind]))
        wrong = next((one for one in (typed if isinstance(typed, list) else [typed]) if one not in codes), "")
        near = self._suggestions.near(str(wrong), codes or self._keys_like(detail))
        return not_a_code(heading, codes, near) if codes else not_a_key(heading, near)

    def _keys_like(self, detail: str) -> Collection[str]:
        return self._owners.own_keys if detail in (OWNER, SUCCESSOR) else self.known_entries.public_keys.get(detail, ())

    def _taken(
        self, line: FileLine, key: str, before: Values, after: Values, said: ImportedProvenance, brought: ChangeSet
    ) -> CheckedRow:
        kind = line.kind
        key = key or new_key(kind, after)
        self._rows[kind, key] = line.number
        if natural := natural_key(kind, after):
            self._natural[natural] = key
        self.known_entries.row_places.note(kind, key, after)
        touched = _touched(before, after)
        # Provenance may be stated for a value that the row does not change: the row then depends on that value too.
        seen = [*touched, *(detail for detail in before if detail.partition(".")[0] in said.details)]
        outcome = CREATED if not before else CHANGED if touched or said.details else UNCHANGED
        audiences = {str(one[AUDIENCE]) for one in (before, after) if AUDIENCE in one} or {str(Audience.PUBLIC)}
        audiences |= {str(self.known_entries.audience_of(brought, edit)) for edit in brought.edits}
        places = [self.known_entries.row_places.place(kind, one) for one in (before, after) if one]
        places += [place for edit in brought.edits for place in self.known_entries.places(brought, edit)]
        return CheckedRow(
            line.number,
            outcome,
            kind,
            key,
            {detail: before[detail] for detail in seen if detail in before},
            {detail: after.get(detail) for detail in touched},
            said.as_json() | {"former": self._former((kind, key), before, seen)},
            doubts=(
                *((detail, doubt) for detail in touched for doubt in warnings(kind, detail, after)),
                *([(SOURCE_DATE, FORMER_DATE)] if said.has_former_date else []),
            ),
            audiences=tuple(sorted(audiences)),
            places=tuple(dict.fromkeys(places)),
        )

    def _former(self, entry_key: EntryKey, before: Values, details: Iterable[str]) -> list[list[Any]]:
        """Return the different stored provenances of details, without those that name no source.

        A translation counts only if the original changes too.
        """
        known, found = self.known_entries.provenance.get(entry_key, {}), {}
        for name, _, language in (detail.partition(".") for detail in details):
            if name in known and known[name].sources and language in ("", before.get(f"{name}.{ORIGINAL}")):
                found[known[name][:3]] = as_known(known[name])
        return list(found.values())


def _refused(line: FileLine, key: str, *refusals: Refusal) -> CheckedRow:
    return CheckedRow(line.number, REFUSED, line.kind, key[:KEY_CHARACTERS], refusals=refusals, cells=line.written)


def _brought_by(entry_key: EntryKey, before: Values, after: Values) -> ChangeSet:
    changed = {detail: after.get(detail) for detail in _touched(before, after)} if before else {}
    return ChangeSet(consequences(ChangeSet(steering_edits(entry_key, before, changed, StatedProvenance()))))


def _touched(before: Values, after: Values) -> list[str]:
    names = dict.fromkeys((*before, *after))
    return [name for name in names if name != POSITION and before.get(name) != after.get(name)]


def _name_originals(after: dict[str, Any]) -> None:
    """Set a missing original language to the first language of the text in the row. If the row has no text, remove the
    original language."""
    texts: dict[str, list[str]] = {}
    for detail in after:
        name, _, language = detail.partition(".")
        if language and language != ORIGINAL:
            texts.setdefault(name, []).append(language)
    for name, languages in texts.items():
        if f"{name}.{ORIGINAL}" not in after:
            after[f"{name}.{ORIGINAL}"] = languages[0]
    for detail in [detail for detail in after if detail.endswith(f".{ORIGINAL}")]:
        if detail.partition(".")[0] not in texts:
            del after[detail]


def _first(kind: str, detail: str, values: Values) -> str:
    if detail in KINDS[kind].__table__.columns and any(given.startswith(f"{detail}.") for given in values):
        return next(given for given in values if given.startswith(f"{detail}."))
    return detail
