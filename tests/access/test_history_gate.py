"""The gate for recorded acts: whom they are told to, under every audience that their row has had since."""

from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from directory.access import disclosure_log
from directory.access.disclosure_log import MOST_ENTRIES, CeilingReached
from directory.access.history_gate import RecordedAct, readable_acts
from directory.access.viewer import ANONYMOUS, Viewer
from directory.audit.chain import AuditAct, erase
from directory.extensions import db
from directory.history.past_owners import PastOwners
from directory.history.queries import list_events
from directory.models import AuditEvent, Authority, Disclosure, Entry, FocalPoint, Notice, Texts
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.access.recorded import (
    DAY,
    MEMBER,
    NUMBERS,
    OWNER,
    PRACTITIONER,
    READERS,
    act,
    line,
)


def told(viewer: Viewer, entry: Entry) -> list[RecordedAct]:
    return readable_acts(viewer, entry, list_events(entry, PastOwners()))


def values(viewer: Viewer, entry: Entry) -> list[tuple[Any, Any]]:
    """Return what a viewer reads that details held, the last act first; nothing of what is withheld from them."""
    return [
        tuple(None if one is None else one.held for one in (known.before, known.after))  # type: ignore[misc]
        for known in told(viewer, entry)
        if not known.is_withheld
    ]


def who_reads(entry: Entry, value: str) -> set[str]:
    """Return which readers are shown a value that was changed."""
    return {name for name, viewer in READERS.items() if any(value in pair for pair in values(viewer, entry))}


def test_an_act_on_no_detail_is_told_of_for_the_entry_itself_and_of_a_part_to_its_owners(office: Authority) -> None:
    act(AuditAct("verified", office.entry_key))
    act(AuditAct("verified", line(office).entry_key))

    known = {name: [(one.event.kind, one.is_withheld) for one in told(READERS[name], office)] for name in READERS}

    whole, own = [("contact_detail", True), ("authority", False)], [("authority", False)]
    assert known == {"visitor": own, "practitioner": own, "member": own, "owner": whole, "all": whole}


def test_a_withheld_act_tells_that_there_was_one_and_no_more(office: Authority) -> None:
    act(AuditAct("changed", line(office, audience="network", network_key="casc").entry_key, "value", "old", "new"))

    (known,) = told(OWNER, office)

    assert known == RecordedAct(known.event, is_withheld=True)
    assert told(PRACTITIONER, office) == []


def test_who_keeps_the_rota_of_a_desk_is_not_told_of_what_they_may_not_read(office: Authority) -> None:
    desk: FocalPoint = factories.focal_point(f"desk-{next(NUMBERS)}", office.key)
    factories.add(desk)
    act(AuditAct("changed", desk.entry_key, "members_note", None, {"original": "en", "texts": {"en": "Ring twice"}}))
    keeper = Viewer(Role.PRACTITIONER, 7, "KG", desks=frozenset({desk.key}))

    assert told(keeper, desk) == []
    assert len(told(MEMBER, desk)) == 1


def test_an_act_that_says_where_a_row_belongs_is_told_to_nobody(office: Authority) -> None:
    key = line(office).entry_key
    act(AuditAct("created", key, "authority_key", None, office.key))
    act(AuditAct("removed", key, "authority_key", office.key, None))

    assert told(OWNER, office) == []


def test_an_act_on_what_is_no_detail_is_withheld_where_it_changed_something_or_is_erased(office: Authority) -> None:
    row = line(office)
    act(AuditAct("changed", row.entry_key, "position", 1, 2))
    act(AuditAct("created", row.entry_key, "authority_key", None, office.key))
    with committing():
        erase(None, row.entry_key, "authority_key")

    known = [(one.event.detail, one.is_withheld) for one in told(OWNER, office) if one.event.kind == row.KIND]

    assert ("position", True) in known
    assert ("authority_key", True) in known
    assert told(PRACTITIONER, office) == []


