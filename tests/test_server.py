"""The web server itself: what it believes of a request, what it logs, and the address that it prints."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import forked
from tests.conftest import PROJECT, Server
from tests.html import parse

COMMAND = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]


class Logged(Server):
    """A server that keeps its log, and the line that it prints once it answers."""

    def __init__(self, folder: Path, app: str = "wsgi:app") -> None:
        super().__init__(folder, workers=1)
        self.log, self.command = folder / "log", [*COMMAND, app]

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.process = forked.Popen(
                self.command, cwd=PROJECT, env=self.environment, stdout=subprocess.PIPE, stderr=log
            )
        self.printed = self.process.stdout.readline().decode()

    def stop(self) -> None:
        super().stop()
        self.process.stdout.close()

    def answer_to(self, *lines: str) -> str:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode())
            return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    """Return a running server over an empty database: none of these requests needs more."""
    yield from _running(Logged(tmp_path_factory.mktemp("logged")))


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    """Return a running server whose app answers nothing."""
    yield from _running(Logged(tmp_path_factory.mktemp("faulty"), "tests.faulty_server:app"))


def _running(server: Logged) -> Iterator[Logged]:
    migration = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    forked.run(migration, cwd=PROJECT, env=server.environment, check=True, capture_output=True)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("path", "language", "direction", "title"),
    [
        ("/", "en", "ltr", "Something went wrong on our side"),
        ("/en/atlas?urgent=1", "en", "ltr", "Something went wrong on our side"),
        ("/ru/atlas?urgent=1", "ru", "ltr", "Сбой на нашей стороне"),
        ("/ar/search?q=x", "ar", "rtl", ""),
    ],
)
def test_a_worker_that_is_stopped_answers_with_a_page_in_the_language_of_the_address(
    faulty: Logged, path: str, language: str, direction: str, title: str
) -> None:
    head, _, body = faulty.answer_to(f"GET {path} HTTP/1.1", "Host: localhost").partition("\r\n\r\n")

    page = parse(body)
    assert head.startswith("HTTP/1.1 500 ")
    assert "Cache-Control: no-store" in head
    assert f'<html lang="{language}" dir="{direction}">' in body
    assert title in page.one("h1").text
    assert f"/{language}/" in page.links
    assert "Internal Server Error" not in body


def test_a_program_is_told_of_it_as_json(faulty: Logged) -> None:
    head, _, body = faulty.answer_to("GET /api/v1/networks HTTP/1.1", "Host: localhost").partition("\r\n\r\n")

    assert "Content-Type: application/problem+json" in head
    assert json.loads(body)["status"] == 500


@pytest.mark.parametrize("size", ["zz", "1;" + "a" * 100_000])
def test_a_body_whose_chunks_cannot_be_read_is_the_fault_of_its_sender(logged: Logged, size: str) -> None:
    head = ("POST /en/account/sign-in HTTP/1.1", f"Host: localhost:{logged.port}", "Transfer-Encoding: chunked")
    form = "Content-Type: application/x-www-form-urlencoded"

    assert logged.answer_to(*head, form, "", size, "a", "0", "").startswith("HTTP/1.1 400 ")


def test_the_address_that_is_printed_is_one_at_which_passkeys_work(logged: Logged) -> None:
    assert logged.printed == f"Counterpart answers at {logged.by_name}/\n"


@pytest.mark.parametrize("line", ["X-Forwarded-Proto: https", "SCRIPT_NAME: //evil.example", "X-Forwarded-Host: evil"])
def test_nobody_but_a_proxy_that_is_named_says_how_the_site_is_reached(logged: Logged, line: str) -> None:
    answer = logged.answer_to("GET /healthz HTTP/1.1", f"Host: localhost:{logged.port}", line)

    assert answer.startswith("HTTP/1.1 200 ")
    assert "evil" not in answer
    assert "Strict-Transport-Security" not in answer


@pytest.mark.sqlite
def test_what_the_site_writes_is_for_its_own_user_alone(logged: Logged) -> None:
    logged.answer_to("GET /readyz HTTP/1.1", "Host: localhost")

    assert (logged.folder / "directory.sqlite3").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("line", ["GET /secret-words\0 HTTP/1.1", "G{T /secret-words HTTP/1.1"])
def test_what_cannot_be_read_is_logged_without_its_words_and_without_who_sent_it(logged: Logged, line: str) -> None:
    answer = logged.answer_to(line, "Host: localhost")

    assert answer.startswith("HTTP/1.1 400 ")
    log = logged.log.read_text()
    assert "Invalid request" in log
    assert "secret-words" not in log
    assert "127.0.0.1" not in log
