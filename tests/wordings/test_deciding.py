"""Keepers of a language decide on suggested wordings of it; what they publish stands on the site at once."""

from datetime import timedelta
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.catalogues import CatalogueKey
from directory.extensions import db
from directory.jobs.schedule import tidy_wordings
from directory.models import Account, AuditEvent, LanguageKeeper, Mail, PublishedWording, WordingSuggestion
from directory.outbox.messages import preview_text
from directory.people.service.forgetting import forget
from directory.transaction import committing
from directory.vocabulary import Role
from directory.wordings import service
from tests import factories
from tests.api.conftest import counted_statements
from tests.html import parse
from tests.people import signed_in
from tests.wordings.strings import NETWORKS, PAGE_OF, REPORTS, published, string

OTHER, AMENDED = "Түйүндөр", "Тармак түйүндөрү"


def suggestion(author: Account | None = None, key: CatalogueKey = NETWORKS, *forms: str, **given: str) -> str:
    """Store a suggestion and return its name."""
    own = {"language": "ky", "string_code": key.code, "english": key.english, "page": "/networks", **given}
    made = WordingSuggestion(forms=list(forms or [OTHER]), suggested_by_id=author and author.id, **own)
    factories.add(made)
    return made.public_id


def found(name: str) -> WordingSuggestion:
    db.session.rollback()
    return db.session.scalars(select(WordingSuggestion).where(WordingSuggestion.public_id == name)).one()


def acts() -> list[str]:
    db.session.rollback()
    kinds = select(AuditEvent.action).where(AuditEvent.kind.in_(("wording", "language_keeper")))
    return list(db.session.scalars(kinds.order_by(AuditEvent.id)))


def navigation(client: FlaskClient) -> list[str]:
    return [one.text for one in parse(client.get("/ky/help")).all("nav.sections a")]


def publish(client: FlaskClient, name: str, *texts: str) -> int:
    data = {f"form-{number}": text for number, text in enumerate(texts)}
    return client.post(f"/ky/wordings/suggestions/{name}/publish", data=data).status_code


def test_a_keeper_sees_a_suggestion_beside_all_that_helps_to_decide(at_keeper: FlaskClient, lawyer: Account) -> None:
    name = suggestion(lawyer, words="КПК, 1-берене")

    page = parse(at_keeper.get(f"/en/wordings/suggestions/{name}"))

    facts = page.all("main dl.facts")[0].text
    for said in (OTHER, "Networks", string(NETWORKS).forms[0], "КПК, 1-берене", "/networks"):
        assert said in facts
    assert "Prosecutor" in facts
    assert lawyer.name not in page.text
    assert string(NETWORKS, "ru").forms[0] in page.one("main details").text
    assert page.one("textarea[name=form-0]").typed == OTHER


def test_a_keeper_publishes_at_once_and_may_take_it_back(at_keeper: FlaskClient, visitor: FlaskClient) -> None:
    name, before = suggestion(), navigation(visitor)

    assert publish(at_keeper, name, OTHER) == 303

    assert OTHER in navigation(visitor)
    assert (found(name).outcome, found(name).forms) == ("published", [OTHER])
    listed = parse(at_keeper.get("/ky/wordings/published/ky"))
    assert listed.one("main ul.rows li .wording").text == OTHER
    assert at_keeper.post(f"/ky/wordings/published/ky/{NETWORKS.code}/end").status_code == 303
    assert navigation(visitor) == before
    assert not parse(at_keeper.get("/ky/wordings/published/ky")).all("main ul.rows")
    assert at_keeper.post(f"/ky/wordings/published/ky/{NETWORKS.code}/end").status_code == 404
    assert acts() == ["wording_published", "wording_withdrawn"]


def test_a_keeper_amends_and_publishes(at_keeper: FlaskClient, visitor: FlaskClient) -> None:
    name = suggestion()

    assert publish(at_keeper, name, AMENDED) == 303

    assert AMENDED in navigation(visitor)
    assert found(name).forms == [AMENDED]


@pytest.mark.parametrize("text", ["<i>Түйүн</i>", "Түйүн %(x)s", "Түйүн\u2067", string(NETWORKS).forms[0]])
def test_a_keeper_publishes_nothing_that_breaks_a_rule(at_keeper: FlaskClient, text: str) -> None:
    name = suggestion()

    answer = at_keeper.post(f"/ky/wordings/suggestions/{name}/publish", data={"form-0": text})

    assert answer.status_code == 422
    assert parse(answer).one("textarea[name=form-0]").typed == text
    assert found(name).outcome == ""
    assert acts() == []


