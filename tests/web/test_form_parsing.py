"""The number of a form's fields is bounded before any view or check reads it."""

from functools import partial
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from directory.web.request_validation import MOST_FIELDS, MOST_VALUES_OF_A_FIELD
from tests.budget.meter import calls_of

SIGN_IN, FORM = "/en/account/sign-in", "application/x-www-form-urlencoded"
# To parse one field takes some twenty calls.
MOST_CALLS = 200_000


@pytest.mark.parametrize("field", ["%", "a", "%=%", "%41"])
def test_a_form_of_fields_without_number_is_refused_before_it_is_parsed(client: FlaskClient, field: str) -> None:
    body = f"{field}&" * (900_000 // (len(field) + 1))
    send = partial(client.post, SIGN_IN, data=body, content_type=FORM)

    assert send().status_code == 413
    assert calls_of(send) < MOST_CALLS


def test_a_form_of_as_many_fields_as_the_site_takes_is_read(client: FlaskClient) -> None:
    numbered = "&".join(f"f{number}=1" for number in range(MOST_FIELDS))
    repeated = "&".join(["box=1"] * MOST_VALUES_OF_A_FIELD)

    assert client.post(SIGN_IN, data=numbered, content_type=FORM).status_code == 400
    assert client.post(SIGN_IN, data=f"{numbered}&g=1", content_type=FORM).status_code == 413
    assert client.post(SIGN_IN, data=repeated, content_type=FORM).status_code == 400
    assert client.post(SIGN_IN, data=f"{repeated}&box=1", content_type=FORM).status_code == 413


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x"])
def test_a_visitor_sends_no_large_form_where_files_are_imported(client: FlaskClient, kind: str) -> None:
    answer = client.post(
        "/en/imports", input_stream=BytesIO(b""), content_type=kind, environ_overrides={"CONTENT_LENGTH": "2000000"}
    )

    assert answer.status_code == (413 if kind == FORM else 400)
    assert ("you signed in or out" in answer.text) == (kind != FORM)
