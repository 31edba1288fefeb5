"""Clients that public generators make of the document read and write, over HTTP. What they return has types of its own:
generators give none where the document does not say of what a list is."""

import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from directory.api.document.openapi import all_operations
from tests.api.conftest import DESK, OFFICE
from tests.api.programs import Program
from tests.sources.web import POLL_SECONDS

FIRST, SECOND = "first_client_of_tests", "second_client_of_tests"
# Formatting what is made would only take time.
SETTINGS = f"package_name_override: {FIRST}\npost_hooks: []\n"
PARTS = "apis,models,supportingFiles,apiDocs=false,modelDocs=false,apiTests=false,modelTests=false"
LISTS = [
    one
    for one in all_operations()
    if one.name.startswith("list") and not one.is_personal and "{" not in one.path and one.name != "listPhrases"
]
Call = Callable[..., Any]


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    """Return the address of the site behind a real server."""
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = Thread(target=server.serve_forever, args=(POLL_SECONDS,))
    thread.start()
    yield f"http://127.0.0.1:{server.port}/api/v1"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def document(written: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the document, from which what is made there can be imported."""
    folder = tmp_path_factory.mktemp("clients")
    (folder / "openapi.json").write_bytes(written.test_client().get("/api/v1/openapi.json").get_data())
    return folder


def generate(folder: Path, *command: str) -> None:
    made = subprocess.run([*command], cwd=folder, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.fixture(scope="module")
def first_made(document: Path) -> Iterator[str]:
    """Make the client of openapi-python-client and return the name of its package."""
    (document / "settings.yaml").write_text(SETTINGS)
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--path", "openapi.json"]
    generate(document, *command, "--config", "settings.yaml", "--output-path", FIRST)
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(document))
        yield FIRST


@pytest.fixture(scope="module")
def second_made(document: Path) -> Iterator[str]:
    """Make the client of OpenAPI Generator and return the name of its package."""
    command = [str(Path(sys.executable).with_name("openapi-generator-cli")), "generate", "-g", "python"]
    command += ["-i", "openapi.json", "-o", "second", "--package-name", SECOND, "--global-property", PARTS]
    generate(document, *command)
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(document / "second"))
        yield SECOND


@pytest.fixture
def first(first_made: str, address: str) -> Call:
    """Return what calls an operation through the first client."""
    made, models = importlib.import_module(first_made), importlib.import_module(f"{first_made}.models")

    def coded(name: str, argument: str, value: Any) -> Any:
        """Return an argument whose values are codes as the client's own type of these codes."""
        codes = getattr(models, f"{name[0].upper()}{name[1:]}{argument.title()}Item", str)
        return [codes(one) for one in value] if isinstance(value, list) else value

    def call(tag: str, name: str, token: str = "", **arguments: Any) -> Any:
        caller = made.AuthenticatedClient(address, token) if token else made.Client(address)
        module = importlib.import_module(f"{first_made}.api.{tag.replace('-', '_')}.{snake(name)}")
        return module.sync(client=caller, **{one: coded(name, one, value) for one, value in arguments.items()})

    return call


@pytest.fixture
def second(second_made: str, address: str) -> Call:
    """Return what calls an operation through the second client."""
    made = importlib.import_module(second_made)

    def call(tag: str, name: str, **arguments: Any) -> Any:
        group = getattr(made, "".join(word.title() for word in tag.split("-")) + "Api")
        caller = made.ApiClient(made.Configuration(host=address))
        return getattr(group(caller), snake(name))(**arguments)

    return call


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.fixture(params=["first", "second"])
def call(request: pytest.FixtureRequest) -> Call:
    found: Call = request.getfixturevalue(request.param)
    return found


def is_typed(value: Any) -> bool:
    return type(value).__module__.startswith((f"{FIRST}.models", f"{SECOND}.models"))


def test_lists_and_what_stands_in_them_have_types(call: Call) -> None:
    for one in LISTS:
        page = call(one.tag, one.name)

        assert is_typed(page), one.name
        assert page.items, one.name
        assert all(is_typed(item) for item in page.items), one.name


def test_a_list_is_narrowed_sorted_and_comes_with_contacts(call: Call) -> None:
    page = call("authorities", "listAuthorities", jurisdiction=["KG"], sort=["-updated_at"], include=["contacts"])

    assert page.items[0].id == OFFICE
    assert page.items[0].updated_at.tzinfo is not None
    [contact] = page.items[0].contacts
    assert is_typed(contact)
    assert contact.details.value.value == "office@example.org"


def test_every_entry_has_a_type(call: Call) -> None:
    details = {one.path.split("/")[1]: one for one in all_operations() if re.fullmatch(r"/[\w-]+/{\w+}", one.path)}

    for one in LISTS:
        if one.kind and one.tag in details:
            [key] = (parameter.name for parameter in details[one.tag].parameters if parameter.where == "path")
            [item, *_] = call(one.tag, one.name).items
            entry = call(one.tag, f"get{details[one.tag].name.removeprefix('get')}", **{key: item.id})
            assert is_typed(entry), one.name
            assert (entry.id, entry.updated_at) == (item.id, item.updated_at)
            assert is_typed(entry.details), one.name


def test_what_is_missing_is_a_problem_with_a_type(first: Call) -> None:
    problem = first("authorities", "getAuthority", key="no-such")

    assert is_typed(problem)
    assert problem.status == 404


def test_a_generated_client_asks_and_is_told_what_is_wrong(first: Call, first_made: str, asker: Program) -> None:
    models = importlib.import_module(f"{first_made}.models")
    token = asker.headers["Authorization"].removeprefix("Bearer ")
    body = {"desk": DESK, "measure": "hearing_witness", "offence": "tip", "urgency": "normal"}
    words = {"subject": "Of a generated client", "text": "Which form?", "written_in": "en"}

    asked = first("consultations", "askDesk", token, body=models.AskDeskBody.from_dict(body | words))
    wrong = first(
        "consultations", "askDesk", token, body=models.AskDeskBody.from_dict(body | words | {"written_in": "tlh"})
    )

    assert asked.acts[0].text == "Which form?"
    assert wrong.errors.to_dict() == {"written_in": ["Choose from the list."]}
