"""The guard: who asks, whether they are let in, and which forms are taken."""

import json
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from directory.access.current_viewer import (
    current_viewer,
    identify,
    is_for_api,
    permits,
    require,
    signed_in,
)
from directory.access.policy import Action
from directory.access.viewer import ANONYMOUS, Viewer
from directory.cache.dependencies import CacheScope, track_dependencies
from directory.errors import FormRefused, NotFound, NotPermitted, SignInNeeded
from directory.logs import configure_logs
from directory.models import Place
from directory.vocabulary import Role
from directory.web.csrf import configure_csrf, refuse_foreign_forms
from directory.web.pipeline import is_form

VISITOR, PRACTITIONER, ADMINISTRATOR = ANONYMOUS, Viewer(Role.PRACTITIONER, 7), Viewer(Role.ADMINISTRATOR, 8)


def view(word: str, *, times: int) -> str:
    """Answer with a word."""
    return word * times


@pytest.fixture
def guarded() -> Iterator[Flask]:
    """Yield an app that knows nobody, with a request to it under way."""
    own = Flask("guarded")
    own.secret_key = "a secret of this test"
    with own.test_request_context("/"):
        yield own


@pytest.mark.parametrize(
    ("guard", "viewer", "refusal"),
    [
        (signed_in, VISITOR, SignInNeeded),
        (signed_in, PRACTITIONER, None),
        (permits(Action.ADMINISTER), VISITOR, SignInNeeded),
        (permits(Action.ADMINISTER), PRACTITIONER, NotPermitted),
        (permits(Action.ADMINISTER), ADMINISTRATOR, None),
    ],
    ids=["visitor", "person", "visitor who would act", "person who may not", "person who may"],
)
def test_a_view_is_for_those_whom_its_guard_lets_pass(
    guarded: Flask, guard: Callable[..., Callable[..., str]], viewer: Viewer, refusal: type[Exception] | None
) -> None:
    identify(guarded, lambda: viewer)
    shown = guard(view)

    if refusal is None:
        assert shown("word", times=2) == "wordword"
    else:
        with pytest.raises(refusal):
            shown("word", times=2)


def test_a_guarded_view_keeps_its_name_and_says_how_it_is_guarded() -> None:
    for guarding, said in ((signed_in, "signed_in"), (permits(Action.VERIFY), Action.VERIFY)):
        shown = guarding(view)

        assert shown.__name__ == "view"
        assert shown.guard == said  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("viewer", "known", "refusal"),
    [
        (PRACTITIONER, {}, NotPermitted),
        (PRACTITIONER, {"is_known": True}, NotPermitted),
        (PRACTITIONER, {"is_known": False}, NotFound),
        (ADMINISTRATOR, {"is_known": False}, None),
    ],
    ids=["refused", "known", "not known of", "permitted"],
)
def test_what_one_may_not_know_of_is_not_there(
    viewer: Viewer, known: dict[str, bool], refusal: type[Exception] | None
) -> None:
    if refusal is None:
        require(viewer, Action.PROPOSE, Place("KG"), **known)
    else:
        with pytest.raises(refusal):
            require(viewer, Action.PROPOSE, Place("KG"), **known)


def test_each_refusal_is_logged_with_account_and_act(guarded: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    guarded.testing = True
    configure_logs(guarded)
    identify(guarded, lambda: PRACTITIONER)

    with pytest.raises(NotPermitted):
        permits(Action.ADMINISTER)(view)("word", times=1)
    with pytest.raises(NotPermitted):
        require(PRACTITIONER, Action.PROPOSE, Place("KG"))

    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert [(line["event"], line["action"], line["account"]) for line in lines] == [
        ("refused", "administer", 7),
        ("refused", "propose", 7),
    ]


def test_of_several_who_know_the_first_is_believed_once_a_request(guarded: Flask) -> None:
    asked: list[Viewer] = []

    def knows(viewer: Viewer) -> Callable[[], Viewer]:
        return lambda: asked.append(viewer) or viewer  # type: ignore[func-returns-value]

    for viewer in (VISITOR, PRACTITIONER, ADMINISTRATOR):
        identify(guarded, knows(viewer))

    assert [current_viewer(), current_viewer()] == [PRACTITIONER, PRACTITIONER]
    assert asked == [VISITOR, PRACTITIONER]


def test_who_is_known_to_nobody_is_a_visitor(guarded: Flask) -> None:
    assert current_viewer() is ANONYMOUS


def test_who_asks_for_the_viewer_makes_something_for_some_people_alone(guarded: Flask) -> None:
    with track_dependencies() as made:
        current_viewer()

    assert made.scope is CacheScope.PROFILE


def test_outside_of_a_request_everyone_is_a_visitor() -> None:
    assert current_viewer() is ANONYMOUS


@pytest.fixture
def forms() -> Flask:
    """Return an app that takes forms from its own pages alone."""
    own = Flask("forms")
    own.config.from_mapping(SECRET_KEY="a secret of this test", WTF_CSRF_CHECK_DEFAULT=False)
    Babel(own)
    configure_csrf(own)
    own.before_request(lambda: refuse_foreign_forms() if is_form() else None)
    for path in ("/form", "/api/form", "/form/api/"):
        own.add_url_rule(path, path, lambda: "taken", methods=["GET", "POST", "PUT"])
    own.add_url_rule("/token", "token", own.jinja_env.globals["csrf_token"])
    own.register_error_handler(FormRefused, lambda _refused: ("refused", 400))
    return own


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/form", 200),
        ("HEAD", "/form", 200),
        ("OPTIONS", "/form", 200),
        ("POST", "/form", 400),
        ("PUT", "/form", 400),
        ("POST", "/form/api/", 400),
        ("POST", "/api/form", 200),
        ("POST", "/nowhere", 404),
    ],
)
def test_what_writes_needs_a_token_but_in_the_api(forms: Flask, method: str, path: str, status: int) -> None:
    assert forms.test_client().open(path, method=method).status_code == status


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_link_from_another_site_is_followed(forms: Flask, method: str) -> None:
    assert forms.test_client().open("/form", method=method, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(("site", "status"), [("same-origin", 200), ("cross-site", 400)])
def test_a_form_of_another_site_is_refused_whatever_it_carries(forms: Flask, site: str, status: int) -> None:
    client = forms.test_client()
    token = client.get("/token").text

    sent = client.post("/form", data={"csrf_token": token}, headers={"Sec-Fetch-Site": site})

    assert sent.status_code == status


def test_templates_have_no_other_way_to_the_token(forms: Flask) -> None:
    with forms.test_request_context("/"):
        values: dict[str, object] = {}
        forms.update_template_context(values)

    assert "csrf_token" not in values
    assert "request" in values


def test_what_shows_a_token_is_made_for_one_person(forms: Flask) -> None:
    with forms.test_request_context("/"), track_dependencies() as made:
        forms.jinja_env.globals["csrf_token"]()

    assert made.scope is CacheScope.PERSON


@pytest.mark.parametrize(("path", "is_api"), [("/api/v1/authorities", True), ("/en/api/", False)])
def test_the_api_is_known_by_its_address(guarded: Flask, path: str, is_api: bool) -> None:
    with guarded.test_request_context(path):
        assert is_for_api() is is_api
