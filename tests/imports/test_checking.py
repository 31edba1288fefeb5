"""What a file would do, row by row, and why one is refused: its cell, a reason, and nothing that tells of the rest."""

import unicodedata
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from directory.extensions import db
from directory.imports import jobs
from directory.imports.columns import KINDS, codes_of
from directory.imports.exporting import export
from directory.imports.queries import OPERATOR
from directory.imports.suggestions import MOST_SUGGESTIONS
from directory.models import Account, Authority, ContactDetail, FocalPoint
from directory.models.details import KEY_CHARACTERS
from directory.proposals.messages import ABROAD
from directory.vocabulary import FUNCTIONS, Role
from tests import factories
from tests.imports.files import SOURCE, Row, check, nothing, office, phone, refusals, rows, submit, table

COMPOSED, DECOMPOSED = "Épreuve à Kœln", unicodedata.normalize("NFD", "Épreuve à Kœln")
OUT_OF_SCOPE = "This entry is not in your scope."


@pytest.fixture
def coordinator(app: Flask) -> Account:
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_of_the_whole_directory_changes_nothing_when_it_comes_back(app: Flask, ending: str) -> None:
    factories.add(factories.authority(f"kg-round-{ending}", note=factories.english("=1+1 is no sum")))
    factories.add(factories.contact("+1", f"kg-round-{ending}", means="phone", held_by="@home", audience="network"))

    content = export(OPERATOR, ending, "en", nothing)
    checked = check(None, content, f"file.{ending}")

    assert checked.state == "checked", checked.fault
    assert refusals(checked) == []
    assert (checked.counts["created"], checked.counts["changed"]) == (0, 0)
    everything = [select(func.count()).select_from(model) for model in KINDS.values()]
    assert checked.counts["unchanged"] == sum(map(db.session.scalar, everything)) > 200


def test_an_export_holds_what_is_in_scope_and_may_be_read_and_comes_back_unchanged(
    app: Flask, coordinator: Account
) -> None:
    factories.add(factories.authority("kg-export"))
    factories.add(
        factories.contact("hidden@example.org", "kg-export", audience="network", network_key="casc"),
        factories.contact("shown@example.org", "kg-export", audience="coordinators"),
    )

    content = export(jobs.viewer_of(coordinator), "csv", "en", nothing)
    checked = check(coordinator, content)

    text = content.decode()
    assert "shown@example.org" in text
    assert "hidden@example.org" not in text
    assert {row.key.split("-")[0] for row in rows(checked) if row.kind == "authority"} == {"kg"}
    assert checked.counts["unchanged"] == len(rows(checked))


def test_a_table_of_decomposed_letters_changes_nothing_that_says_the_same(app: Flask, coordinator: Account) -> None:
    factories.add(factories.authority("kg-composed", name=factories.english(COMPOSED)))
    line = {"means": "address", "value": COMPOSED, "audience": "public"}
    factories.add(ContactDetail(key="kg-composed:line", authority_key="kg-composed", **line))

    checked = check(
        coordinator,
        table(
            [
                {"kind": "authority", "key": "kg-composed", "name.en": DECOMPOSED},
                {"kind": "contact_detail", "authority": "kg-composed", "means": "address", "value": DECOMPOSED},
            ]
        ),
    )

    assert [(row.outcome, row.key) for row in rows(checked)] == [
        ("unchanged", "kg-composed"),
        ("unchanged", "kg-composed:line"),
    ]


@pytest.mark.parametrize("count", [130, 160])
def test_the_keys_of_parts_of_an_authority_with_a_long_key_fit_and_differ(
    app: Flask, coordinator: Account, count: int
) -> None:
    key = f"kg-{'a' * (count - 3)}"
    parts = [phone(key, f"+996 312 {number}") for number in range(3)]
    functions = list(FUNCTIONS)[:2]
    competences = [{"kind": "competence", "authority": key, "function": one, **SOURCE} for one in functions]

    checked = check(coordinator, table([office(key), *parts, *competences]))

    keys = [row.key for row in rows(checked)]
    assert refusals(checked) == []
    assert len(set(keys)) == 6
    assert max(map(len, keys)) <= KEY_CHARACTERS


