"""`/api/v1/atlas`: the answer for programs."""

from flask.testing import FlaskClient

from tests.api.conftest import read_with

ADDRESS = "atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip"


def test_the_treaties_come_in_the_order_of_use(client: FlaskClient) -> None:
    body = read_with(client, ADDRESS)

    assert [one["code"] for one in body["treaties"][:2]] == ["kz-kg-mla-1996", "chisinau-2002"]
    assert body["treaties"][1] | {"reason": "", "declarations": []} == {
        "code": "chisinau-2002",
        "name": "Chisinau Convention",
        "url": "/en/treaties/chisinau-2002",
        "in_force_from": "2004-10-01",
        "computed": True,
        "verified": True,
        "use": "basis",
        "use_label": "legal basis",
        "leading": True,
        "reason": "",
        "declarations": [],
        "territories": [],
    }


def test_a_day_before_gives_the_law_of_then(client: FlaskClient) -> None:
    body = read_with(client, f"{ADDRESS}&on=1997-01-01")

    # The day from which Minsk bound the two is not known.
    assert [one["code"] for one in body["treaties"] if one["use"] == "conditional"] == ["minsk-1993"]
    assert body["on"] == "1997-01-01"


def test_the_answer_is_in_the_language_asked_for(client: FlaskClient) -> None:
    english, russian = read_with(client, f"{ADDRESS}&lang=en"), read_with(client, f"{ADDRESS}&lang=ru")

    assert english["authorities"][0]["name"] != russian["authorities"][0]["name"]
    assert english["treaties"][0]["code"] == russian["treaties"][0]["code"]


def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(f"/api/v1/{ADDRESS}")

    again = client.get(f"/api/v1/{ADDRESS}", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