def test_an_act_on_one_language_is_an_act_on_its_detail(office: Authority) -> None:
    act(AuditAct("changed", office.entry_key, "note.en", "old", "new"))

    assert values(ANONYMOUS, office) == [("old", "new")]


def test_an_erased_value_is_told_of_without_it_to_those_who_could_read_it(office: Authority) -> None:
    row = line(office, audience="practitioners")
    act(AuditAct("changed", row.entry_key, "value", "old", "new"))
    with committing():
        erase(None, row.entry_key, "value")

    known = [one for one in told(PRACTITIONER, office) if one.event.detail == "value" and one.event.action == "changed"]

    assert [(one.is_erased, one.before, one.after) for one in known] == [(True, None, None)]
    assert not any(one.is_erased for one in told(ANONYMOUS, office))


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("public", set(READERS)),
        ("practitioners", set(READERS) - {"visitor"}),
        ("network", {"member", "all"}),
        ("coordinators", {"owner", "all"}),
    ],
)
def test_a_value_is_for_those_who_may_read_its_row_today(office: Authority, audience: str, readers: set[str]) -> None:
    act(AuditAct("changed", line(office, audience=audience, network_key="casc").entry_key, "value", "old", "new"))

    assert who_reads(office, "old") == readers


def test_a_detail_with_an_audience_of_its_own_is_for_no_more_than_that(office: Authority) -> None:
    act(AuditAct("changed", line(office).entry_key, "held_by", "Anyone Fictional", "Other Fictional"))
    act(AuditAct("changed", office.entry_key, "coordinator_note", "canary", None))

    assert who_reads(office, "Anyone Fictional") == set(READERS) - {"visitor"}
    assert who_reads(office, "canary") == {"owner", "all"}


@pytest.mark.parametrize(
    ("change", "readers"),
    [
        (("audience", "coordinators", "public"), {"owner", "all"}),
        (("audience", "network", "public"), {"member", "all"}),
        (("network_key", "globe", "casc"), set(READERS)),
        (("value", "new", "newer"), set(READERS)),
    ],
    ids=["coordinators", "network", "network alone", "value"],
)
def test_a_value_is_for_those_alone_who_could_read_it_ever_since(
    office: Authority, change: tuple[str, str, str], readers: set[str]
) -> None:
    key = line(office, network_key="casc").entry_key
    act(AuditAct("changed", key, "value", "old", "new"), day=1)
    act(AuditAct("changed", key, *change), day=2)
    act(AuditAct("changed", key, "value", "latest", "last"), day=3)

    assert who_reads(office, "old") == readers
    assert who_reads(office, "latest") == set(READERS)


def test_a_value_of_a_network_is_for_those_of_the_network_that_it_was_of(office: Authority) -> None:
    key = line(office, audience="network", network_key="casc").entry_key
    act(AuditAct("changed", key, "value", "old", "new"), day=1)
    act(AuditAct("changed", key, "network_key", "globe", "casc"), day=2)

    both = Viewer(Role.PRACTITIONER, 7, "KG", frozenset({"casc", "globe"}))
    assert who_reads(office, "old") == {"all"}
    assert values(both, office)[-1] == ("old", "new")


def test_a_row_that_was_opened_in_the_same_act_as_its_value_was_changed_keeps_the_value(office: Authority) -> None:
    key = line(office).entry_key
    act(AuditAct("changed", key, "value", "old", "new"), AuditAct("changed", key, "audience", "coordinators", "public"))

    assert who_reads(office, "old") == {"owner", "all"}


def test_what_another_person_did_at_the_same_moment_is_another_act(office: Authority) -> None:
    key = line(office).entry_key
    act(AuditAct("changed", key, "audience", "coordinators", "public"), by=1)
    act(AuditAct("changed", key, "value", "old", "new"), by=2)

    assert who_reads(office, "old") == set(READERS)


