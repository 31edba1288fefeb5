"""What an entry and its parts held at the end of a past day, with the source that each value had then."""

from datetime import date, datetime, timedelta
from typing import Any

import time_machine

from directory.access import disclosure_log
from directory.access.gate import ReadDetail
from directory.access.past_versions import PastVersion, end_of, read_on
from directory.access.provenance import RecordedProvenance
from directory.access.viewer import ANONYMOUS, Viewer
from directory.audit.chain import AuditAct, erase
from directory.history.past_owners import PastOwners
from directory.history.queries import list_events
from directory.models import Authority, Entry, Proposal, ProposedChange, Provenance, Texts
from directory.tokens import public_id
from directory.transaction import committing
from tests import factories
from tests.access.recorded import DAY, OWNER, PRACTITIONER, act, act_at, line

# The end of the day before anything was done.
END = end_of(date(2026, 10, 31))
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
KEPT: dict[str, Any] = {
    "sources": ["https://old.example.org"],
    "source_date": "2020",
    "confidence": "sourced",
    "verified_on": "2026-01-01",
    "verified_by": "Office",
    "due_on": "2026-07-01",
    "is_dead": False,
    "is_outdated": True,
    "translated_from": "ru",
    "translated_by": "Translators",
    "translated_on": "2025-12-31",
}
KNOWN = RecordedProvenance(
    ("https://old.example.org",),
    "2020",
    "sourced",
    date(2026, 1, 1),
    "Office",
    date(2026, 7, 1),
    is_outdated=True,
    translated_from="ru",
    translated_by="Translators",
    translated_on=date(2025, 12, 31),
)


def version(office: Authority, *parts: Entry, viewer: Viewer = ANONYMOUS, end: datetime = END) -> PastVersion:
    return read_on(viewer, office, parts, list_events(office, PastOwners()), end)


def detail(found: PastVersion, name: str) -> ReadDetail:
    assert found.own is not None
    return found.own.details[name]


def replace_source(office: Authority, at: datetime, state: str = "published", **replaced: Any) -> None:
    """Store a decided proposal for the office with the provenance that it took the place of."""
    change = ProposedChange(action="change", kind="authority", key=office.key, replaced=replaced, before="", after="")
    values = {"kind": "authority", "key": office.key, "state": state, "decided_at": at}
    factories.add(Proposal(id=public_id(), changes=[change], **values))


def close(office: Authority, at: datetime = DAY) -> None:
    act_at(at, AuditAct("changed", office.entry_key, "status", "closed", "active"))


def test_a_day_ends_when_the_next_one_begins_in_utc(office: Authority) -> None:
    assert end_of(date(2026, 12, 31)).isoformat() == "2027-01-01T00:00:00+00:00"


def test_an_act_at_the_end_of_a_day_is_of_the_next(office: Authority) -> None:
    close(office, END)
    replace_source(office, END, status=KEPT)

    then, later = version(office), version(office, end=END + SECOND)

    assert (detail(then, "status").held, then.is_changed) == ("closed", True)
    assert (detail(later, "status").held, later.is_changed) == ("active", False)
    assert detail(then, "status").provenance == KNOWN


def test_an_act_on_no_detail_changes_nothing(office: Authority) -> None:
    act(AuditAct("verified", office.entry_key))
    assert not version(office).is_changed

    close(office)

    assert version(office).is_changed


def test_a_value_comes_with_the_source_that_a_decision_took_the_place_of(office: Authority) -> None:
    for state, name in (("published", "status"), ("undone", "name"), ("refused", "note")):
        replace_source(office, DAY, state, **{name: KEPT})
    act_at(
        DAY,
        *(AuditAct("changed", office.entry_key, name, "closed", "x") for name in ("status", "authority_kind")),
        AuditAct("changed", office.entry_key, "name", {"original": "en", "texts": {"en": "Old"}}, None),
        AuditAct("changed", office.entry_key, "note", {"original": "en", "texts": {"en": "Old"}}, None),
    )

    found = version(office)

    sources = {name: detail(found, name).provenance for name in ("status", "name", "note", "authority_kind")}
    assert sources == {"status": KNOWN, "name": KNOWN, "note": None, "authority_kind": None}


def test_a_value_whose_source_was_kept_at_another_time_comes_without_one(office: Authority) -> None:
    for apart, source in ((MINUTE, KNOWN), (-MINUTE, KNOWN), (MINUTE + SECOND, None), (-MINUTE - SECOND, None)):
        office_then = factories.authority(f"{office.key}-{apart.total_seconds():.0f}")
        factories.add(office_then)
        replace_source(office_then, DAY.replace(day=1) + apart, status=KEPT)
        close(office_then, DAY.replace(day=1))

        assert detail(version(office_then), "status").provenance == source


def test_a_value_that_nothing_changed_keeps_the_source_that_it_has(office: Authority) -> None:
    factories.add(Provenance(kind="authority", key=office.key, detail="name", sources=("https://a.example.org",)))
    close(office)

    found = version(office)

    assert detail(found, "name").provenance == RecordedProvenance(("https://a.example.org",))
    assert detail(found, "status").provenance is None