def test_a_language_tag_longer_than_any_column_holds_is_no_language(app: Flask, coordinator: Account) -> None:
    tag = "en-" + "-".join(["abcdefgh"] * 4)

    checked = check(coordinator, table([office("kg-tag", **{f"note.{tag}": "Words"})]))

    assert checked.state == "unreadable"


def test_each_row_is_created_changed_unchanged_or_refused(app: Flask, coordinator: Account) -> None:
    factories.add(factories.authority("kg-outcomes", status="active"))

    checked = check(
        coordinator,
        table(
            [
                office("kg-new"),
                phone("kg-new", "+996 312 000001"),
                {"kind": "authority", "key": "kg-outcomes", "status": "closed", **SOURCE},
                {"kind": "authority", "key": "kg-outcomes-2", "status": "gone"},
            ]
        ),
    )

    assert [row.outcome for row in rows(checked)] == ["created", "created", "changed", "refused"]
    changed = rows(checked)[2]
    assert (changed.before["status"], changed.after) == ("active", {"status": "closed"})
    assert checked.counts == {"created": 2, "changed": 1, "unchanged": 0, "refused": 1}


def desk(key: str, **values: str) -> Row:
    whole = {"authority": "kg-prosecutor-general", "network": "casc", "cover": "round_the_clock", **SOURCE}
    return {"kind": "focal_point", "key": key, **whole, **values}


def designation(authority: str, law: str) -> Row:
    return {"kind": "designation", "authority": authority, "legislation": law, **SOURCE}


BAD: list[tuple[Row, str, str]] = [
    ({"kind": "person"}, "kind", "Write what this row is: authority, "),
    (office(""), "key", "Give the entry a key"),
    (office("KG Office"), "key", "This key is badly formed. A key has small letters"),
    (office("KG_Office", ""), "key", "This key is badly formed. A key has small letters"),
    (office("de-office", "KG"), "key", "A key begins with the code of the State of its row, here with “kg-”."),
    (office("kg-a", "Kyrgyzstan"), "jurisdiction", "Write one of: "),
    (office("kg-a", "KGZ"), "jurisdiction", "Did you mean “KG”?"),
    (office("kg-a", status="shut"), "status", "Write one of: active, closed, replaced."),
    (office("kg-a", **{"name.en": ""}), "name", "This field must be filled in."),
    (office("kg-a", **{"name.en": "A\u202eB"}), "name.en", "This holds an invisible character"),
    (office("kg-a", notice_until="tomorrow"), "notice_until", "Write a date"),
    (office("kg-a", means="phone"), "means", "A row of this kind has no such value"),
    (office("kg-a", source=""), "source", "Name the source of this change"),
    (office("kg-a", confidence="certain"), "confidence", "Write one of"),
    (office("kg-a", verified_on="2999-01-01"), "verified_on", "This day has not come yet."),
    (office("kg-a", verified_on="soon"), "verified_on", "Write a date"),
    (office("kg-a", successor="nobody"), "successor", "No entry has this key. Copy the key"),
    (office("kg-a", successor="kg-prosecutor-genera"), "successor", "No entry has this key. Did you mean “kg-prosecu"),
    (office("kg-a", authority_kind="judicial_bodi"), "authority_kind", "Did you mean “judicial_body”?"),
    (office("kg-a", successor="kz-prosecutor-general"), "successor", "A successor must be of the same State"),
    (desk("kg-a-desk", successor="kg-prosecutor-general"), "successor", "No entry has this key."),
    (desk("KG a desk"), "key", "This key is badly formed."),
    (desk("kg-a-desk", successor="kz-casc"), "successor", "A successor must be of the same State"),
    (phone("kg-prosecutor-general", "a@b", means="email"), "value", "Write an e-mail address"),
    (phone("kg-prosecutor-general", "+1", audience="friends"), "audience", "Write one of: public, "),
    (phone("kg-prosecutor-general", "+1", languages="ky;Kyrgyz!"), "languages", "This is not a code of a language."),
    (phone("kg-prosecutor-general", "+1", network="none", audience="network"), "network", "Write one of: arin-wca, "),
    (phone("kg-prosecutor-general", "+1", network="kasc", audience="network"), "network", "Did you mean “casc”?"),
    (
        designation("kg-prosecutor-general", "kz-cpc"),
        "legislation",
        "A designation or a rule rests on a law of its own State.",
    ),
]