def test_a_suggestion_is_refused_with_a_reason_that_its_author_reads(
    at_keeper: FlaskClient, at_lawyer: FlaskClient, lawyer: Account
) -> None:
    name = suggestion(lawyer)
    address = f"/ky/wordings/suggestions/{name}/refuse"

    assert at_keeper.post(address, data={"reason": ""}).status_code == 422
    assert at_keeper.post(address, data={"reason": "Мыйзамда башкача"}).status_code == 303

    assert (found(name).outcome, found(name).reason) == ("refused", "Мыйзамда башкача")
    assert "Мыйзамда башкача" in parse(at_lawyer.get("/ky/wordings")).one("main").text
    assert "Мыйзамда башкача" in parse(at_lawyer.get(f"/ky/wordings/suggestions/{name}")).one("main").text
    assert acts() == ["wording_refused"]


def test_a_suggestion_is_decided_once(at_keeper: FlaskClient, small_app: Flask) -> None:
    name = suggestion()
    publish(at_keeper, name, OTHER)

    assert publish(at_keeper, name, AMENDED) == 409
    answer = at_keeper.post(f"/ky/wordings/suggestions/{name}/refuse", data={"reason": "Жок"})
    assert answer.status_code == 409
    assert found(name).outcome == "published"


def test_an_english_wording_is_accepted_for_the_next_version(
    at_administrator: FlaskClient, visitor: FlaskClient
) -> None:
    name = suggestion(None, NETWORKS, "Networks of States", language="en")

    assert publish(at_administrator, name, "Networks of States") == 303

    assert found(name).outcome == "accepted"
    assert "Networks of States" not in parse(visitor.get("/en/help")).one("nav.sections").text
    assert list(db.session.scalars(select(PublishedWording))) == []
    file = at_administrator.get("/en/wordings/published/en.po").data
    assert read_po(BytesIO(file)).get("Networks").string == "Networks of States"


# Of another language, of a suggestion of others, and of nobody.
FORBIDDEN = ("published/ru", "published/ru.po", "keepers")


def test_a_keeper_keeps_the_own_language_alone(at_keeper: FlaskClient) -> None:
    name = suggestion(language="ru")

    assert at_keeper.get(f"/ky/wordings/suggestions/{name}").status_code == 404
    assert publish(at_keeper, name, "Сети государств") == 404
    assert [at_keeper.get(f"/ky/wordings/{path}").status_code for path in FORBIDDEN] == [403] * 3
    assert at_keeper.post(f"/ky/wordings/published/ru/{NETWORKS.code}/end").status_code == 403


def test_an_author_sees_but_does_not_decide(at_lawyer: FlaskClient, lawyer: Account) -> None:
    name, of_others = suggestion(lawyer), suggestion()

    page = parse(at_lawyer.get(f"/ky/wordings/suggestions/{name}"))

    assert not page.all("main form")
    assert publish(at_lawyer, name, OTHER) == 403
    assert at_lawyer.post(f"/ky/wordings/suggestions/{name}/refuse", data={"reason": "x"}).status_code == 403
    assert at_lawyer.get(f"/ky/wordings/suggestions/{of_others}").status_code == 404


def test_a_visitor_is_asked_to_sign_in(visitor: FlaskClient) -> None:
    assert visitor.get("/ky/wordings").status_code == 303
    assert visitor.get(f"/ky/wordings/suggestions/{suggestion()}").status_code == 303


def test_an_administrator_names_who_looks_after_a_language(
    at_administrator: FlaskClient, at_lawyer: FlaskClient, lawyer: Account
) -> None:
    name = suggestion()

    named = at_administrator.post("/en/wordings/keepers", data={"language": "ky", "address": lawyer.email.upper()})

    assert named.status_code == 303
    assert at_lawyer.get(f"/ky/wordings/suggestions/{name}").status_code == 200
    assert lawyer.name in parse(at_administrator.get("/en/wordings/keepers")).one("main ul.rows").text
    at_administrator.post(f"/en/wordings/keepers/ky/{lawyer.id}/remove")
    assert at_lawyer.get(f"/ky/wordings/suggestions/{name}").status_code == 404
    assert acts() == ["keeper_named", "keeper_removed"]


@pytest.mark.parametrize("data", [{"language": "ky", "address": "nobody@example.org"}, {"language": "xx"}, {}])
def test_nobody_without_an_account_looks_after_a_language(at_administrator: FlaskClient, data: dict[str, str]) -> None:
    answer = at_administrator.post("/en/wordings/keepers", data=data)

    assert answer.status_code == 422
    assert parse(answer).one("[role=alert]").text


