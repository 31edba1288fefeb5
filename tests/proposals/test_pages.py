"""The pages of proposals: a form without a script that loses nothing, two versions side by side, a decision."""

import re
from collections.abc import Callable
from html import unescape
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import Authority, ContactDetail, Disclosure, FocalPoint, Legislation, Mail, Proposal
from directory.vocabulary import Role
from tests import factories
from tests.decisions import decide
from tests.html import parse
from tests.people import signed_in

KEYS = (f"kg-page-{number}" for number in count(1))
SOURCE = {"source": ["https://office.example.org"], "confidence": ["sourced"]}
CHECK, SAVE = {"check": ["1"]}, {"save": ["1"]}
Form = dict[str, list[str]]


def fields(page: str) -> Form:
    """Return what a browser would send of the form of a page, but for its buttons."""
    form = parse(page).all("main form[method=post]")[0]
    sent: Form = {}
    for field in form.all("input[name]"):
        if field["type"] != "checkbox" or field.has("checked"):
            sent.setdefault(str(field["name"]), []).append(field["value"] or "")
    for field in form.all("textarea[name]"):
        sent.setdefault(str(field["name"]), []).append(field.typed)
    for field in form.all("select[name]"):
        chosen = field.all("option[selected]")
        sent.setdefault(str(field["name"]), []).append(str(chosen[0]["value"]) if chosen else "")
    return sent


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.fixture
def address() -> str:
    """Return the address of the form of an authority of its own, which has a public and a coordinators' phone."""
    key = next(KEYS)
    factories.add(factories.authority(key))
    factories.add(
        factories.contact("+996 312 000 001", key, means="phone"),
        factories.contact("+996 312 000 002", key, means="phone", audience="network", network_key="casc"),
    )
    return f"/en/proposals/new?kind=authority&key={key}"


@pytest.fixture
def coordinator(writing_app: Flask) -> Callable[..., FlaskClient]:
    """Return a function that signs in a new coordinator, of Kyrgyzstan unless told otherwise."""

    def signed(state: str = "KG", networks: tuple[str, ...] = ()) -> FlaskClient:
        return signed_in(writing_app, factories.account(Role.COORDINATOR, networks, jurisdiction_key=state))

    return signed


def key_of(address: str) -> str:
    return address.rpartition("=")[2]


def proposal_at(location: str) -> Proposal:
    return db.session.get_one(Proposal, location.split("/proposals/")[1].partition("/")[0])