@pytest.mark.long(each=7)
@pytest.mark.parametrize(("row", "column", "message"), BAD, ids=[f"{one[1]}: {one[2][:20]}" for one in BAD])
def test_a_bad_row_names_its_cell_and_the_reason(
    app: Flask, coordinator: Account, row: Row, column: str, message: str
) -> None:
    checked = check(coordinator, table([office("kg-good"), row]))

    found = refusals(checked)
    assert (3, column) in [(number, cell) for number, cell, _ in found], found
    assert any(text.startswith(message) for _, cell, text in found if cell == column), found


@pytest.mark.parametrize("heading", ["authority_kind", "function"])
def test_of_a_long_list_a_refusal_names_the_first_codes_and_where_the_others_stand(
    app: Flask, coordinator: Account, heading: str
) -> None:
    wrong = {"kind": "competence", "authority": "kg-prosecutor-general", "function": "fly", **SOURCE}

    checked = check(coordinator, table([wrong if heading == "function" else office("kg-a", authority_kind="xyz")]))

    [(_, cell, text)] = refusals(checked)
    named = text.removeprefix("Write one of: ").partition(" and others. ")[0].split(", ")
    assert (cell, named) == (heading, list(codes_of(heading))[:20])


# What a row moves from Kyrgyzstan to Kazakhstan, where an office or a desk of it was replaced.
LEFT_BEHIND: dict[str, tuple[str, Row]] = {
    "the successor of an authority": ("authority", office("kg-later", state="KZ")),
    "the successor of a desk": ("focal_point", desk("kg-later-desk", authority="kz-prosecutor-general")),
    "the authority of the successor of a desk": ("focal_point", office("kg-later", state="KZ")),
    "the authority of a replaced desk": ("focal_point", office("kg-former", state="KZ")),
}


@pytest.fixture
def administrator(app: Flask) -> Account:
    return factories.account(Role.ADMINISTRATOR)


