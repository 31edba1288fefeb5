"""What an official table has and the directory has not becomes a proposal for each State, once; nothing else does."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.errors import NotPermitted
from directory.extensions import db
from directory.jobs.schedule import update_source_tables
from directory.models import Mail, Proposal, ProposedChange, SourcePage, SourceTable, TreatyStatus
from directory.proposals import service
from directory.sources import tables
from directory.sources.crawl_limits import PAUSE, note_request
from directory.sources.fetching import LARGEST_BYTES, Fetcher
from directory.sources.public_hosts import Endpoint
from directory.sources.queries import get_table
from directory.sources.readers.un_treaties import read_un_treaty
from directory.sources.remarks import restored, words_of
from directory.sources.tables import TableValues, version_of
from directory.sources.update import AGAIN, EVERY, TableUpdate, update, update_from_copy
from directory.sources.watch import watch
from directory.transaction import after_commit, committing
from directory.vocabulary import Role, SourceOutcome
from tests import factories
from tests.sources.official import LETTERS, coe_page, un_day, un_xml
from tests.sources.web import Answer, Web, serving

OPERATOR = Viewer(Role.ADMINISTRATOR)
UNTOC = "http://treaties.example.org/doc/Publication/MTDSG/Volume%20II/Chapter%20XVIII/XVIII-12.en.xml"
TIP = UNTOC.replace("XVIII-12", "XVIII-12-a")
OTHER = "http://other.example.org/untoc.xml"
CHART = "http://coe.example.org/en/web/conventions/full-list/-/conventions/treaty/185/signatures"
NAMES = {
    "AM": "Armenia",
    "FR": "France",
    "KG": "Kyrgyzstan",
    "KZ": "Kazakhstan",
    "TJ": "Tajikistan",
    "UZ": "Uzbekistan",
}
# The acts that the Treaty Collection lists, with the kinds of their dates.
OF_COLLECTION = [("signature", "signature"), *((act, "deposit") for act in LETTERS)]

Act = tuple[str, str, str, str, date | None]


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def fetcher(web: Web) -> Iterator[Fetcher]:
    with serving(web) as fetcher:
        yield fetcher


@pytest.fixture(autouse=True)
def site(small_app: Flask) -> None:
    small_app.extensions["after_commit"].clear()


def register(
    name: str, address: str, treaty: str = "untoc", reader: str = "un_treaty", **values: object
) -> SourceTable:
    with committing():
        return tables.add(OPERATOR, name, TableValues(reader, address, treaty, **values))  # type: ignore[arg-type]


def run(fetcher: Fetcher, at: datetime | None = None, **values: object) -> list[TableUpdate]:
    return list(update(fetcher, at or clock.now(), 1_000, **values))  # type: ignore[arg-type]


def stored(treaty: str) -> set[Act]:
    """Return the acts under a treaty that the Treaty Collection lists."""
    rows = db.session.scalars(select(TreatyStatus).where(TreatyStatus.treaty_key == treaty))
    acts = {(row.jurisdiction_key, row.treaty_key, row.action, row.date_kind, row.acted_on) for row in rows}
    return {act for act in acts if (act[2], act[3]) in OF_COLLECTION}


def forget(*treaties: str) -> None:
    with committing():
        for row in db.session.scalars(select(TreatyStatus).where(TreatyStatus.treaty_key.in_(treaties))).all():
            db.session.delete(row)


def laid_out(acts: set[Act]) -> bytes:
    """Return the XML of a treaty with these acts."""
    rows = []
    for code, name in NAMES.items():
        own = {act[2]: act[4] for act in acts if act[0] == code}
        signed = own.pop("signature", None)
        assert len(own) < 2, f"{code} has two instruments"
        [(act, day)] = own.items() or [("ratification", None)]
        if signed or day:
            rows.append((name, un_day(signed), un_day(day, act)))
    return un_xml(rows)


def proposals() -> list[Proposal]:
    return list(
        db.session.scalars(select(Proposal).where(Proposal.origin == "source").order_by(Proposal.jurisdiction_key))
    )


def proposed() -> set[Act]:
    """Return the acts that proposals would create."""
    changes = db.session.scalars(select(ProposedChange).where(ProposedChange.action == "create"))
    names = ("jurisdiction_key", "treaty_key", "action", "date_kind")
    return {
        (*(one.after[name] for name in names), date.fromisoformat(one.after["acted_on"]))  # type: ignore[misc]
        for one in changes
    }


def refusal(done: TableUpdate) -> str:
    return words_of(done.fault) if done.fault else ""


def put(web: Web, address: str, body: bytes) -> None:
    web.pages[address] = Answer(body, headers={"Content-Type": "application/xml"})


def test_the_tables_of_two_treaties_give_exactly_their_acts(web: Web, fetcher: Fetcher) -> None:
    untoc, tip = stored("untoc"), stored("tip-protocol")
    forget("untoc", "tip-protocol")
    put(web, UNTOC, laid_out(untoc))
    put(web, TIP, laid_out(tip))
    register("untoc", UNTOC)
    register("tip", TIP, "tip-protocol")
    now = clock.now()

    done = [*run(fetcher, now), *run(fetcher, now + PAUSE)]

    assert {one.outcome for one in done} == {SourceOutcome.READ}
    assert len(untoc) > 9
    assert proposed() == untoc | tip


def test_what_the_directory_has_already_is_not_proposed(web: Web, fetcher: Fetcher) -> None:
    put(web, UNTOC, laid_out(stored("untoc")))
    register("untoc", UNTOC)

    [done] = run(fetcher)

    assert (done.states, done.absent, proposals()) == ((), (), [])
    assert done.acts == len(stored("untoc"))


def test_a_proposal_names_the_source_its_day_and_the_row(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    put(
        web,
        UNTOC,
        un_xml([("Armenia", "", ""), ("Kyrgyzstan <superscript>1</superscript>", un_day(date(2000, 12, 13)), "")]),
    )
    register("untoc", UNTOC)

    run(fetcher)

    [proposal] = proposals()
    [edit] = proposal.changes
    today = clock.today().isoformat()
    assert (proposal.kind, proposal.key, proposal.state) == ("jurisdiction", "KG", "submitted")
    assert (edit.sources, edit.source_date, edit.confidence) == ((UNTOC,), today, "sourced")
    assert edit.after["retrieved_from"].endswith(f"row 2, {today}")
    assert proposal.note == f"untoc (Convention of tests), {today}: {UNTOC}, row 2"


def test_a_reading_that_is_cut_short_is_repeated_the_next_day_and_not_before(web: Web, fetcher: Fetcher) -> None:
    put(web, UNTOC, un_xml(GOOD))
    table = register("untoc", UNTOC)
    now = clock.now()
    with committing():
        table.asked_at, table.outcome = now, ""

    found = [len(run(fetcher, now + wait)) for wait in (AGAIN / 2, AGAIN)]

    assert found == [0, 1]


def coordinator(state: str) -> Viewer:
    return viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key=state))


def test_who_keeps_the_list_of_tables_does_not_publish_what_one_says(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    put(web, UNTOC, un_xml([("Kyrgyzstan", un_day(date(2000, 12, 13)), "")]))
    register("untoc", UNTOC)
    run(fetcher)
    administrator, of_kg = viewer_of(factories.account(Role.ADMINISTRATOR)), coordinator("KG")
    [proposal] = proposals()

    with pytest.raises(NotPermitted), committing():
        service.publish(administrator, proposal)
    with committing():
        service.publish(of_kg, proposal)

    assert ("KG", "signature") in {act[:1] + act[2:3] for act in stored("untoc")}


def test_another_day_of_a_stored_act_is_proposed_as_a_change(web: Web, fetcher: Fetcher) -> None:
    [before] = [act[4] for act in stored("untoc") if act[0] == "KG" and act[2] == "ratification"]
    put(web, UNTOC, un_xml([("Kyrgyzstan", un_day(date(2000, 12, 13)), un_day(date(2003, 10, 3)))]))
    register("untoc", UNTOC)

    run(fetcher)

    [proposal] = proposals()
    days = [(edit.key, edit.before, edit.after) for edit in proposal.changes if edit.detail == "acted_on"]
    assert days == [("untoc:KG:ratification:deposit", before.isoformat() if before else None, "2003-10-03")]


def test_a_second_run_proposes_nothing_new_whatever_became_of_the_proposal(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    days = un_day(date(2000, 12, 13)), ""
    put(web, UNTOC, un_xml([("Kyrgyzstan", *days), ("Kazakhstan", *days), ("Armenia", *days)]))
    register("untoc", UNTOC)
    now = clock.now()
    run(fetcher, now)
    of_kg, of_kz = coordinator("KG"), coordinator("KZ")
    by_state = {one.key: one for one in proposals()}
    with committing():
        service.publish(of_kg, by_state["KG"])
        service.refuse(of_kz, by_state["KZ"], "The instrument was of another State.")

    [again] = run(fetcher, now + EVERY)

    assert (again.outcome, again.states, len(proposals())) == (SourceOutcome.READ, (), 3)
    assert db.session.get_one(TreatyStatus, "untoc:KG:signature:signature").acted_on == date(2000, 12, 13)


RATIFIED = "untoc:KG:ratification:deposit"


def ratified_on(day: date) -> bytes:
    """Return a table in which Kyrgyzstan has ratified on a day."""
    [signed] = [act[4] for act in stored("untoc") if act[0] == "KG" and act[2] == "signature"]
    return un_xml([("Kyrgyzstan", un_day(signed), un_day(day))])


def publish(proposal: Proposal) -> None:
    of_kg = coordinator("KG")
    with committing():
        service.publish(of_kg, proposal)


def days_proposed() -> list[tuple[str, str]]:
    """Return the address and the day of each proposal of a ratification, in the order in which they were made."""
    query = select(ProposedChange).where(ProposedChange.key == RATIFIED, ProposedChange.detail == "acted_on")
    return [(one.sources[0], one.after) for one in db.session.scalars(query.order_by(ProposedChange.id))]


def differing(web: Web, fetcher: Fetcher) -> tuple[Callable[..., list[tuple[str, str]]], list[tuple[str, str]]]:
    """Register two tables that differ in a day. Return a function that runs the next week and returns what is proposed
    then, and what is proposed at first."""
    weeks = count()
    register("untoc", UNTOC)
    register("z-other", OTHER)

    def next_week(**days: date) -> list[tuple[str, str]]:
        for name, day in days.items():
            put(web, {"first": UNTOC, "second": OTHER}[name], ratified_on(day))
        before = len(days_proposed())
        run(fetcher, clock.now() + next(weeks) * EVERY)
        return days_proposed()[before:]

    return next_week, next_week(first=date(2003, 10, 3), second=date(2003, 10, 4))


def test_two_tables_that_differ_propose_each_its_day_once(web: Web, fetcher: Fetcher) -> None:
    next_week, found = differing(web, fetcher)

    assert found == [(UNTOC, "2003-10-03"), (OTHER, "2003-10-04")]
    assert [next_week(), next_week()] == [[], []]


def test_a_table_whose_day_has_changed_proposes_it_and_its_former_day_again(web: Web, fetcher: Fetcher) -> None:
    next_week, _ = differing(web, fetcher)

    found = [next_week(first=date(2003, 10, 5)), next_week(), next_week(first=date(2003, 10, 3)), next_week()]

    assert found == [[(UNTOC, "2003-10-05")], [], [(UNTOC, "2003-10-03")], []]


def test_a_table_proposes_again_once_another_day_was_published(web: Web, fetcher: Fetcher) -> None:
    next_week, _ = differing(web, fetcher)
    [of_other] = [one for one in proposals() if OTHER in one.note]
    publish(of_other)

    found = [next_week(), next_week()]

    assert found == [[(UNTOC, "2003-10-03")], []]


def test_a_day_that_one_table_has_proposed_is_not_proposed_by_another(web: Web, fetcher: Fetcher) -> None:
    next_week, _ = differing(web, fetcher)

    assert next_week(second=date(2003, 10, 3)) == []


def test_two_tables_that_differ_in_a_new_act_propose_each_its_own_once(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    for address, day in ((UNTOC, date(2000, 12, 13)), (OTHER, date(2000, 12, 14))):
        put(web, address, un_xml([("Kyrgyzstan", un_day(day), "")]))
    register("untoc", UNTOC)
    register("z-other", OTHER)
    now = clock.now()

    counts = []
    for week in range(3):
        run(fetcher, now + week * EVERY)
        counts.append(len(proposals()))

    assert counts == [2, 2, 2]


def test_two_tables_that_differ_in_a_declaration_propose_each_its_own_once(web: Web, fetcher: Fetcher) -> None:
    acts = {act[2]: un_day(act[4]) for act in stored("untoc") if act[0] == "KG"}
    row = ("Kyrgyzstan", acts["signature"], acts["ratification"])
    with committing():
        db.session.get_one(TreatyStatus, RATIFIED).note = factories.english("Own words.")
    for address, words in ((UNTOC, "It is bound."), (OTHER, "It is bound, save article 35.")):
        put(web, address, un_xml([row], {"Kyrgyzstan": [words]}))
    register("untoc", UNTOC)
    register("z-other", OTHER)
    now = clock.now()

    counts = []
    for week in range(3):
        run(fetcher, now + week * EVERY)
        counts.append(len(proposals()))

    assert counts == [2, 2, 2]


def test_only_what_is_new_is_proposed_beside_an_open_proposal(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    put(web, UNTOC, un_xml([("Kyrgyzstan", un_day(date(2000, 12, 13)), "")]))
    register("untoc", UNTOC)
    now = clock.now()
    run(fetcher, now)
    put(web, UNTOC, un_xml([("Kyrgyzstan", un_day(date(2000, 12, 13)), un_day(date(2003, 10, 2)))]))

    run(fetcher, now + EVERY)

    assert sorted(edit.key for one in proposals() for edit in one.changes) == [
        "untoc:KG:ratification:deposit",
        "untoc:KG:signature:signature",
    ]


def test_an_act_that_the_table_no_longer_has_is_reported_and_stays(web: Web, fetcher: Fetcher) -> None:
    kept = {act for act in stored("untoc") if act[:3] != ("KG", "untoc", "signature")}
    put(web, UNTOC, laid_out(kept))
    table = register("untoc", UNTOC)

    [done] = run(fetcher)

    assert done.absent == ("untoc:KG:signature:signature",)
    assert table.absent == ["untoc:KG:signature:signature"]
    assert (done.states, db.session.get(TreatyStatus, "untoc:KG:signature:signature") is not None) == ((), True)


def test_a_declaration_stands_with_the_act_that_binds_and_without_footnotes(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    rows = [
        ("Uzbekistan", un_day(date(2000, 12, 13)), un_day(date(2003, 12, 9))),
        ("Kazakhstan", "", un_day(date(2008, 7, 31))),
    ]
    words = ["Upon ratification:", "The Republic declares <superscript>2</superscript>that it is bound."]
    put(web, UNTOC, un_xml(rows, {"Uzbekistan<superscript>1</superscript>": words}))
    register("untoc", UNTOC)

    run(fetcher)

    notes = {edit.key: edit.after.get("note.en") for one in proposals() for edit in one.changes}
    assert notes == {
        "untoc:UZ:signature:signature": None,
        "untoc:UZ:ratification:deposit": "Upon ratification:\nThe Republic declares that it is bound.",
        "untoc:KZ:ratification:deposit": None,
    }


def test_a_declaration_follows_the_own_words_of_a_note_and_is_proposed_once(web: Web, fetcher: Fetcher) -> None:
    status = db.session.get_one(TreatyStatus, "untoc:KG:ratification:deposit")
    with committing():
        status.note = factories.english("Own words.")
    acts = {act for act in stored("untoc") if act[0] == "KG"}
    row = ("Kyrgyzstan", *(un_day(day) for *_, day in sorted(acts, key=lambda act: act[2], reverse=True)))
    put(web, UNTOC, un_xml([row], {"Kyrgyzstan": ["It is bound."]}))
    register("untoc", UNTOC)
    now = clock.now()

    run(fetcher, now)

    [proposal] = proposals()
    [note] = [edit for edit in proposal.changes if edit.detail == "note.en"]
    assert (note.before, note.after, UNTOC in note.sources) == ("Own words.", "Own words.\n\nIt is bound.", True)
    of_kg = coordinator("KG")
    with committing():
        service.publish(of_kg, proposal)
    assert [one.states for one in run(fetcher, now + EVERY)] == [()]


GOOD = [("Kyrgyzstan", un_day(date(2000, 12, 13)), "")]
HEAD = ("Participant", "Signature")
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><MTDSG>&b;</MTDSG>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE t [<!ENTITY f SYSTEM "file:///etc/passwd">]><MTDSG>&f;</MTDSG>'


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (un_xml([*GOOD, ("Ruritania", un_day(date(2001, 1, 1)), "")]), "Ruritania"),
        (un_xml([*GOOD, ("Serbia and Montenegro", un_day(date(2001, 1, 1)), "")]), "Serbia and Montenegro"),
        (un_xml([*GOOD, ("Kazakhstan", "in spring", "")]), "in spring"),
        (un_xml([*GOOD, ("Kazakhstan", "31 Feb 2001", "")]), "31 Feb 2001"),
        (un_xml([*GOOD, ("Kazakhstan", "", "14 Dec 2000 x")]), "14 Dec 2000 x"),
        (un_xml([*GOOD, ("Kazakhstan", "")]), "row 2"),
        (un_xml([*GOOD, *GOOD]), "Row 2"),
        (un_xml([("Kyrgyzstan", "")], columns=("State", "Signature")), "Participant"),
        (un_xml([("Kyrgyzstan", "")], columns=("Participant", "Provisional application")), "Provisional application"),
        (un_xml(GOOD).replace(b"Tbody", b"Body"), "Tbody"),
        (un_xml([]), "Row"),
        (un_xml(GOOD, {"Ruritania": ["One."], "Kyrgyzstan": ["Two."]}), "Ruritania"),
        (un_xml(GOOD, {"Ruritania": ["One.", "Two."]}), "Declarations"),
        (b"<html><body>Under urgent maintenance</body></html>", "Thead"),
        (b"", "XML"),
        (b"\x00\x01 no text", "XML"),
        (un_xml(GOOD)[:-20], "XML"),
        (un_xml(GOOD).replace(b"Kyrgyzstan", b"C\xf4te"), "XML"),
        (un_xml(GOOD).replace(b"utf-8", b"klingon"), "XML"),
        (LAUGHS, "document type"),
        (OUTSIDE, "document type"),
        (b"<a>" * 60 + b"</a>" * 60, "too deeply"),
        (un_xml(GOOD).replace(b"Convention of tests", b"Convention of &amp;#" + b"9" * 4_301 + b";"), "Convention of"),
        (un_xml([("Kyrgyzstan&#" + "9" * 4_301 + ";", "", "")]), "Kyrgyzstan"),
        (un_xml(GOOD, {"Kyrgyzstan": ["Bound by &#" + "9" * 4_301 + ";"]}), "Bound by"),
    ],
    ids=[
        *("no State", "two States", "no date", "no day", "no letter", "uneven row", "twice", "no participants"),
        *("unknown column", "other element", "no rows", "declares nobody", "all declare nobody", "HTML", "empty"),
        *("no text", "cut", "wrong bytes", "unknown encoding", "entities", "file", "deep"),
        *("no character in the title", "no character in a row", "no character in a declaration"),
    ],
)
def test_a_changed_or_hostile_table_is_refused_whole_by_name(
    web: Web, fetcher: Fetcher, body: bytes, names: str
) -> None:
    forget("untoc")
    put(web, UNTOC, body)
    table = register("untoc", UNTOC)

    [done] = run(fetcher)

    assert done.outcome is SourceOutcome.REFUSED
    assert names in refusal(done)
    assert (proposals(), table.outcome) == ([], SourceOutcome.REFUSED)


def test_a_title_stands_in_no_note_with_what_is_not_seen(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    title = "Convention \N{RIGHT-TO-LEFT OVERRIDE}stset fo\N{RIGHT-TO-LEFT MARK}"
    put(web, UNTOC, un_xml(GOOD).replace(b"Convention of tests", title.encode()))
    register("untoc", UNTOC)

    [done] = run(fetcher)

    [proposal] = proposals()
    assert f"({done.title})" in proposal.note
    assert done.title == "Convention \N{REPLACEMENT CHARACTER}stset fo\N{REPLACEMENT CHARACTER}"


def test_a_latin_file_is_read_as_it_says_it_is(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    put(web, UNTOC, un_xml(GOOD, {"Kyrgyzstan": ["Déclaration"]}, encoding="iso-8859-1"))
    register("untoc", UNTOC)

    run(fetcher)

    assert [edit.after["note.en"] for one in proposals() for edit in one.changes] == ["Déclaration"]


def test_a_participant_that_is_left_out_is_no_reason_to_refuse(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    put(web, UNTOC, un_xml([*GOOD, ("European Union", un_day(date(2000, 12, 12)), "21 May 2004 AA")]))
    register("untoc", UNTOC, left_out=("European Union",))

    [done] = run(fetcher)

    assert (done.outcome, done.states) == (SourceOutcome.READ, ("KG",))


def test_a_formal_confirmation_of_the_european_union_is_an_approval(web: Web, fetcher: Fetcher) -> None:
    """Vienna Convention on treaties of international organizations (1986), art. 2(1)(b bis)."""
    forget("untoc")
    heading = "Ratification, Acceptance(A), Approval(AA), Formal confirmation(c), Accession(a), Succession(d)"
    rows = [*GOOD, ("European Union", "", "31 Dec\t 1990 c")]
    put(web, UNTOC, un_xml(rows, columns=("Participant", "Signature", heading)))
    register("untoc", UNTOC, left_out=("European Union",))

    [done] = run(fetcher)

    assert (done.outcome, done.states) == (SourceOutcome.READ, ("KG",))
    [union] = [one for one in read_un_treaty(web.pages[UNTOC].body, {}).acts if one.participant == "European Union"]
    assert (union.action, union.date_kind) == ("approval", "deposit")


def test_a_date_in_brackets_is_reported_and_not_proposed(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    put(web, UNTOC, un_xml([("Kyrgyzstan", un_day(date(2000, 12, 13)), "[ 2 Oct 2003 ]")]))
    register("untoc", UNTOC)

    [done] = run(fetcher)

    assert [edit.key for one in proposals() for edit in one.changes] == ["untoc:KG:signature:signature"]
    assert [dict(one.values) for one in done.remarks] == [{"row": 1, "name": "Kyrgyzstan"}]


def test_a_declaration_that_is_too_long_is_reported_and_the_act_is_proposed(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    put(web, UNTOC, un_xml(GOOD, {"Kyrgyzstan": ["word " * 2_000]}))
    register("untoc", UNTOC)

    [done] = run(fetcher)

    assert [edit.after.get("note.en") for one in proposals() for edit in one.changes] == [None]
    assert len(done.remarks) == 1


@pytest.mark.parametrize(
    ("note", "words", "why"),
    [
        ("", "It is \N{RIGHT-TO-LEFT OVERRIDE}bound.", "an invisible character"),
        ("", "It is \N{ZERO WIDTH SPACE}bound.", "an invisible character"),
        ("word " * 900, "word " * 900 + "bound.", "too long"),
    ],
    ids=["order turned", "unseen", "longer than a note"],
)
def test_a_declaration_that_no_note_may_hold_refuses_the_table_by_row_state_act_and_reason(
    web: Web, fetcher: Fetcher, note: str, words: str, why: str
) -> None:
    with committing():
        db.session.get_one(TreatyStatus, "untoc:KG:ratification:deposit").note = factories.english(note)
    acts = {act[2]: un_day(act[4]) for act in stored("untoc") if act[0] == "KG"}
    rows = [("Armenia", un_day(date(2000, 12, 14)), ""), ("Kyrgyzstan", acts["signature"], acts["ratification"])]
    put(web, UNTOC, un_xml(rows, {"Kyrgyzstan": [words]}))
    table = register("untoc", UNTOC)

    [done] = run(fetcher)

    assert (done.outcome, proposals()) == (SourceOutcome.REFUSED, [])
    assert refusal(done).startswith("Row 2: “Kyrgyzstan”, Ratification: ")
    assert why in refusal(done)
    assert "Kyrgyzstan" in words_of(restored(table.fault))


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(status=404), SourceOutcome.GONE),
        (Answer(status=503), SourceOutcome.SILENT),
        (Answer(b"x" * (LARGEST_BYTES + 1)), SourceOutcome.REFUSED),
    ],
)
def test_a_table_that_cannot_be_had_is_asked_for_again_the_next_day(
    web: Web, fetcher: Fetcher, answer: Answer, outcome: SourceOutcome
) -> None:
    web.pages[UNTOC] = answer
    register("untoc", UNTOC)
    now = clock.now()

    found = [[one.outcome for one in run(fetcher, now + wait)] for wait in (timedelta(), AGAIN / 2, AGAIN)]

    assert found == [[outcome], [], [outcome]]


def remove(table: SourceTable) -> None:
    tables.remove(OPERATOR, table)


def move(table: SourceTable) -> None:
    tables.change(OPERATOR, table, TableValues("un_treaty", TIP, "tip-protocol"))


def add_anew(table: SourceTable) -> None:
    tables.remove(OPERATOR, table)
    db.session.flush()
    tables.add(OPERATOR, "untoc", TableValues("un_treaty", TIP, "untoc"))


@pytest.mark.parametrize("act", [remove, move, add_anew])
def test_what_a_table_says_while_it_is_changed_or_removed_is_dropped_and_the_others_are_read(
    web: Web, fetcher: Fetcher, act: Callable[[SourceTable], None]
) -> None:
    forget("untoc")
    for address in (UNTOC, OTHER):
        put(web, address, un_xml(GOOD))
    register("untoc", UNTOC)
    register("z-other", OTHER)
    found = fetcher.endpoints

    def act_once(host: str, port: int) -> Endpoint:
        if host in UNTOC and not web.asked:
            with committing():
                act(get_table("untoc"))
        return found(host, port)

    dropped, read = run(Fetcher(act_once))

    assert (dropped.table, dropped.outcome) == ("untoc", SourceOutcome.REFUSED)
    assert "changed or removed" in refusal(dropped)
    assert (read.table, read.outcome, read.states) == ("z-other", SourceOutcome.READ, ("KG",))
    assert [OTHER in one.note for one in proposals()] == [True]
    left = db.session.scalar(select(SourceTable).where(SourceTable.name == "untoc"))
    assert left is None or (left.asked_at, left.outcome) == (None, "")


def test_of_a_table_that_is_changed_half_way_nothing_or_all_is_proposed(
    small_app: Flask, web: Web, fetcher: Fetcher
) -> None:
    forget("untoc")
    put(web, UNTOC, un_xml([*GOOD, ("Armenia", un_day(date(2000, 12, 14)), un_day(date(2003, 7, 1)))]))
    register("untoc", UNTOC)

    def change_once() -> None:
        if proposals() and db.session.scalar(select(SourceTable.address)) == UNTOC:
            with committing():
                move(get_table("untoc"))

    after_commit(small_app, change_once)
    [done] = run(fetcher)

    assert (done.outcome, done.states) == (SourceOutcome.READ, ("AM", "KG"))
    assert [one.jurisdiction_key for one in proposals()] == ["AM", "KG"]


def test_a_table_that_was_removed_before_its_turn_is_not_asked_for(web: Web, fetcher: Fetcher) -> None:
    for address in (UNTOC, OTHER):
        put(web, address, un_xml(GOOD))
    register("untoc", UNTOC)
    register("z-other", OTHER)
    found = update(fetcher, clock.now(), 1_000)
    first = next(found)
    with committing():
        remove(get_table("z-other"))

    assert (first.table, list(found), web.addresses()) == ("untoc", [], [UNTOC])


def test_what_a_site_forbids_is_not_read(web: Web, fetcher: Fetcher) -> None:
    put(web, UNTOC, un_xml(GOOD))
    web.pages["http://treaties.example.org/robots.txt"] = Answer(b"User-agent: *\nDisallow: /doc")
    register("untoc", UNTOC)

    [done] = run(fetcher)

    assert (done.outcome, web.addresses()) == (SourceOutcome.NOT_ALLOWED, [])


def register_many(web: Web, *addresses: str) -> None:
    """Register a table at each address, named after its place among them."""
    for number, address in enumerate(addresses):
        put(web, address, un_xml(GOOD))
        register(f"untoc-{number}", address)


def test_a_run_reads_no_more_than_the_share_of_a_day(web: Web, fetcher: Fetcher) -> None:
    register_many(web, *(f"http://host{number}.example.org/untoc.xml" for number in range(3)))

    counts = [len(list(update(fetcher, clock.now(), 2))) for _ in range(2)]

    assert counts == [2, 0]


def change(table: SourceTable) -> None:
    tables.change(OPERATOR, table, version_of(table).values)


def put_back(table: SourceTable) -> None:
    values = version_of(table).values
    tables.remove(OPERATOR, table)
    db.session.flush()
    tables.add(OPERATOR, table.name, values)


@pytest.mark.parametrize(
    ("names", "proposes", "act"),
    [((), True, change), ((), True, put_back), (["untoc-0"], True, None), (["untoc-0"], False, None)],
    ids=["changed", "removed and added", "named", "trial"],
)
def test_a_table_that_is_asked_for_twice_counts_twice_toward_the_share_of_a_day(
    web: Web, fetcher: Fetcher, names: list[str], proposes: bool, act: Callable[[SourceTable], None] | None
) -> None:
    register_many(web, UNTOC)
    now, counts = clock.now(), []

    for minute in range(3):
        counts.append(len(list(update(fetcher, now + minute * PAUSE, 2, names, proposes=proposes))))
        if act is not None:
            with committing():
                act(get_table("untoc-0"))

    assert counts == [1, 1, 0]
    assert len(web.addresses()) == 2


def test_a_saved_copy_asks_no_server_and_does_not_count(web: Web, fetcher: Fetcher) -> None:
    register_many(web, UNTOC, OTHER)
    now = clock.now()
    update_from_copy(get_table("untoc-0"), un_xml(GOOD), now)

    assert len(list(update(fetcher, now, 1))) == 1


@pytest.mark.parametrize("names", [(), ("untoc-0", "untoc-1", "untoc-2")], ids=["due", "named"])
def test_tables_of_one_server_are_asked_for_one_in_a_minute(web: Web, fetcher: Fetcher, names: tuple[str, ...]) -> None:
    register_many(web, UNTOC, UNTOC.upper().replace("HTTP", "http"), OTHER)
    now = clock.now()

    found = [[one.table for one in run(fetcher, now + wait, names=names)] for wait in (timedelta(), PAUSE / 2)]
    following = [one.table for one in run(fetcher, now + PAUSE)]

    assert found == [["untoc-0", "untoc-2"], []]
    assert following == ["untoc-1"]


def test_a_page_and_a_table_of_one_server_are_not_asked_for_in_one_minute(web: Web, fetcher: Fetcher) -> None:
    register_many(web, UNTOC)
    web.put("http://treaties.example.org/", "Treaties")
    factories.add(SourcePage(address="http://treaties.example.org/"))
    now = clock.now()

    found = [
        (len(list(watch(fetcher, now + wait, 1_000))), len(run(fetcher, now + wait))) for wait in (timedelta(), PAUSE)
    ]

    assert found == [(1, 0), (0, 1)]


@pytest.mark.parametrize("most", [2, 1_000])
def test_what_another_process_asks_for_meanwhile_counts(web: Web, fetcher: Fetcher, most: int) -> None:
    register_many(web, UNTOC, OTHER)
    now = clock.now()
    found = update(fetcher, now, most)
    first = next(found)
    with committing():
        note_request("http://third.example.org/" if most == 2 else OTHER, now, most)

    assert (first.table, list(found)) == ("untoc-0", [])


@pytest.mark.parametrize(("most", "outcome"), [(0, ""), (5, SourceOutcome.NOT_ALLOWED)])
def test_the_worker_reads_tables_once_an_operator_says_how_much(small_app: Flask, most: int, outcome: str) -> None:
    table = register("untoc", "http://127.0.0.1/XVIII-12.en.xml")
    small_app.config["SETTINGS"] = replace(small_app.config["SETTINGS"], source_pages_per_day=most)

    update_source_tables()

    assert db.session.get_one(SourceTable, table.id).outcome == outcome


def test_a_trial_stores_nothing(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    put(web, UNTOC, un_xml(GOOD))
    table = register("untoc", UNTOC)

    [done] = run(fetcher, proposes=False)

    assert (done.states, proposals(), table.asked_at) == (("KG",), [], None)


def test_a_coordinator_of_many_states_gets_one_letter_of_a_table(web: Web, fetcher: Fetcher) -> None:
    forget("untoc")
    coordinator = factories.account(Role.COORDINATOR, ["casc"])
    day = un_day(date(2000, 12, 13))
    put(web, UNTOC, un_xml([("Kyrgyzstan", day, ""), ("Kazakhstan", day, ""), ("Tajikistan", day, "")]))
    register("untoc", UNTOC)

    run(fetcher)

    letters = db.session.scalars(select(Mail.letter).where(Mail.address == coordinator.email)).all()
    assert (len(proposals()), letters) == (3, ["source_proposals"])


def test_a_chart_of_the_council_of_europe_gives_its_acts(web: Web, fetcher: Fetcher) -> None:
    forget("budapest-185")
    members = [
        ("Andorra", "", "", ""),
        ("Armenia", "23/11/2001", "12/10/2006", "01/02/2007", "", "", "", "A."),
        ("France", "23/11/2001", "10/01/2006", "01/05/2006", "55", "R.", "D.", "A."),
    ]
    put(web, CHART, coe_page(members, [("Kazakhstan", "", "03/12/2014 a", "01/04/2015")]))
    register("budapest", CHART, "budapest-185", "coe_chart")

    [done] = run(fetcher)

    assert (done.outcome, done.fault) == (SourceOutcome.READ, None)
    assert {(state, act, kind, day.isoformat()) for state, _, act, kind, day in proposed() if day} == {
        ("AM", "signature", "signature", "2001-11-23"),
        ("AM", "ratification", "deposit", "2006-10-12"),
        ("AM", "party", "entry_into_force", "2007-02-01"),
        ("FR", "signature", "signature", "2001-11-23"),
        ("FR", "ratification", "deposit", "2006-01-10"),
        ("FR", "party", "entry_into_force", "2006-05-01"),
        ("KZ", "accession", "deposit", "2014-12-03"),
        ("KZ", "party", "entry_into_force", "2015-04-01"),
    }
    assert {edit.source_date for one in proposals() for edit in one.changes} == {"2015-12-03"}


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (coe_page([("Armenia", "23/11/2001")], head=("Signed", "Ratified", "In force")), "Entry into Force"),
        (coe_page([("Armenia", "23/11/2001 q", "", "")]), "23/11/2001 q"),
        (coe_page([("Armenia", "31/02/2001", "", "")]), "31/02/2001"),
        (coe_page([("Ruritania", "23/11/2001", "", "")]), "Ruritania"),
        (b'<html><body><div id="app"></div><script src="app.js"></script></body></html>', "Entry into Force"),
        (b"", "Entry into Force"),
    ],
    ids=["other columns", "no letter", "no day", "no State", "page of scripts", "empty"],
)
def test_a_changed_chart_is_refused_whole_by_name(web: Web, fetcher: Fetcher, body: bytes, names: str) -> None:
    put(web, CHART, body)
    register("budapest", CHART, "budapest-185", "coe_chart")

    [done] = run(fetcher)

    assert done.outcome is SourceOutcome.REFUSED
    assert names in refusal(done)
    assert proposals() == []
