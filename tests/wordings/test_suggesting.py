"""Anyone suggests another wording of a text, from the page on which it stands; what is hostile is refused with a reason
and nothing typed is lost."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory.catalogues import CatalogueKey, strings
from directory.extensions import db
from directory.models import Account, Change, Disclosure, LimitCount, Mail, PublishedWording, WordingSuggestion
from tests import factories
from tests.api.conftest import counted_statements
from tests.html import parse
from tests.wordings.strings import NETWORKS, PAGE_OF, REPORTS, published, string

OTHER = "Түйүндөр"
FORM = f"/ky/wordings/suggest/{NETWORKS.code}"


def suggestions() -> list[WordingSuggestion]:
    db.session.rollback()
    return list(db.session.scalars(select(WordingSuggestion).order_by(WordingSuggestion.id)))


def texts_of(client: FlaskClient, address: str) -> list[str]:
    return [one.text for one in parse(client.get(address)).all("main ul.rows a .wording")]


def test_each_page_leads_to_its_texts(visitor: FlaskClient) -> None:
    page = parse(visitor.get("/ky/jurisdictions/KG/requirements?on=2026-01-01"))

    [link] = [one for one in page.one("footer").links if "/wordings/" in one]

    assert link == "/ky/wordings/suggest?page=/jurisdictions/KG/requirements?on%3D2026-01-01"


def test_the_texts_of_a_page_are_listed_with_their_english(visitor: FlaskClient) -> None:
    page = parse(visitor.get("/ky/wordings/suggest?page=/networks"))

    row = page.one(f'main a[href="{FORM}?page=/networks"]').within("li")
    assert row.one("a").text == string(NETWORKS).forms[0]
    assert row.one("p.soft").text == "Networks"
    texts = texts_of(visitor, "/ky/wordings/suggest?page=/networks")
    assert len(texts) < 200
    assert string(PAGE_OF).forms[0] not in texts


def test_the_texts_are_those_of_the_page_also_when_it_comes_from_the_cache(visitor: FlaskClient) -> None:
    visitor.get("/ky/jurisdictions/KG")
    first = parse(visitor.get("/ky/wordings/suggest?page=/jurisdictions/KG")).one("main [role=status]").text

    visitor.get("/ky/jurisdictions/KG")

    assert parse(visitor.get("/ky/wordings/suggest?page=/jurisdictions/KG")).one("main [role=status]").text == first


@pytest.mark.parametrize(
    ("searched", "is_found"),
    [
        (string(NETWORKS).forms[0], True),
        (string(NETWORKS).forms[0].upper(), True),
        ("networks", True),
        ("qqqq", False),
        # As it is read on the page.
        (string(PAGE_OF).forms[0].replace("%(number)s", "2").replace("%(total)s", "7"), True),
    ],
)
def test_a_text_is_found_by_its_words_and_as_it_stands_on_a_page(
    visitor: FlaskClient, searched: str, is_found: bool
) -> None:
    page = parse(visitor.get("/ky/wordings/suggest", query_string={"q": searched, "all": "1"}))

    assert bool(page.all("main ul.rows")) is is_found
    assert bool(page.all("main .notice")) is not is_found


@pytest.mark.parametrize(
    "page",
    [
        "",
        "networks",
        "/nowhere/at/all",
        "//evil.example/",
        "/../../etc/passwd",
        "/wordings/suggest?page=/wordings/suggest",
        "/exchange/counterpart.csv",
        "/account/link/a-token",
        "/authorities/unknown",
        "/" + "x" * 2000,
        "/networks\x01",
    ],
)
def test_an_address_without_texts_of_its_own_leads_to_all_texts(visitor: FlaskClient, page: str) -> None:
    answer = visitor.get("/ky/wordings/suggest", query_string={"page": page})

    assert answer.status_code == 200
    assert parse(answer).one("main h2").text == string_of("Texts of the site")


def string_of(english: str) -> str:
    """Return what the Kyrgyz page says; new strings are English until they are translated."""
    known = strings("ky").get(CatalogueKey("", english).code)
    return known.forms[0] if known else english


def heading(client: FlaskClient, page: str) -> str:
    return parse(client.get("/ky/wordings/suggest", query_string={"page": page})).one("main h2").text


def test_looking_at_the_texts_of_a_page_writes_and_discloses_nothing(at_lawyer: FlaskClient, lawyer: Account) -> None:
    """A desk's page discloses its lines."""

    def counts() -> list[int | None]:
        db.session.rollback()
        return [db.session.scalar(select(func.count()).select_from(one)) for one in (Change, Disclosure, Mail)]

    before = counts()

    for page in ("/", "/focal-points", "/authorities/kg-prosecutor-general"):
        assert heading(at_lawyer, page) == string_of("Texts of the page")

    assert counts() == before


@pytest.mark.parametrize("page", ["/operation", "/work", "/consultations", "/people/9223372036854775808"])
def test_a_page_that_visitors_may_not_see_tells_nobody_its_texts(at_administrator: FlaskClient, page: str) -> None:
    """Its texts would tell what stands on it, with no disclosure and no factor."""
    assert heading(at_administrator, page) == string_of("Texts of the site")