@pytest.mark.parametrize(("kind", "row"), LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_a_file_moves_nothing_to_another_state_than_what_it_replaces(
    app: Flask, administrator: Account, kind: str, row: Row
) -> None:
    replaced(kind)

    checked = check(administrator, table([row]))

    assert [(cell, text) for _, cell, text in refusals(checked)] == [("successor", str(ABROAD))]


@pytest.mark.parametrize("first", ["kg-former", "kg-later"])
def test_a_file_moves_an_authority_and_its_successor_to_another_state_together(
    app: Flask, administrator: Account, first: str
) -> None:
    replaced("authority")
    moved = sorted((office(key, state="KZ") for key in ("kg-former", "kg-later")), key=lambda one: one["key"])

    checked = check(administrator, table(moved if first == "kg-former" else moved[::-1]))

    assert refusals(checked) == []


def replaced(kind: str) -> None:
    """Store two offices of Kyrgyzstan with a desk each; the second office, or its desk, replaced the first."""
    for name in ("later", "former"):
        row = db.session.get(Authority, f"kg-{name}") or factories.authority(f"kg-{name}")
        row.successor_key = "kg-later" if (kind, name) == ("authority", "former") else None
        factories.add(row)
        own = db.session.get(FocalPoint, f"kg-{name}-desk") or factories.focal_point(f"kg-{name}-desk", f"kg-{name}")
        own.successor_key = "kg-later-desk" if (kind, name) == ("focal_point", "former") else None
        factories.add(own)


def test_a_desk_is_replaced_by_a_desk(app: Flask, coordinator: Account) -> None:
    factories.add(factories.focal_point("kg-followed", "kg-prosecutor-general"))

    checked = check(
        coordinator, table([{"kind": "focal_point", "key": "kg-followed", "successor": "kg-casc", **SOURCE}])
    )

    assert refusals(checked) == []


def test_an_entry_that_stands_in_two_rows_is_refused_the_second_time(app: Flask, coordinator: Account) -> None:
    checked = check(coordinator, table([office("kg-twice"), office("kg-twice")]))

    assert [(row.number, row.outcome) for row in rows(checked)] == [(2, "created"), (3, "refused")]
    assert rows(checked)[1].refusals == [["key", "The same entry stands in row %(row)s.", {"row": "2"}]]


def hidden(app: Flask) -> list[Row]:
    """Return rows that name what is out of the scope of a coordinator of Kyrgyzstan."""
    some = select(ContactDetail.key).where(ContactDetail.authority_key == "kz-prosecutor-general")
    contact = db.session.scalars(some).first() or "kz-prosecutor-general:phone-1"
    return [
        {"kind": "authority", "key": "kz-prosecutor-general", "status": "closed"},
        {"kind": "authority", "key": "kz-prosecutor-general", "name.en": ""},
        {"kind": "contact_detail", "key": contact, "value": "+7"},
        {"kind": "contact_detail", "key": "kg-hidden:secret-at-example.org", "value": "+7"},
        phone("kz-ministry-of-justice", "+7 000"),
        office("kz-prosecutor-general", "KG"),
        office("kz-prosecutor-general", "KZ", authority_kind="palace"),
        office("kz-prosecutor-general", "KG", authority_kind="palace", source=""),
        # Of an authority that a row above would make.
        phone("kz-prosecutor-general", "+7 000"),
        desk("kz-casc", successor="nobody"),
    ]


def unknown(app: Flask) -> list[Row]:
    """Return the same rows about entries that there are not."""
    return [
        {"kind": "authority", "key": "kz-no-such-office", "status": "closed"},
        {"kind": "authority", "key": "kz-no-such-office", "name.en": ""},
        {"kind": "contact_detail", "key": "kz-no-such-office:phone-1", "value": "+7"},
        {"kind": "contact_detail", "key": "kg-hidden:no-such-contact", "value": "+7"},
        # As like to a key in scope as that of the office that there is.
        phone("kz-ministry-of-justicf", "+7 000"),
        office("kz-no-such-office", "KG"),
        office("kz-no-such-office", "KZ", authority_kind="palace"),
        office("kz-no-such-office", "KG", authority_kind="palace", source=""),
        phone("kz-no-such-office", "+7 000"),
        desk("kz-no-such-desk", successor="nobody"),
    ]


STATELESS = {
    "kind": "authority",
    "key": "kg-stateless",
    "name.en": "Office",
    "authority_kind": "judicial_body",
    **SOURCE,
}


def test_a_new_authority_without_a_state_is_refused_for_that_column(app: Flask, administrator: Account) -> None:
    checked = check(administrator, table([STATELESS]))

    assert refusals(checked) == [(2, "jurisdiction", "This field must be filled in.")]


def test_a_new_authority_without_a_state_is_of_the_state_of_its_author(app: Flask, coordinator: Account) -> None:
    checked = check(coordinator, table([STATELESS, {**STATELESS, "key": "kz-stateless"}]))

    assert [row.outcome for row in rows(checked)] == ["created", "refused"]
    assert rows(checked)[0].after["jurisdiction_key"] == "KG"


def test_what_is_out_of_scope_is_refused_alike_whether_it_is_there_or_not(app: Flask, coordinator: Account) -> None:
    if db.session.get(Authority, "kg-hidden") is None:
        factories.add(factories.authority("kg-hidden"))
        factories.add(factories.contact("secret@example.org", "kg-hidden", audience="network", network_key="casc"))
    there, not_there = check(coordinator, table(hidden(app))), check(coordinator, table(unknown(app)))

    assert [row.outcome for row in rows(there)] == ["refused"] * 10
    told = [
        [
            [(heading, text, sorted(values), values.get("near")) for heading, text, values in row.refusals]
            for row in rows(one)
        ]
        for one in (there, not_there)
    ]
    assert told[0] == told[1]
    assert {values["key"] for row in rows(there) for _, _, values in row.refusals if "key" in values} <= {
        value for row in hidden(app) for value in row.values()
    }
    assert OUT_OF_SCOPE in {message for _, _, message in refusals(there)}


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("kg-prosecutor-generall", "No authority in your scope has the key “kg-prosecutor-generall”. Did you mean"),
        ("xx-9", "No authority in your scope has the key “xx-9”."),
    ],
)
def test_an_unknown_authority_is_named_with_the_key_that_was_meant(
    app: Flask, coordinator: Account, key: str, told: str
) -> None:
    [(_, column, message)] = refusals(check(coordinator, table([phone(key, "+996 312 000 001")])))

    assert column == "authority"
    assert told in message
    assert ("“kg-prosecutor-general”" in message) == (key != "xx-9")


