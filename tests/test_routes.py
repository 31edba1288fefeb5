"""Addresses stay: people bookmark them and scripts call them. Adding one is free, losing one is not."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

ADDRESSES = {
    "/",
    "/<path:path>",
    "/<language:language>/",
    "/<language:language>/search",
    "/<language:language>/jurisdictions",
    "/<language:language>/jurisdictions/<code>",
    "/<language:language>/jurisdictions/<key>/card",
    "/<language:language>/jurisdictions/<key>/card.jsonl",
    "/<language:language>/jurisdictions/<key>.json",
    "/<language:language>/jurisdictions/<key>.pdf",
    "/<language:language>/jurisdictions/<key>.vcf",
    "/<language:language>/jurisdictions/<code>/requirements",
    "/<language:language>/jurisdictions/compare",
    "/<language:language>/authorities/<key>",
    "/<language:language>/authorities/<key>/card",
    "/<language:language>/authorities/<key>/card.jsonl",
    "/<language:language>/authorities/<key>.json",
    "/<language:language>/authorities/<key>.pdf",
    "/<language:language>/authorities/<key>.vcf",
    "/<language:language>/focal-points",
    "/<language:language>/focal-points/<key>",
    "/<language:language>/focal-points/<key>/card",
    "/<language:language>/focal-points/<key>/card.jsonl",
    "/<language:language>/focal-points/<key>.ics",
    "/<language:language>/focal-points/<key>.json",
    "/<language:language>/focal-points/<key>.pdf",
    "/<language:language>/focal-points/<key>.vcf",
    "/<language:language>/networks",
    "/<language:language>/networks/<key>",
    "/<language:language>/networks/<key>.json",
    "/<language:language>/networks/<key>/pocket",
    "/<language:language>/networks/<key>/pocket.pdf",
    "/<language:language>/treaties",
    "/<language:language>/treaties/<key>",
    "/<language:language>/treaties/<key>.json",
    "/<language:language>/measures",
    "/<language:language>/measures/<code>",
    "/<language:language>/measures/<key>.json",
    "/<language:language>/phrases",
    "/<language:language>/legislation",
    "/<language:language>/legislation/<key>",
    "/<language:language>/history",
    "/<language:language>/history/export",
    "/<language:language>/work",
    "/<language:language>/consultations",
    "/<language:language>/consultations/new",
    "/<language:language>/consultations/<public_id>",
    "/<language:language>/consultations/<public_id>/sent",
    "/<language:language>/consultations/<public_id>/outlines/<int:number>",
    "/<language:language>/exercises",
    "/<language:language>/exercises/lines/new",
    "/<language:language>/exercises/new",
    "/<language:language>/exercises/<public_id>",
    "/<language:language>/exercises/<public_id>/discard",
    "/<language:language>/exercises/<public_id>/lines",
    "/<language:language>/exercises/<public_id>/tabletop",
    "/<language:language>/exercises/<public_id>/evaluation",
    "/<language:language>/exercises/<public_id>/evaluation.pdf",
    "/<language:language>/exercises/<public_id>/participants/new",
    "/<language:language>/exercises/<public_id>/report",
    "/<language:language>/exercises/<public_id>/report.pdf",
    "/<language:language>/drafts",
    "/<language:language>/drafts/new",
    "/<language:language>/drafts/<public_id>",
    "/<language:language>/drafts/<public_id>/sent",
    "/<language:language>/drafts/<public_id>/outline",
    "/<language:language>/follows",
    "/<language:language>/follows/feed/<token>.atom",
    "/<language:language>/sources/tables",
    "/<language:language>/sources/tables/<name>",
    "/<language:language>/sources/tables/new",
    "/<language:language>/wordings",
    "/<language:language>/wordings/keepers",
    "/<language:language>/wordings/published/<language:catalogue>",
    "/<language:language>/wordings/published/<language:catalogue>.po",
    "/<language:language>/wordings/suggest",
    "/<language:language>/wordings/suggest/<code>",
    "/<language:language>/wordings/suggestions/<suggestion_id>",
    "/<language:language>/statistics",
    "/<language:language>/statistics/export",
    "/<language:language>/statistics/map",
    "/<language:language>/statistics/report",
    "/<language:language>/statistics/requests.pdf",
    "/<language:language>/statistics/translations",
    "/<language:language>/statistics/translations/export",
    "/<language:language>/statistics/returns",
    "/<language:language>/statistics/returns/<code>/<subject>",
    "/<language:language>/exchange",
    "/<language:language>/exchange/<name>",
    "/<language:language>/exchange/changes.atom",
    "/<language:language>/notices",
    "/<language:language>/notices/calendar.ics",
    "/<language:language>/notices/<public_id>",
    "/<language:language>/api",
    "/<language:language>/help",
    "/<language:language>/offline",
    "/<language:language>/offline/<code>",
    "/<language:language>/offline/<code>.json",
    "/service-worker.js",
    "/<language:language>/imports",
    "/<language:language>/imports/<batch_id>",
    "/<language:language>/account/request",
    "/<language:language>/account/request/<token>",
    "/<language:language>/account/alarms",
    "/<language:language>/account/tokens",
    "/<language:language>/account/webhooks",
    "/<language:language>/account/office",
    "/<language:language>/account/sign-in/office",
    "/<language:language>/people/issuers",
    "/<language:language>/people/issuers/<issuer_id>",
    "/oidc/<issuer_id>/callback",
    "/<language:language>/alarms/<token>",
    "/<language:language>/people",
    "/<language:language>/people/<int:number>",
    "/<language:language>/people/handovers",
    "/<language:language>/people/invitation/<token>",
    "/<language:language>/people/agreements",
    "/<language:language>/people/invitations",
    "/<language:language>/people/requests",
    "/<language:language>/gaps",
    "/<language:language>/gaps/<code>",
    "/<language:language>/gaps/<code>/export",
    "/<language:language>/gaps/<code>/ask/<key>",
    "/<language:language>/proposals",
    "/<language:language>/proposals/new",
    "/<language:language>/proposals/ending",
    "/<language:language>/proposals/translations",
    "/<language:language>/proposals/translations/<kind>/<key>",
    "/<language:language>/proposals/<proposal_id>",
    "/<language:language>/proposals/<proposal_id>/edit",
    "/<language:language>/proposals/<proposal_id>/conflict",
    "/<language:language>/account",
    "/<language:language>/account/link/<token>",
    "/<language:language>/account/reset/<token>",
    "/<language:language>/account/sign-in",
    "/<language:language>/atlas",
    "/<language:language>/atlas/joint-investigation",
    "/api/v1/atlas",
    "/api/v1/atlas/joint-investigation",
    "/api/v1/search",
    "/api/v1/suggest",
    "/healthz",
    "/readyz",
}


def test_no_address_has_gone(app: Flask) -> None:
    assert {rule.rule for rule in app.url_map.iter_rules()} >= ADDRESSES


@pytest.mark.parametrize(
    ("address", "accepted", "cookie", "location"),
    [
        ("/", "", "", "/en/"),
        ("/", "ky,ru;q=0.8", "", "/ky/"),
        ("/jurisdictions/KG", "fr-CA", "", "/fr/jurisdictions/KG"),
        ("/search?q=%D0%93%D1%80%D1%83%D0%B7", "", "", "/en/search?q=%D0%93%D1%80%D1%83%D0%B7"),
        ("/jurisdictions/KG", "ru", "ar", "/ar/jurisdictions/KG"),
        ("/", "", "../../etc/passwd", "/en/"),
        ("/", "zz-Latn, az-Latn;q=x", "", "/en/"),
        ("/", "*", "", "/en/"),
        ("/", "xx, *;q=0.1", "", "/en/"),
    ],
)
def test_a_bare_address_leads_to_the_readers_language(
    client: FlaskClient, address: str, accepted: str, cookie: str, location: str
) -> None:
    client.set_cookie("__Host-language", cookie)

    answer = client.get(address, headers={"Accept-Language": accepted})

    assert answer.status_code == 302
    assert answer.headers["Location"] == location


@pytest.mark.parametrize(
    "address",
    [
        "/zz/jurisdictions",
        "/en/jurisdictions/ZZ",
        "/en/authorities/unknown",
        "/en/focal-points/unknown",
        "/en/networks/unknown",
        "/en/treaties/unknown",
        "/en/measures/unknown",
        "/en/..%2f..%2fetc/passwd",
        "/en/jurisdictions/%00",
        "/en/account/request/%00",
        "/static/0/..%2fconfig.py",
        "/static/0/unknown.css",
        "/" + "x" * 5000,
        "/api/v1/unknown",
        "/en/en/",
    ],
)
def test_an_unknown_address_is_not_found_and_never_a_fault(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "question",
    [
        "q=" + "9" * 5000,
        "q=%00%ff%fe",
        "q=" + "a%CC%81" * 3000,
        "q=vis:res+id:5+[a+TO+z]+*+%22",
        "page=-1",
        "page=99999999999999999999",
        "per_page=1000000000",
        "per_page=abc",
        "kind=nothing&jurisdiction=ZZ&treaty=%27;--",
        "verified=sourced&verified=unverified&accepts=xx",
    ],
)
@pytest.mark.parametrize("address", ["/en/search", "/api/v1/atlas", "/api/v1/search", "/api/v1/suggest"])
def test_no_question_is_a_fault(client: FlaskClient, address: str, question: str) -> None:
    assert client.get(f"{address}?{question}").status_code in (200, 400)


@pytest.mark.parametrize("page", ["", "/card", ".pdf", "/requirements"])
def test_a_page_of_a_state_in_small_letters_leads_to_the_right_one(client: FlaskClient, page: str) -> None:
    assert client.get(f"/ru/jurisdictions/kg{page}").headers["Location"] == f"/ru/jurisdictions/KG{page}"