def test_a_translation_comes_with_the_source_of_its_own_that_it_had(office: Authority) -> None:
    rows = {"name": "whole", "name.ru": "russian", "name.ky": "kyrgyz"}
    factories.add(
        *(Provenance(kind="authority", key=office.key, detail=place, sources=(one,)) for place, one in rows.items())
    )
    with committing():
        office.name = Texts("en", {"en": "New", "ru": "Новая", "ky": "Жаңы"})
    before = {"original": "en", "texts": {"en": "New", "ru": "Старая", "ky": "Жаңы"}}
    act_at(DAY, AuditAct("changed", office.entry_key, "name", before, None))
    replace_source(office, DAY, **{"name.ru": KEPT})

    found = detail(version(office), "name")

    assert found.held == Texts("en", before["texts"])  # type: ignore[arg-type]
    assert found.provenance == RecordedProvenance(("whole",))
    assert found.by_language == {"ru": KNOWN, "ky": RecordedProvenance(("kyrgyz",))}


def test_a_translation_that_had_no_source_of_its_own_comes_without_one(office: Authority) -> None:
    places = ("name.ru", "name.ky")
    factories.add(*(Provenance(kind="authority", key=office.key, detail=one, sources=(one,)) for one in places))
    with committing():
        office.name = Texts("en", {"en": "New", "ru": "Новая", "ky": "Жаңы"})
    before = {"original": "en", "texts": {"en": "New", "ru": "Старая", "ky": "Жаңы"}}
    act_at(DAY, AuditAct("changed", office.entry_key, "name", before, None))
    replace_source(office, DAY, **{"name.ru": None})

    assert detail(version(office), "name").by_language == {"ky": RecordedProvenance(("name.ky",))}


def test_what_is_erased_is_left_out_with_what_stood_there_later(office: Authority) -> None:
    act(AuditAct("changed", office.entry_key, "status", "replaced", "closed"), day=1)
    with time_machine.travel(DAY.replace(day=2), tick=False), committing():
        erase(None, office.entry_key, "status")
    act(AuditAct("changed", office.entry_key, "status", "closed", "active"), day=3)
    act(AuditAct("changed", office.entry_key, "mark", "x", ""), day=3)

    before = version(office)
    between, erased = (version(office, end=end_of(date(2026, 11, day))) for day in (1, 2))

    assert before.own is not None
    assert (before.own.value("status"), before.own.value("mark"), before.is_incomplete) == (None, "x", True)
    for one in (between, erased):
        assert (detail(one, "status").held, one.is_incomplete) == ("closed", False)


def test_to_erase_what_was_is_no_change_of_what_stands(office: Authority) -> None:
    with time_machine.travel(DAY, tick=False), committing():
        erase(None, office.entry_key, "status")

    found = version(office)

    assert (detail(found, "status").held, found.is_changed, found.is_incomplete) == ("active", False, False)


def test_an_act_on_no_detail_of_a_part_leaves_the_version_whole(office: Authority) -> None:
    row = line(office)
    act(AuditAct("verified", row.entry_key))

    assert not version(office, row, viewer=OWNER).is_incomplete


def test_what_may_not_be_read_is_left_out_with_what_stood_there_later(office: Authority) -> None:
    row = line(office)
    act(AuditAct("changed", row.entry_key, "value", "secret", row.value), day=1)
    act(AuditAct("changed", row.entry_key, "audience", "network", "public"), day=2)
    act(AuditAct("changed", row.entry_key, "means", "phone", "email"), day=3)

    found = version(office, row, viewer=OWNER)

    (part,) = found.parts
    assert (part.value("value"), found.is_incomplete, found.is_changed) == (None, True, True)
    assert version(office, row, viewer=OWNER, end=end_of(date(2026, 11, 2))).parts[0].value("means") == "phone"


def test_who_is_shown_an_old_value_that_is_not_for_everyone_is_noted(office: Authority) -> None:
    row = line(office, audience="practitioners")
    act(AuditAct("changed", row.entry_key, "value", "old", row.value))
    disclosure_log.begin()

    found = version(office, row, viewer=PRACTITIONER)

    assert found.parts[0].details["value"].held == "old"
    assert disclosure_log.take() == {(7, office.entry_key): {"contact_detail.value"}}


def test_what_came_later_was_not_there_and_what_is_gone_was(office: Authority) -> None:
    row = line(office)
    for name in ("value", "means"):
        act(AuditAct("created", row.entry_key, name, None, getattr(row, name)))
    gone = factories.contact("gone", office.key)
    act(
        *(
            AuditAct("removed", gone.entry_key, name, value, None)
            for name, value in (("value", "gone"), ("means", "email"))
        ),
        AuditAct("removed", gone.entry_key, "audience", "public", None),
    )

    found = version(office, row, gone)

    assert [(part.key, part.value("value")) for part in found.parts] == [(gone.key, "gone")]


def test_an_entry_that_was_not_there_yet_has_no_version(office: Authority) -> None:
    with time_machine.travel(DAY, tick=False):
        act(*(AuditAct("created", office.entry_key, name, None, "x") for name in ("name", "authority_kind", "status")))
        act(AuditAct("created", office.entry_key, "jurisdiction_key", None, "KG"))

    assert version(office).own is None
    assert version(office, end=end_of(date(2026, 11, 2))).own is not None