def test_rows_of_an_authority_that_waits_or_is_refused_say_so(app: Flask, coordinator: Account) -> None:
    waiting = check(coordinator, table([office("kg-waiting")]))
    submit(coordinator, waiting)

    of_waiting = check(coordinator, table([phone("kg-waiting", "+996 312 000 001")]))
    of_refused = check(
        coordinator, table([office("kg-wrong", authority_kind="palace"), phone("kg-wrong", "+996 312 000 001")])
    )

    [(_, _, waits)] = refusals(of_waiting)
    [_, (_, _, refused)] = refusals(of_refused)
    assert "“kg-waiting” waits for approval" in waits
    assert "“kg-wrong” must stand above this row" in refused


@pytest.mark.parametrize("day", ["2999-01-01", "1811", "soon"])
def test_a_date_of_a_source_that_is_none_is_refused_in_its_cell(app: Flask, coordinator: Account, day: str) -> None:
    [(_, column, _)] = refusals(check(coordinator, table([office("kg-dated", source_date=day)])))

    assert column == "source_date"


def test_a_contact_for_a_network_names_the_network(app: Flask, coordinator: Account) -> None:
    line = phone("kg-prosecutor-general", "+996 312 000 555", audience="network")

    [(_, column, message)] = refusals(check(coordinator, table([line])))

    assert (column, message[:18]) == ("network", "Choose the network")


def test_an_authority_that_waits_in_another_state_is_as_unknown(app: Flask, coordinator: Account) -> None:
    neighbour = factories.account(Role.COORDINATOR, jurisdiction_key="KZ")
    submit(neighbour, check(neighbour, table([office("kz-waiting", "KZ")])))

    [(_, _, message)] = refusals(check(coordinator, table([phone("kz-waiting", "+7 727 000 001")])))

    assert message == "No authority in your scope has the key “kz-waiting”."


def test_a_hidden_contact_is_not_told_by_bringing_it_again(app: Flask, coordinator: Account) -> None:
    factories.add(factories.authority("kg-guess"))
    factories.add(factories.contact("guess@example.org", "kg-guess", audience="network", network_key="casc"))

    guessed = phone("kg-guess", "guess@example.org", means="email")
    other = phone("kg-guess", "other@example.org", means="email")
    checked = check(coordinator, table([guessed, other]))

    assert [row.outcome for row in rows(checked)] == ["created", "created"]


def test_a_contact_that_is_there_already_is_known_by_its_value(app: Flask, coordinator: Account) -> None:
    factories.add(factories.authority("kg-known"))
    factories.add(factories.contact("+996 312 5", "kg-known", means="phone"))

    checked = check(coordinator, table([phone("kg-known", "+996 312 5", source="", confidence="")]))

    assert [row.outcome for row in rows(checked)] == ["unchanged"]


def test_a_day_of_verification_that_is_known_does_not_verify_another_value(app: Flask, coordinator: Account) -> None:
    content = table([office("kg-day", verified_on="2026-01-02"), phone("kg-day", "+996 1", verified_on="2026-01-02")])
    checked = check(coordinator, content)

    assert [row.given["verified_on"] for row in rows(checked)] == ["2026-01-02", "2026-01-02"]
    assert {row.given["verified_by"] for row in rows(checked)} == {"Network coordinator, Kyrgyzstan"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file holds no rows."),
        (b"kind,key\n", "The file holds no rows."),
        (b"kind,value\nauthority,x\n", "The column \u201c%(column)s\u201d is missing."),
        (b"kind,key,colour\nauthority,x,red\n", "The column \u201c%(column)s\u201d is not known."),
        (b"kind,key,name.\nauthority,x,red\n", "The column \u201c%(column)s\u201d is not known."),
        (b"kind,key,kind\nauthority,x,red\n", "The column \u201c%(column)s\u201d stands there twice."),
        (b"kind,key\nauthority,x,+996\n", "Row %(row)s has the value \u201c%(value)s\u201d in column %(column)s"),
        (b"kind,,key\nauthority,+996,x\n", "Row %(row)s has the value \u201c%(value)s\u201d in column %(column)s"),
    ],
)
def test_a_file_that_is_no_table_says_why(app: Flask, coordinator: Account, content: bytes, message: str) -> None:
    checked = check(coordinator, content)

    assert checked.state == "unreadable"
    assert checked.fault[0].startswith(message)