def test_an_audience_that_was_turned_twice_at_one_moment_leaves_the_value_to_those_who_read_all(
    office: Authority,
) -> None:
    key = line(office).entry_key
    act(AuditAct("changed", key, "value", "old", "new"), day=1)
    act(
        AuditAct("changed", key, "audience", "public", "practitioners"),
        AuditAct("changed", key, "audience", "practitioners", "public"),
        day=2,
    )

    assert who_reads(office, "old") == {"all"}


def test_an_audience_that_is_erased_leaves_the_value_to_those_who_read_all(office: Authority) -> None:
    key = line(office).entry_key
    act(AuditAct("changed", key, "value", "old", "new"), day=1)
    act(AuditAct("changed", key, "audience", "public", "public"), day=2)
    with time_machine.travel(DAY.replace(day=3), tick=False), committing():
        erase(None, key, "audience")

    assert who_reads(office, "old") == {"all"}


def test_a_network_that_is_erased_beside_an_audience_leaves_the_value_to_those_who_read_all(office: Authority) -> None:
    key = line(office, network_key="casc").entry_key
    act(AuditAct("changed", key, "value", "old", "new"), day=1)
    act(
        AuditAct("changed", key, "audience", "practitioners", "public"),
        AuditAct("changed", key, "network_key", "globe", "casc"),
        day=2,
    )
    with time_machine.travel(DAY.replace(day=3), tick=False), committing():
        erase(None, key, "network_key")

    assert who_reads(office, "old") == {"all"}


def test_an_audience_that_was_widened_was_of_the_network_that_the_row_has(office: Authority) -> None:
    key = line(office, network_key="globe").entry_key
    act(AuditAct("changed", key, "value", "old", "new"), day=1)
    act(AuditAct("changed", key, "audience", "network", "public"), day=2)

    assert who_reads(office, "old") == {"all"}


def test_an_entry_that_is_gone_is_for_those_whom_it_was_for(site: Flask) -> None:
    for audience, readers in (("public", set(READERS)), ("network", {"member", "all"})):
        notice: Notice = factories.notice(f"gone-{audience}", audience=audience)
        act(AuditAct("changed", notice.entry_key, "host", "old", "new"))

        assert who_reads(notice, "old") == readers


@pytest.mark.parametrize(("audience", "readers"), [("public", set(READERS)), ("network", {"member", "all"})])
def test_a_row_that_is_gone_is_for_those_who_could_read_it_at_its_end(
    office: Authority, audience: str, readers: set[str]
) -> None:
    key = ("contact_detail", f"{office.key}:gone")
    act(AuditAct("changed", key, "value", "older", "old"), day=1)
    act(
        AuditAct("removed", key, "value", "old", None),
        AuditAct("removed", key, "audience", audience, None),
        AuditAct("removed", key, "network_key", "casc", None),
        AuditAct("removed", key, "authority_key", office.key, None),
        day=2,
    )

    assert who_reads(office, "old") == who_reads(office, "older") == readers


def test_a_row_that_is_gone_and_never_said_for_whom_it_was_is_for_those_who_read_all(office: Authority) -> None:
    act(AuditAct("removed", ("contact_detail", f"{office.key}:gone"), "value", "old", None))

    assert who_reads(office, "old") == {"all"}


def test_a_row_is_judged_from_its_beginning_by_what_it_has_been_since(office: Authority) -> None:
    row = line(office)
    act(
        AuditAct("created", row.entry_key, "value", None, "new"),
        AuditAct("created", row.entry_key, "audience", None, "public"),
    )

    assert who_reads(office, "new") == set(READERS)


def test_a_row_that_began_with_a_network_alone_is_judged_by_its_audience_today(office: Authority) -> None:
    row = line(office, audience="practitioners", network_key="casc")
    act(
        AuditAct("created", row.entry_key, "value", None, "new"),
        AuditAct("created", row.entry_key, "network_key", None, "casc"),
    )

    assert who_reads(office, "new") == set(READERS) - {"visitor"}


