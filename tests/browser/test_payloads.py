"""Markup in all that people wrote: a browser runs none of it, and the content policy has nothing to refuse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog

from directory.vocabulary import Role
from tests import factories
from tests.conftest import Server, close, copy_of, make_app
from tests.matrix.test_payloads import plant
from tests.people import cookie_of, signed_in

ENTRY = "kind=authority&key=kg-prosecutor-general"
PAGES = (
    *("", "/jurisdictions", "/jurisdictions/KG", "/jurisdictions/KG/card", "/jurisdictions/KG/requirements"),
    *("/authorities/kg-prosecutor-general", "/focal-points", "/networks/casc", "/treaties/untoc", "/legislation"),
    *("/search?q=prosecutor", "/atlas?from=KZ&to=KG&measure=extradition&offence=tip", f"/history?{ENTRY}"),
)
OF_WORK = (f"/proposals/new?{ENTRY}", "/proposals/translations/authority/kg-prosecutor-general?into=ky", "/people")


@pytest.fixture(scope="module")
def planted(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """Return a server whose texts all hold markup, and the cookie of an administrator there."""
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("planted") / "data"), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG")
        cookie = cookie_of(signed_in(app, factories.account(Role.ADMINISTRATOR)))
        assert plant() > 1_000
    close(app)
    server.start()
    yield server, cookie
    server.stop()


# What pages say of markup is read without a browser in `tests/matrix/test_payloads.py`.
@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("role", [Role.VISITOR, Role.ADMINISTRATOR])
def test_markup_that_people_wrote_is_not_run(
    browser: Browser, planted: tuple[Server, str], role: Role, language: str
) -> None:
    server, cookie = planted
    context, said = browser.new_context(), list[str]()
    if role is Role.ADMINISTRATOR:
        context.add_cookies([{"name": "__Host-session", "value": cookie, "url": "https://localhost"}])
    page = context.new_page()

    def close_dialog(dialog: Dialog) -> None:
        said.append(f"dialog on {page.url}")
        dialog.dismiss()

    page.on("dialog", close_dialog)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("console", lambda one: said.append(f"{page.url}: {one.text}") if one.type == "error" else None)
    for path in (*PAGES, *(OF_WORK if role is Role.ADMINISTRATOR else ())):
        page.goto(f"{server.by_name}/{language}{path}")
    seen = page.content()
    context.close()

    assert said == []
    assert "zqx()" in seen