def cell(write: Callable[[Any], None]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["kind", "key", "authority", "means", "value", "source", "audience", "notice_until"])
    sheet.append(["contact_detail", None, "kg-prosecutor-general", "phone", "+996", "https://example.org", "public"])
    write(sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_dates_and_numbers_of_a_spreadsheet_are_read_as_what_they_show(app: Flask, coordinator: Account) -> None:
    def write(sheet: Any) -> None:
        sheet["E2"], sheet["G2"] = "+996 312 000 777", "public"
        sheet["I1"], sheet["I2"] = "source_date", date(2026, 3, 25)
        sheet["J1"], sheet["J2"] = "verified_on", date(2026, 3, 26)
        sheet["K1"], sheet["K2"] = "held_by", 24.0

    checked = check(coordinator, cell(write), "file.xlsx")

    assert refusals(checked) == []
    [row] = rows(checked)
    assert row.after["held_by"] == "24"
    assert (row.given["source_date"], row.given["verified_on"]) == ("2026-03-25", "2026-03-26")


def test_a_date_cell_to_come_is_no_date_of_a_source(app: Flask, coordinator: Account) -> None:
    def write(sheet: Any) -> None:
        sheet["I1"], sheet["I2"] = "source_date", date(2999, 3, 25)

    [(_, column, _)] = refusals(check(coordinator, cell(write), "file.xlsx"))

    assert column == "source_date"


@pytest.mark.parametrize(
    ("value", "message"),
    [("=1+1", "This is a formula."), (996312, "This is a number or a date."), (True, "This is a number or a date.")],
)
def test_a_cell_that_is_no_text_is_refused_by_its_name(
    app: Flask, coordinator: Account, value: Any, message: str
) -> None:
    def write(sheet: Any) -> None:
        sheet["E2"] = value

    checked = check(coordinator, cell(write), "file.xlsx")

    [(number, column, text)] = refusals(checked)
    assert (number, column) == (2, "value")
    assert text.startswith(message)


def test_a_new_contact_that_does_not_say_who_may_read_it_is_refused(app: Flask, coordinator: Account) -> None:
    factories.add(factories.authority("kg-unsaid"))

    checked = check(coordinator, table([phone("kg-unsaid", "+996 312 000 009", audience="")]))

    assert refusals(checked) == [(2, "audience", "This field must be filled in.")]


def test_a_row_that_names_the_languages_of_an_entry_in_another_order_changes_nothing(
    app: Flask, coordinator: Account
) -> None:
    factories.add(factories.authority("kg-ordered", languages_spoken=("ky", "ru", "en")))

    again = {"kind": "authority", "key": "kg-ordered", "languages_spoken": "en; ky; ru", **SOURCE}
    [row] = rows(check(coordinator, table([again])))

    assert row.after == {}


def test_a_like_key_is_sought_for_the_first_unknown_keys_of_a_file_alone(app: Flask, coordinator: Account) -> None:
    unknown = [phone(f"kg-prosecutor-x{number}", f"+99631{number:07}") for number in range(MOST_SUGGESTIONS + 10)]

    found = refusals(check(coordinator, table(unknown)))

    is_told = ["Did you mean" in message for _, _, message in found]
    assert is_told == [True] * MOST_SUGGESTIONS + [False] * 10


@pytest.mark.parametrize(
    ("means", "value", "is_doubtful"),
    [
        ("phone", "+996 312 54 28 18", False),
        ("phone", "+996 312 54 28 1", True),
        ("phone", "call reception", True),
        ("website", "minjust.gov.kg", True),
        ("website", "https://minjust.gov.kg", False),
    ],
)
def test_a_contact_that_looks_wrong_is_taken_and_counted_as_such(
    app: Flask, coordinator: Account, means: str, value: str, is_doubtful: bool
) -> None:
    whole = {"kind": "contact_detail", "authority": "kg-prosecutor-general", "audience": "public", **SOURCE}

    checked = check(coordinator, table([whole | {"means": means, "value": value}]))

    assert checked.counts["created"] == 1
    assert checked.counts.get("doubtful", 0) == int(is_doubtful)
    assert [bool(row.doubts) for row in rows(checked)] == [is_doubtful]