def test_a_row_that_began_with_a_network_alone_is_for_those_of_that_network(office: Authority) -> None:
    row = line(office, audience="network", network_key="globe")
    act(
        AuditAct("created", row.entry_key, "value", None, "new"),
        AuditAct("created", row.entry_key, "network_key", None, "globe"),
    )

    assert (None, "new") in values(Viewer(Role.PRACTITIONER, 7, "KG", frozenset({"globe"})), office)


def test_what_a_row_was_turned_from_as_it_began_counts_though_its_network_was_first_said_then(
    office: Authority,
) -> None:
    key = line(office, network_key="casc").entry_key
    act(
        AuditAct("created", key, "value", None, "old"),
        AuditAct("created", key, "network_key", None, "casc"),
        AuditAct("changed", key, "audience", "coordinators", "public"),
    )

    assert who_reads(office, "old") == {"owner", "all"}


@pytest.mark.parametrize(
    ("detail", "kept", "value"),
    [
        ("notice_until", "2026-12-31", date(2026, 12, 31)),
        ("stages", ["trial"], ("trial",)),
        ("stages", [], None),
        ("status", "active", "active"),
        ("status", "", None),
        ("note", {"original": "ru", "texts": {"ru": "x"}}, Texts("ru", {"ru": "x"})),
        ("note", {"texts": {"ru": "x"}}, Texts("", {"ru": "x"})),
        ("note", {"original": "ru", "texts": {}}, None),
        ("note", {}, None),
    ],
)
def test_a_kept_value_is_read_as_the_detail_holds_it(office: Authority, detail: str, kept: Any, value: Any) -> None:
    act(AuditAct("changed", office.entry_key, detail, None, kept))

    assert values(ANONYMOUS, office) == [(None, value)]


def test_what_is_told_of_comes_with_no_source(office: Authority) -> None:
    act(AuditAct("changed", office.entry_key, "status", "closed", "active"))

    (known,) = told(ANONYMOUS, office)

    assert known.before is not None
    assert (known.before.name, known.before.provenance, known.before.by_language) == ("status", None, {})


@pytest.mark.parametrize(
    ("detail", "noted"),
    [
        ("coordinator_note", "coordinator_note"),
        ("value", "contact_detail.value"),
        ("held_by", "contact_detail.held_by"),
    ],
)
def test_who_is_shown_a_restricted_value_is_noted_with_where_it_stands(
    office: Authority, detail: str, noted: str
) -> None:
    is_own = detail == "coordinator_note"
    entry = office if is_own else line(office, audience="public" if detail == "held_by" else "coordinators")
    act(AuditAct("changed", entry.entry_key, detail, "old", "new"))
    act(AuditAct("changed", office.entry_key, "status", "active", "closed"))
    disclosure_log.begin()

    for known in told(OWNER, office):
        known.note_shown()

    assert disclosure_log.take() == {(8, office.entry_key): {noted}}


def test_what_is_over_the_ceiling_is_told_as_withheld(office: Authority) -> None:
    act(AuditAct("changed", office.entry_key, "status", "active", "closed"))
    act(AuditAct("changed", office.entry_key, "coordinator_note", "old", "new"))
    factories.add(
        *(Disclosure(account_id=8, kind="authority", key=str(one), details=("x",)) for one in range(MOST_ENTRIES))
    )
    disclosure_log.begin()
    assert not any(one.is_withheld for one in told(OWNER, office))

    disclosure_log.withhold(CeilingReached(OWNER))

    assert [(one.event.detail, one.is_withheld) for one in told(OWNER, office)] == [
        ("coordinator_note", True),
        ("status", False),
    ]
    disclosure_log.take()
    db.session.rollback()


def test_acts_on_what_no_entry_is_are_told_to_nobody_but_owners(office: Authority) -> None:
    act(AuditAct("changed", ("consultation_rule", f"{office.key}"), "kept_days", 1, 2))
    events = list(db.session.query(AuditEvent).filter_by(key=office.key))

    assert readable_acts(PRACTITIONER, office, events) == []
    assert [one.is_withheld for one in readable_acts(OWNER, office, events)] == [True]