def test_a_keeper_gets_one_letter_a_day_in_the_own_language(visitor: FlaskClient, keeper: Account) -> None:
    factories.add(LanguageKeeper(language="ru", account_id=keeper.id))

    for language, text in (("ky", OTHER), ("ky", AMENDED), ("ru", "Сети государств")):
        visitor.post(f"/{language}/wordings/suggest/{NETWORKS.code}", data={"form-0": text})

    db.session.rollback()
    [letter] = db.session.scalars(select(Mail).where(Mail.letter == "wordings_waiting"))
    assert (letter.address, letter.language) == (keeper.email, "ky")
    assert "/en/wordings" in preview_text(letter.letter, "en", **letter.values).text
    assert OTHER not in str(letter.values)


def test_what_waits_stands_on_the_page_of_work(at_keeper: FlaskClient, at_lawyer: FlaskClient) -> None:
    suggestion()
    suggestion(language="ru")

    assert "1 suggested wording to decide on" in parse(at_keeper.get("/en/work")).one("main").text
    assert "suggested wording" not in parse(at_lawyer.get("/en/work")).one("main").text


def test_a_wording_that_the_catalogue_says_ends_and_the_catalogue_may_change_again(small_app: Flask) -> None:
    own = string(NETWORKS).forms
    factories.add(published(NETWORKS, *own))
    factories.add(published(PAGE_OF, "%(number)s / %(total)s"))

    with committing():
        assert service.end_taken_over() == 1
    with committing():
        assert service.end_taken_over() == 0

    assert acts() == ["wording_taken_over"]
    newest = db.session.scalars(select(PublishedWording).order_by(PublishedWording.id.desc())).first()
    assert newest is not None
    assert (newest.string_code, newest.end) == (NETWORKS.code, "taken_over")


def test_the_list_says_how_each_wording_stands_to_the_catalogue(at_keeper: FlaskClient) -> None:
    gone = published(CatalogueKey("", "A text that is gone"), "Жок текст")
    for row in (published(NETWORKS, OTHER), published(REPORTS, *string(REPORTS).forms), gone):
        factories.add(row)

    page = parse(at_keeper.get("/en/wordings/published/ky"))

    assert [one.text for one in page.all("main .tag")] == [
        "not shown: the English has changed",
        "taken over by the catalogue",
        "shown in place of the catalogue’s",
    ]
    file = at_keeper.get("/en/wordings/published/ky.po")
    assert file.headers["Content-Disposition"] == "attachment; filename=ky.po"
    exported = read_po(BytesIO(file.data), locale="ky")
    assert {message.id for message in exported if message.id} == {"Networks", string(REPORTS).english}
    assert exported.get("Networks").string == OTHER


def test_who_is_forgotten_leaves_the_wording_alone(small_app: Flask, lawyer: Account, keeper: Account) -> None:
    name = suggestion(lawyer, words="Менин сөзүм")
    administrator = factories.account(Role.ADMINISTRATOR)

    with committing():
        for account in (lawyer, keeper):
            forget(viewer_of(administrator), db.session.get_one(Account, account.id))

    left = found(name)
    assert (left.forms, left.words, left.suggested_by_id) == ([OTHER], "", None)
    assert list(db.session.scalars(select(LanguageKeeper))) == []


def test_why_a_wording_was_suggested_is_erased_a_month_after_the_decision(at_keeper: FlaskClient) -> None:
    name, open_one = suggestion(words="Менин сөзүм"), suggestion(words="Күтөт")
    publish(at_keeper, name, OTHER)

    with clock.frozen_at(clock.now() + timedelta(days=29)):
        tidy_wordings()
        assert found(name).words == "Менин сөзүм"
    with clock.frozen_at(clock.now() + timedelta(days=31)):
        tidy_wordings()

    assert (found(name).words, found(open_one).words) == ("", "Күтөт")


def test_why_a_wording_was_refused_is_erased_a_month_after_the_decision(at_keeper: FlaskClient) -> None:
    name = suggestion()
    at_keeper.post(f"/ky/wordings/suggestions/{name}/refuse", data={"reason": "Мен, Айбек, айтам"})
    assert found(name).reason

    with clock.frozen_at(clock.now() + timedelta(days=31)):
        tidy_wordings()

    assert found(name).reason == ""


def test_lists_do_not_ask_for_each_line(at_keeper: FlaskClient) -> None:
    def count() -> int:
        with counted_statements() as statements:
            assert at_keeper.get("/en/wordings").status_code == 200
        return len(statements)

    suggestion()
    count()
    one = count()
    for number in range(20):
        suggestion(None, NETWORKS, f"{OTHER} {number}")

    assert count() <= one


def test_the_pages_of_an_administrator_show_all_languages(at_administrator: FlaskClient, small_app: Flask) -> None:
    suggestion(language="uz")

    assert len(parse(at_administrator.get("/en/wordings")).all("main ul.rows li")) == 1
    other = signed_in(small_app, factories.account())
    assert not parse(other.get("/en/wordings")).all("main ul.rows")