def test_the_texts_of_a_page_are_those_that_a_visitor_sees(visitor: FlaskClient, at_administrator: FlaskClient) -> None:
    """A label such as "Fax" would tell that a restricted number of this kind is there."""
    page = "/ky/wordings/suggest?page=/authorities/kg-prosecutor-general"

    assert texts_of(at_administrator, page) == texts_of(visitor, page)


def test_an_address_that_the_site_refuses_has_no_texts(visitor: FlaskClient) -> None:
    assert heading(visitor, "/search?q=%00") == string_of("Texts of the site")


def test_a_signed_in_person_suggests_a_wording(at_lawyer: FlaskClient, lawyer: Account) -> None:
    answer = at_lawyer.post(f"{FORM}?page=/networks/casc?x=1", data={"form-0": f"  {OTHER} ", "words": "КПК, 1-берене"})

    assert answer.status_code == 303
    [made] = suggestions()
    assert (made.language, made.string_code, made.english) == ("ky", NETWORKS.code, "Networks")
    assert (made.forms, made.words, made.page) == ([OTHER], "КПК, 1-берене", "/networks/casc")
    assert (made.suggested_by_id, made.outcome) == (lawyer.id, "")
    thanks = parse(at_lawyer.get(answer.headers["Location"]))
    assert "/ky/networks/casc?x=1" in thanks.one("main").links


@pytest.mark.parametrize(
    ("page", "stored"),
    [
        ("/", "/"),
        ("/search?q=a+name+of+a+person", "/search"),
        ("/jurisdictions/KG", "/jurisdictions/KG"),
        ("/drafts/a-secret-name", "/drafts/<public_id>"),
        ("/account/link/a-token", ""),
        ("/nowhere", ""),
    ],
)
def test_what_is_stored_of_a_page_names_nothing_that_is_not_public(
    at_lawyer: FlaskClient, page: str, stored: str
) -> None:
    at_lawyer.post(FORM, query_string={"page": page}, data={"form-0": OTHER})

    assert [one.page for one in suggestions()] == [stored]


def test_a_visitor_suggests_as_often_as_a_visitor_reports(visitor: FlaskClient) -> None:
    statuses = [visitor.post(FORM, data={"form-0": f"{OTHER} {number}"}).status_code for number in range(6)]

    assert statuses == [303] * 5 + [429]
    assert [one.suggested_by_id for one in suggestions()] == [None] * 5
    assert db.session.scalar(select(func.count()).select_from(LimitCount))


def test_a_suggestion_that_waits_is_not_stored_twice(visitor: FlaskClient) -> None:
    for _ in range(2):
        assert visitor.post(FORM, data={"form-0": OTHER}).status_code == 303

    assert len(suggestions()) == 1


def test_a_counted_text_is_suggested_in_all_its_forms(at_lawyer: FlaskClient) -> None:
    form = f"/ru/wordings/suggest/{REPORTS.code}"
    page = parse(at_lawyer.get(form))
    assert len(page.all("main textarea[name^=form-]")) == 3

    at_lawyer.post(form, data={f"form-{number}": f"%(num)s жалоба {number}" for number in range(3)})

    assert [one.forms for one in suggestions()] == [[f"%(num)s жалоба {number}" for number in range(3)]]


HOSTILE = ["<b>Түйүндөр</b>", "Түйүндөр %(name)s", "Түйүн\u202eдөр", "", "т" * 100, string(NETWORKS).forms[0]]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_refused_is_said_at_its_field_and_nothing_typed_is_lost(at_lawyer: FlaskClient, text: str) -> None:
    answer = at_lawyer.post(FORM, data={"form-0": text, "words": "Себеби"})

    page = parse(answer)
    assert answer.status_code == 422
    assert page.one("textarea[name=form-0]").typed == text
    assert page.one("textarea[name=words]").typed == "Себеби"
    field = page.one("textarea[name=form-0]")
    assert field["aria-invalid"] == "true"
    assert page.one(f'[id="{field["id"]}-error"]').text
    assert page.one("[role=alert] a")["href"] == f"#{field['id']}"
    assert suggestions() == []


def test_the_form_shows_what_is_published_and_refuses_it(at_lawyer: FlaskClient) -> None:
    factories.add(published(NETWORKS, OTHER))

    assert parse(at_lawyer.get(FORM)).one("textarea[name=form-0]").typed == OTHER
    assert at_lawyer.post(FORM, data={"form-0": OTHER}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(PublishedWording)) == 1


def test_an_unknown_text_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get("/ky/wordings/suggest/0000").status_code == 404
    assert visitor.post("/ky/wordings/suggest/0000", data={}).status_code == 404


def test_the_pages_take_few_statements(visitor: FlaskClient) -> None:
    """The list takes those of the page itself, made anew."""
    visitor.get("/ky/help")
    for address, most in (
        (f"{FORM}?page=/help", 2),
        ("/ky/wordings/suggest?page=/help", 3),
        ("/ky/wordings/suggest", 2),
    ):
        with counted_statements() as statements:
            assert visitor.get(address).status_code == 200
        assert len(statements) <= most, address