def test_a_coordinator_edits_a_detail_and_another_publishes_it(
    writing_app: Flask, coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author, reviewer = coordinator(), coordinator()
    form = fields(author.get(address).text) | {"0-name.en": ["Prosecutor’s Office"]}

    made = author.post(address, data=form | SOURCE | CHECK).headers["Location"]
    shown = author.get(made).text
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")

    assert "<ins>Prosecutor’s" in shown
    assert "<del>" in shown
    assert proposal_at(made).state == "published"
    assert "Prosecutor’s Office" in writing_app.test_client().get(f"/en/authorities/{key_of(address)}").text


def test_a_contact_is_opened_changed_and_verified_without_a_script(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author, reviewer = coordinator(), coordinator()
    opened = author.post(address, data=fields(author.get(address).text) | {"open": ["1"]})
    form = fields(opened.text) | {"1-value": ["+996 312 000 003"], "verified": ["1"]}

    made = author.post(address, data=form | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")

    contact = db.session.get(ContactDetail, f"{key_of(address)}:+996 312 000 001")
    assert opened.status_code == 200
    assert contact.value == "+996 312 000 003"
    page = reviewer.get(f"/en/authorities/{key_of(address)}").text
    assert "Network coordinator, Kyrgyzstan" in page


def test_adding_a_row_or_a_mistake_loses_nothing_of_what_was_typed(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author = coordinator()
    typed = fields(author.get(address).text) | {"0-note.ru": ["Набрано здесь"], "note": ["For the reviewer"]}

    added = fields(author.post(address, data=typed | {"add": ["contact_detail"]}).text)
    wrong = author.post(address, data=added | {"2-means": ["email"], "2-value": ["no address"]} | CHECK)
    kept = fields(wrong.text)

    assert wrong.status_code == 400
    assert "#2-value" in wrong.text
    assert 'id="2-value-error"' in wrong.text
    assert (kept["0-note.ru"], kept["note"], kept["2-value"]) == (
        ["Набрано здесь"],
        ["For the reviewer"],
        ["no address"],
    )


def test_a_changed_detail_needs_a_source(coordinator: Callable[..., FlaskClient], address: str) -> None:
    author = coordinator()
    form = fields(author.get(address).text) | {"0-name.en": ["Renamed"]}

    answer = author.post(address, data=form | CHECK)

    assert answer.status_code == 400
    assert 'href="#source"' in answer.text


def test_an_unfinished_proposal_is_kept_as_it_was_typed_mistakes_and_all(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author = coordinator()
    form = fields(author.get(address).text) | {"0-name.en": ["Half a na\u202e"], "0-notice_until": ["soon"]}

    saved = author.post(address, data=form | SAVE).headers["Location"]
    later = fields(author.get(saved).text)
    again = author.post(saved, data=later | {"0-name.en": ["A whole name"], "0-notice_until": [""]} | SOURCE | CHECK)

    assert later["0-name.en"] == ["Half a na\u202e"]
    assert [change.after for change in proposal_at(again.headers["Location"]).changes] == ["A whole name"]


def test_a_form_that_was_open_while_another_published_leads_to_both_versions(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author, faster, reviewer = coordinator(), coordinator(), coordinator()
    stale = fields(author.get(address).text) | {"0-name.en": ["Yours"], "0-note.en": ["Also yours"]}
    quick = fields(faster.get(address).text) | {"0-name.en": ["Theirs"]}
    first = faster.post(address, data=quick | SOURCE | CHECK).headers["Location"]
    faster.post(f"{first}/submit")
    decide(reviewer, first, "publish")

    made = author.post(address, data=stale | SOURCE | CHECK).headers["Location"]
    answer = author.post(f"{made}/submit")
    author.post(f"{made}/conflict", data=choosing_yours(answer.text))
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")

    assert answer.status_code == 409
    assert all(words in answer.text for words in ("Office of Tests", "Theirs", "Yours"))
    entry = db.session.get(Authority, key_of(address))
    assert (entry.name.by_language["en"], entry.note.by_language["en"]) == ("Yours", "Also yours")


@pytest.fixture
def shown(coordinator: Callable[..., FlaskClient], address: str) -> tuple[FlaskClient, str, str]:
    """Return the author of a name and a note, the address of their conflict about the name, and the page of it."""
    author = coordinator()
    form = fields(author.get(address).text) | {"0-name.en": ["Yours"], "0-note.en": ["Also yours"]}
    made = author.post(address, data=form | SOURCE | CHECK).headers["Location"]
    publish(coordinator, address, "0-name.en", "Theirs")
    return author, f"{made}/conflict", author.get(f"{made}/conflict").text


def publish(coordinator: Callable[..., FlaskClient], address: str, field: str, value: str) -> None:
    other = coordinator()
    form = fields(other.get(address).text) | {field: [value]}
    made = other.post(address, data=form | SOURCE | CHECK).headers["Location"]
    other.post(f"{made}/submit")
    decide(coordinator(), made, "publish")


def test_a_conflict_that_came_after_the_shown_one_is_shown_before_anything_is_dropped(
    coordinator: Callable[..., FlaskClient], address: str, shown: tuple[FlaskClient, str, str]
) -> None:
    author, conflict, page = shown
    publish(coordinator, address, "0-note.en", "Also theirs")

    answer = author.post(conflict, data=choosing_yours(page))

    assert answer.status_code == 409
    assert "Also theirs" in answer.text
    assert "Also yours" in answer.text


def test_a_choice_that_is_sent_twice_settles_no_conflict_that_came_between(
    coordinator: Callable[..., FlaskClient], address: str, shown: tuple[FlaskClient, str, str]
) -> None:
    author, conflict, page = shown
    keep_theirs = dict.fromkeys(choosing_yours(page), "theirs")
    author.post(conflict, data=keep_theirs)
    publish(coordinator, address, "0-note.en", "Also theirs")

    author.post(conflict, data=keep_theirs)

    assert "Also yours" in [row.after for row in proposal_at(conflict.removesuffix("/conflict")).changes]


def choosing_yours(page: str) -> dict[str, str]:
    """Return the form of a conflict in which the first of the shown places is to hold what was proposed."""
    found = re.search(r'name="([^"]+)" value="yours"', page)
    assert found
    return {found[1]: "yours"}


def test_a_line_of_a_network_is_in_no_form_of_a_coordinator_who_may_not_read_it(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    outside, inside = coordinator().get(address).text, coordinator(networks=("casc",)).get(address).text

    assert "+996 312 000 002" not in outside
    assert "+996 312 000 002" in inside


def test_who_looks_at_a_line_of_a_network_in_form_or_proposal_is_written_down(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author, reviewer = coordinator(networks=("casc",)), coordinator(networks=("casc",))
    opened = author.post(address, data=fields(author.get(address).text) | {"open": ["2"]})
    form = fields(opened.text) | {"2-value": ["+996 312 000 009"]}
    made = author.post(address, data=form | SOURCE | CHECK).headers["Location"]
    author.post(f"{made}/submit")

    reviewer.get(made)

    looks = db.session.scalars(select(Disclosure).where(Disclosure.key == key_of(address))).all()
    assert len({look.account_id for look in looks}) == 2
    assert {detail for look in looks for detail in look.details} >= {"contact_detail.value"}


def test_a_row_of_another_entry_cannot_be_smuggled_into_a_form(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author = coordinator()
    foreign = db.session.get(Authority, "kz-prosecutor-general").competences[0].key
    rows = {"9:kind": ["competence"], "9:key": [foreign], "9:act": ["remove"], "9:base": ["{}"]}

    answer = author.post(address, data=fields(author.get(address).text) | rows | SOURCE | CHECK)

    assert answer.status_code == 404


def test_fields_that_the_form_does_not_have_change_nothing(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author = coordinator()
    extra = {name: ["x"] for name in ("0-key", "0-is_edited", "role", "state", "author_id", "0-verified_on", "1-value")}
    form = fields(author.get(address).text) | {"0-name.en": ["Renamed"]}

    made = author.post(address, data=form | extra | SOURCE | CHECK).headers["Location"]

    proposal = proposal_at(made)
    assert proposal.state == "draft"
    assert [(change.key, change.detail) for change in proposal.changes] == [(key_of(address), "name.en")]


def test_a_proposal_that_may_not_be_seen_answers_as_one_that_is_not_there(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author, stranger = coordinator(), coordinator("KZ")
    form = fields(author.get(address).text) | {"0-name.en": ["Renamed"]}
    made = author.post(address, data=form | SOURCE | CHECK).headers["Location"]
    author.post(f"{made}/submit")

    for method, end in (("get", ""), ("get", "/edit"), ("get", "/conflict"), ("post", "/publish"), ("post", "/undo")):
        hidden = stranger.open(f"{made}{end}", method=method.upper())
        absent = stranger.open(f"/en/proposals/AAAAAAAAAAAAAAAA{end}", method=method.upper())
        assert hidden.status_code == absent.status_code == 404
        assert told(hidden.text) == told(absent.text)
        assert sorted(hidden.headers.keys()) == sorted(absent.headers.keys())


def told(page: str) -> str:
    """Return a page without its own address, the number of its request and its form token."""
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    return re.sub(r"/proposals/[\w-]+(/\w+)?|[0-9a-f]{16}", "", page)


def test_an_entry_of_another_state_is_refused_and_a_visitor_is_led_to_sign_in(
    writing_app: Flask, coordinator: Callable[..., FlaskClient], address: str
) -> None:
    assert coordinator("KZ").get(address).status_code == 403
    assert coordinator("KZ").post(address, data=SOURCE | CHECK).status_code == 403
    assert writing_app.test_client().get(address).status_code == 303


def test_edit_stands_on_an_entrys_page_for_those_alone_who_may(
    writing_app: Flask, coordinator: Callable[..., FlaskClient], address: str
) -> None:
    page = f"/en/authorities/{key_of(address)}"

    assert "/en/proposals/new?kind=authority" in coordinator().get(page).text
    assert "/en/proposals/new" not in coordinator("KZ").get(page).text
    assert "/en/proposals/new" not in writing_app.test_client().get(page).text


MARKUP = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'


def test_what_taking_back_leaves_is_named_before_and_after(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author, reviewer = coordinator(), coordinator()

    def publish(**texts: str) -> str:
        form = fields(author.get(address).text) | {f"0-{name}.en": [text] for name, text in texts.items()}
        made = author.post(address, data=form | SOURCE | CHECK).headers["Location"]
        author.post(f"{made}/submit")
        decide(reviewer, made, "publish")
        return str(made)

    first = publish(name="First name", note="First note")
    publish(name="Second name")

    before = reviewer.get(first).text
    after = reviewer.get(decide(reviewer, first, "undo", reason="It was right.").headers["Location"]).text

    for page in (before, after):
        left = parse(page).one("p", "left as they are").next
        assert "Authority: Name (EN)" in left.text
        assert "Note" not in left.markup


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.COORDINATOR, ["authority", "focal_point", "requirement", "legislation"]),
        (Role.ADMINISTRATOR, ["authority", "focal_point", "requirement", "legislation", "treaty", "network"]),
    ],
)
def test_each_is_offered_to_create_what_they_may(writing_app: Flask, role: Role, kinds: list[str]) -> None:
    client = signed_in(writing_app, factories.account(role, jurisdiction_key="KG"))

    offered = re.findall(r'href="(/en/proposals/new\?kind=(\w+))"', client.get("/en/proposals").text)

    assert [kind for _, kind in offered] == kinds
    assert {client.get(address).status_code for address, _ in offered} == {200}


def test_a_law_leads_to_its_history_and_for_those_who_may_to_its_form(
    writing_app: Flask, coordinator: Callable[..., FlaskClient]
) -> None:
    law = db.session.scalars(select(Legislation).where(Legislation.jurisdiction_key == "KG")).first()
    ways = [f"{page}?kind=legislation&amp;key={law.key}" for page in ("history", "proposals/new", "proposals/ending")]

    page = f"/en/legislation/{law.key}"
    theirs, others = coordinator().get(page).text, writing_app.test_client().get(page).text

    assert [way in theirs for way in ways] == [True, True, True]
    assert [way in others for way in ways] == [True, False, False]


def test_markup_in_a_detail_is_text_on_every_page(coordinator: Callable[..., FlaskClient], address: str) -> None:
    author, reviewer = coordinator(), coordinator()
    form = fields(author.get(address).text) | {"0-name.en": [MARKUP], "0-note.ar": [MARKUP], "note": [MARKUP]}

    made = author.post(address, data=form | SOURCE | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    shown = reviewer.get(made).text
    decide(reviewer, made, "publish")
    pages = [reviewer.get(one).text for one in (address, "/en/proposals?list=decided", address.replace("/en/", "/ar/"))]

    for page in (shown, *pages):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "{{7*7}}" in unescape(shown)


def test_a_new_law_is_created_with_a_slug_of_its_state_and_title(coordinator: Callable[..., FlaskClient]) -> None:
    author, reviewer = coordinator(), coordinator()
    address = "/en/proposals/new?kind=legislation"
    form = fields(author.get(address).text) | {"0-jurisdiction_key": ["KG"], "0-title.ru": ["Закон о проверках"]}

    made = author.post(address, data=form | SOURCE | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")

    law = db.session.get(Legislation, proposal_at(made).key)
    assert law.key.startswith("kg-zakon")
    assert (law.title.original, law.title.by_language["ru"]) == ("ru", "Закон о проверках")


def test_an_unfinished_new_entry_is_found_again_and_gets_its_name_later(
    coordinator: Callable[..., FlaskClient],
) -> None:
    author = coordinator()
    address = "/en/proposals/new?kind=legislation"
    saved = author.post(address, data=fields(author.get(address).text) | SAVE).headers["Location"]
    mine = author.get("/en/proposals?list=mine").text

    form = fields(author.get(saved).text) | {"0-jurisdiction_key": ["KG"], "0-title.en": ["A law on tests"]}
    made = author.post(saved, data=form | SOURCE | CHECK).headers["Location"]

    assert saved.removesuffix("/edit") in mine
    assert proposal_at(made).key == "kg-a-law-on-tests"
    assert "A law on tests" in author.get("/en/proposals?list=mine").text


def test_an_entry_of_another_state_cannot_be_created(coordinator: Callable[..., FlaskClient]) -> None:
    author = coordinator()
    address = "/en/proposals/new?kind=legislation"
    form = fields(author.get(address).text) | {"0-jurisdiction_key": ["KZ"], "0-title.en": ["A law"]}

    answer = author.post(address, data=form | SOURCE | CHECK)

    assert answer.status_code == 400
    assert "outside your scope" in answer.text


def test_an_authority_is_replaced_and_its_page_names_the_successor(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author, reviewer = coordinator(), coordinator()
    ending = address.replace("/new?", "/ending?")
    refused = author.post(ending, data={"how": "replaced", "source": "The gazette"})

    form = {"how": "replaced", "successor": "kg-prosecutor-general", "source": "The gazette"}
    made = author.post(ending, data=form).headers["Location"]
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")

    page = reviewer.get(f"/en/authorities/{key_of(address)}").text
    assert refused.status_code == 400
    assert "Its successor:" in page
    assert "/en/authorities/kg-prosecutor-general" in page


def test_a_new_contact_is_not_sent_before_it_says_who_may_read_it_and_shows_that_to_both_persons(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author, reviewer = coordinator(), coordinator()
    added = fields(author.post(address, data=fields(author.get(address).text) | {"add": ["contact_detail"]}).text)
    typed = added | {"2-means": ["phone"], "2-value": ["+996 312 000 009"]} | SOURCE | CHECK

    unsaid = author.post(address, data=typed)
    made = author.post(address, data=typed | {"2-audience": ["coordinators"]}).headers["Location"]
    previewed = author.get(made).text
    author.post(f"{made}/submit")

    assert (unsaid.status_code, 'id="2-audience-error"' in unsaid.text) == (400, True)
    for page in (previewed, reviewer.get(made).text):
        assert ("Who may read it" in page, "<ins>Coordinators</ins>" in page) == (True, True)


def test_a_contact_cannot_be_left_without_saying_who_may_read_it(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author = coordinator()
    opened = fields(author.post(address, data=fields(author.get(address).text) | {"open": ["1"]}).text)

    answer = author.post(address, data=opened | {"1-audience": [""]} | SOURCE | CHECK)

    assert (answer.status_code, 'id="1-audience-error"' in answer.text) == (400, True)


def test_a_form_that_leaves_its_languages_as_they_are_changes_nothing_whatever_their_order(
    coordinator: Callable[..., FlaskClient],
) -> None:
    key, spoken = next(KEYS), ("ky", "de", "ru", "en")
    codes = {"languages_spoken": spoken, "languages_accepted": spoken, "stages": ("trial", "pre_trial")}
    factories.add(factories.authority(key, **codes))
    factories.add(factories.contact("+996 312 000 001", key, means="phone", languages=spoken))
    author, address = coordinator(), f"/en/proposals/new?kind=authority&key={key}"
    opened = fields(author.post(address, data=fields(author.get(address).text) | {"open": ["1"]}).text)

    answer = author.post(address, data=opened | SOURCE | {"verified": ["1"]} | CHECK)

    assert (answer.status_code, "Nothing has been changed yet" in answer.text) == (400, True)


def test_a_language_that_is_added_stands_after_those_that_were_there(
    coordinator: Callable[..., FlaskClient],
) -> None:
    key = next(KEYS)
    factories.add(factories.authority(key, languages_spoken=("ky", "ru", "en")))
    author, address = coordinator(), f"/en/proposals/new?kind=authority&key={key}"
    form = fields(author.get(address).text)

    made = author.post(address, data=form | {"0-languages_spoken": ["ar", "en", "ru"]} | SOURCE | CHECK)

    [change] = proposal_at(made.headers["Location"]).changes
    assert (change.detail, change.after) == ("languages_spoken", ["ru", "en", "ar"])


def test_the_form_of_a_desk_leads_to_its_numbers(coordinator: Callable[..., FlaskClient]) -> None:
    author = coordinator(networks=("casc",))

    page = author.get("/en/proposals/new?kind=focal_point&key=kg-casc").text
    owner = db.session.get_one(FocalPoint, "kg-casc").authority_key
    link = f"/en/proposals/new?kind=authority&amp;key={owner}#part-contact_detail"

    assert link in page
    assert 'id="part-contact_detail"' in author.get(unescape(link)).text


def test_the_form_of_a_desk_is_headed_by_its_authority_and_network(coordinator: Callable[..., FlaskClient]) -> None:
    page = parse(coordinator(networks=("casc",)).get("/en/proposals/new?kind=focal_point&key=kg-casc"))

    assert page.one("h1").text == "Edit: Prosecutor General's Office of the Kyrgyz Republic · CASC"


def test_a_list_names_state_and_changed_details_of_each_proposal(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author = coordinator()
    author.post(address, data=fields(author.get(address).text) | {"0-note.en": ["A yard."]} | SOURCE | CHECK)

    row = parse(author.get("/en/proposals?list=mine")).one("main ul.rows li").text

    assert all(told in row for told in ("Kyrgyzstan", "Authority", "Note"))


def test_who_reverts_says_why_and_whoever_decides_is_told_and_reads_it(
    coordinator: Callable[..., FlaskClient], address: str
) -> None:
    author, reviewer = coordinator(), coordinator()
    form = fields(author.get(address).text) | {"0-name.en": ["Renamed by mistake"]}
    made = author.post(address, data=form | SOURCE | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")

    box = parse(reviewer.get(made)).one("textarea[required]")
    without = decide(reviewer, made, "undo", reason=" ")
    reverting = decide(reviewer, made, "undo", reason="The office still has its former name.").headers["Location"]

    assert box["name"] == "reason"
    assert without.status_code == 400
    assert "Say why it is reverted" in without.text
    assert "The office still has its former name." in parse(author.get(reverting)).one("main header").text
    told = db.session.scalars(select(Mail).filter_by(letter="proposal_reverting"))
    assert any(mail.values["proposal"] == proposal_at(reverting).id for mail in told)


def test_a_new_office_begins_with_name_contacts_and_functions_in_the_languages_of_its_state(
    coordinator: Callable[..., FlaskClient],
) -> None:
    page = parse(coordinator().get("/en/proposals/new?kind=authority&jurisdiction_key=KG"))

    names = [str(field["name"]) for field in page.all("main form[method=post] [name]")]
    folded = [str(field["name"]) for field in page.all("main form[method=post] > details [name]")]
    assert names.index("0-name.ky") < names.index("add") < names.index("0-status") < names.index("source")
    assert {"0-status", "0-successor_key"} <= set(folded)
    inside = [str(field["name"]) for field in page.one("fieldset#0-name details").all("textarea")]
    assert {"0-name.ky", "0-name.ru"}.isdisjoint(inside)
    assert "0-name.en" in inside


def test_a_proposal_for_a_new_office_names_no_key_and_says_number_where_one_is_added(
    coordinator: Callable[..., FlaskClient],
) -> None:
    author = coordinator()
    form = fields(author.get("/en/proposals/new?kind=authority&jurisdiction_key=KG").text)
    form |= {"0-name.ky": ["New office"], "0-name.original": ["ky"], "0-authority_kind": ["judicial_body"]}
    added = fields(author.post("/en/proposals/new?kind=authority", data=form | {"add": ["contact_detail"]}).text)
    added |= {"1-means": ["phone"], "1-value": ["+996 312 54 28 10"], "1-audience": ["public"]}
    made = author.post("/en/proposals/new?kind=authority", data=added | SOURCE | CHECK).headers["Location"]

    page = parse(author.get(made))

    assert "Number or address" in page.one("main").text
    assert proposal_at(made).key not in page.one("main").text
