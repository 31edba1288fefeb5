"""A client that a public generator makes of the document reads and writes, over HTTP."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.api.conftest import DESK, OFFICE
from tests.api.programs import Program
from tests.sources.web import POLL_SECONDS

PACKAGE = "client_of_tests"
# Formatting what is made would only take time.
SETTINGS = f"package_name_override: {PACKAGE}\npost_hooks: []\n"


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


@pytest.fixture
def client(site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make the client and return the name of its package."""
    document, settings = tmp_path / "openapi.json", tmp_path / "settings.yaml"
    document.write_bytes(site.test_client().get("/api/v1/openapi.json").get_data())
    settings.write_text(SETTINGS)
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--path", str(document)]
    command += ["--config", str(settings), "--output-path", str(tmp_path / PACKAGE)]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    return PACKAGE


def operation(package: str, name: str) -> Any:
    return importlib.import_module(f"{package}.api.default.{name}")


def test_a_client_that_a_generator_made_reads_asks_and_is_told_what_is_wrong(
    client: str, address: str, asker: Program
) -> None:
    made = importlib.import_module(client)
    models = importlib.import_module(f"{client}.models")
    token = asker.headers["Authorization"].removeprefix("Bearer ")
    caller = made.AuthenticatedClient(base_url=address, token=token)

    found = operation(client, "get_authority").sync(OFFICE, client=made.Client(base_url=address))
    body = {"desk": DESK, "measure": "hearing_witness", "offence": "tip", "urgency": "normal"}
    words = {"subject": "Of a generated client", "text": "Which form?", "written_in": "en"}
    asked = operation(client, "ask_desk").sync(client=caller, body=models.AskDeskBody.from_dict(body | words))
    wrong = operation(client, "ask_desk").sync(
        client=caller, body=models.AskDeskBody.from_dict(body | words | {"written_in": "tlh"})
    )

    assert found.id == OFFICE
    assert asked.acts[0].text == "Which form?"
    assert wrong.errors.to_dict() == {"written_in": ["Choose from the list."]}
