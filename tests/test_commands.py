"""Every command of the product: what keeps it from its work is told in one line, and its exit code is not 0."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from directory import database_connections
from directory.app import create_app
from directory.cli import register_commands
from directory.extensions import db
from tests.conftest import close, copy_of, make_app
from tests.consultations.conftest import make_scene
from tests.imports.files import office, table
from tests.stored import three_states

__all__ = ["three_states"]
ADDRESS = "nobody.here@example.org"
MAKE = ["accounts", "create", "--name", "Some One"]
NOBODY = ["--email", ADDRESS]
# What each command is given where nothing is wrong with that; FILE is one to import, NEW one to be written, and FOLDER
# where both are.
COMMANDS = {
    "prepare": [],
    "seed": [],
    "sources watch": [],
    "sources tables": [],
    "sources add": ["list", "https://example.org/list.xml", "--reader", "un_treaty", "--treaty", "untoc"],
    "sources remove": ["list"],
    "sources update": [],
    "index rebuild": [],
    "index verify": [],
    "audit verify": [],
    "audit head": [],
    "alarms test": ["--account", ADDRESS],
    "webhooks list": [],
    "issuers list": [],
    "issuers add": [
        *("--url", "https://login.office.example", "--name", "Office", "--client-id", "x", "--jurisdiction", "KG")
    ],
    "issuers remove": ["x"],
    "worker": ["--once"],
    "mail list": [],
    "mail bounced": [ADDRESS],
    "mail mended": [ADDRESS],
    "mail again": ["--held"],
    "import": ["FILE"],
    "export": ["NEW"],
    "tokens create": ["--account", ADDRESS],
    "accounts create": [*NOBODY, "--name", "Some One", "--role", "practitioner", "--jurisdiction", "KG"],
    "accounts disable": NOBODY,
    "accounts recover": NOBODY,
    "accounts review": [],
    "accounts end-sessions": [],
    "keys rotate": [],
    "database copy": ["postgresql://127.0.0.1:1/none"],
    "database recovered": [],
    "backup": ["NEW"],
    "restore": ["FILE", "--identity", "FILE"],
    "atlas table": [],
    "exercises start": ["KEY"],
    "exercises report": ["KEY", "--format", "csv"],
    "demo load": [],
    "demo remove": [],
    "wordings export": ["FOLDER"],
    "wordings merge": ["FOLDER"],
}
# These ask no database before they begin.
WITHOUT_DATABASE = ("keys backup", "metrics")
# What they do with no tables at all is to make them.
MAKES_TABLES = {"prepare"}


def named(app: Flask) -> set[str]:
    """Return the names of all commands that the product adds."""
    bare = Flask("bare")
    register_commands(bare)
    assert set(bare.cli.commands) <= set(app.cli.commands)
    return {name for one in bare.cli.commands.values() for name in names_of(one)}


def names_of(command: click.Command) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield command.name or ""
        return
    for one in command.commands.values():
        yield f"{command.name} {one.name}"


def run(app: Flask, command: str, arguments: list[str], folder: Path) -> Result:
    (folder / "offices.csv").write_bytes(table([office("kg-table-of-commands")]))
    files = {"FOLDER": str(folder), "FILE": str(folder / "offices.csv"), "NEW": str(folder / "new.csv")}
    return app.test_cli_runner().invoke(args=[*command.split(), *(files.get(one, one) for one in arguments)])


def assert_told(result: Result) -> None:
    """Assert that a command ended with one line on standard error, not with an exception of its own."""
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code != 0
    lines = [line for line in result.stderr.splitlines() if not line.startswith(("Usage: ", "Try '")) and line]
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.output
    assert ADDRESS not in result.output


def test_the_table_names_every_command(app: Flask) -> None:
    assert named(app) == {*COMMANDS, *WITHOUT_DATABASE}


def garbage(folder: Path) -> str:
    folder.mkdir()
    (folder / "directory.sqlite3").write_bytes(b"no database " * 100)
    return f"sqlite:///{folder / 'directory.sqlite3'}"


def without_tables(folder: Path) -> str:
    folder.mkdir()
    return f"sqlite:///{folder / 'directory.sqlite3'}"


def folder_in_place_of_file(folder: Path) -> str:
    (folder / "directory.sqlite3").mkdir(parents=True)
    return f"sqlite:///{folder / 'directory.sqlite3'}"


def away(folder: Path) -> str:
    folder.mkdir()
    return "postgresql+psycopg://127.0.0.1:1/none?connect_timeout=1"


UNUSABLE = {one.__name__: one for one in (garbage, without_tables, folder_in_place_of_file, away)}


@pytest.fixture(scope="module")
def unusable_apps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Flask]:
    """Return an app over each such database, of which no command makes a usable one."""
    folders = {name: tmp_path_factory.mktemp("unusable") / "data" for name in UNUSABLE}
    return {name: make_app(folders[name], make(folders[name])) for name, make in UNUSABLE.items()}


@pytest.mark.sqlite
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("unusable", UNUSABLE)
def test_a_command_without_a_usable_database_says_so_in_one_line(
    command: str, unusable: str, unusable_apps: dict[str, Flask], tmp_path: Path
) -> None:
    if unusable == without_tables.__name__ and command in MAKES_TABLES:
        return

    result = run(unusable_apps[unusable], command, COMMANDS[command], tmp_path)

    assert_told(result)


def test_a_key_for_backups_is_made_where_there_is_no_site_yet(tmp_path: Path) -> None:
    app = make_app(tmp_path / "data", without_tables(tmp_path / "data"))

    result = run(app, "keys backup", [], tmp_path)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "AGE-SECRET-KEY-" in result.stdout


@pytest.fixture(scope="module")
def locked_app(three_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return an app over a database whose write lock another process holds, for which nobody waits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_connections, "BUSY_TIMEOUT_SECONDS", 0)
        folder = copy_of(three_states, tmp_path_factory.mktemp("locked") / "data")
        app = make_app(folder)
        holder = sqlite3.connect(folder / "directory.sqlite3", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        yield app
        holder.close()


@pytest.mark.sqlite
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_cannot_write_says_so_in_one_line_and_one_that_reads_goes_on(
    command: str, locked_app: Flask, tmp_path: Path
) -> None:
    result = run(locked_app, command, COMMANDS[command], tmp_path)

    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    if result.exit_code:
        assert len(result.stderr.splitlines()) == 1, result.stderr


WRONG = {
    "a folder without seed data": ["seed", "FOLDER"],
    "seed data that are no text": ["seed", "NOT TEXT"],
    "a file to import that is none": ["import", "FOLDER"],
    "a file to import that is no table": ["import", "NO TABLE"],
    "an export into a folder that is not there": ["export", "FOLDER/none/new.csv"],
    "an export of the public directory there": ["export", "--public", "FOLDER/none/new.csv"],
    "an export onto a folder": ["export", "FOLDER"],
    "an export of another ending": ["export", "FOLDER/new.odt"],
    "a backup that nobody could open": ["backup", "FOLDER/new.age"],
    "a restore of what is no backup": ["restore", "NO TABLE", "--identity", "NO TABLE"],
    "a restore of nothing": ["restore", "FOLDER/none", "--identity", "NO TABLE"],
    "an identity that is not there": ["restore", "NO TABLE", "--identity", "FOLDER/none"],
    "heads that are none": ["audit", "verify", "--heads", "NO TABLE"],
    "no mail address": ["mail", "bounced", "nonsense"],
    "two mail addresses": ["mail", "bounced", "one@example.org,two@example.org"],
    "an address that did not bounce": ["mail", "mended", "other@example.org"],
    "no mail address to mend": ["mail", "mended", "nonsense"],
    "no such mail": ["mail", "again", "999999"],
    "no number of a mail": ["mail", "again", "nonsense"],
    "a number that no database holds": ["mail", "again", "9" * 30],
    "nobody's token": ["tokens", "create", "--account", "other@example.org"],
    "a token for ever": ["tokens", "create", "--account", "other@example.org", "--days", "0"],
    "nobody to disable": ["accounts", "disable", "--email", "other@example.org"],
    "nobody to bring back": ["accounts", "recover", "--email", "other@example.org"],
    "bytes that are no text": ["accounts", "disable", "--email", "\udcff@example.org"],
    "an account of no State": [*MAKE, "--email", "a@example.org", "--role", "practitioner", "--jurisdiction", "XX"],
    "an account of no State and no network": [*MAKE, "--email", "a@example.org", "--role", "practitioner"],
    "an account of no role": [*MAKE, "--email", "a@example.org", "--role", "king"],
    "an account of no address": [*MAKE, "--email", "nonsense", "--role", "administrator"],
    "no such measure": ["atlas", "table", "--measure", "nonsense"],
    "a database to copy to that is none": ["database", "copy", "nonsense"],
    "a database to copy to that is away": ["database", "copy", "postgresql://127.0.0.1:1/none"],
    "no port for the figures": ["metrics"],
    "no such command": ["nonsense"],
    "no such command of a group": ["mail", "nonsense"],
    "no such option": ["index", "verify", "--nonsense"],
}


@pytest.fixture(scope="module")
def wrong_app(three_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_app(copy_of(three_states, tmp_path_factory.mktemp("wrong") / "data"))


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_a_command_that_is_given_what_it_cannot_use_says_so_in_one_line(
    arguments: list[str], wrong_app: Flask, tmp_path: Path
) -> None:
    (tmp_path / "no table.csv").write_bytes(b"\xff\xfe\x00 no table")
    (tmp_path / "seed").mkdir()
    for name in ("sources.csv", "jurisdictions.csv"):
        (tmp_path / "seed" / name).write_bytes(b"\xff\xff")
    names = {"NO TABLE": str(tmp_path / "no table.csv"), "NOT TEXT": str(tmp_path / "seed"), "FOLDER": str(tmp_path)}
    given = [names.get(one, one.replace("FOLDER/", f"{tmp_path}/")) for one in arguments]

    assert_told(wrong_app.test_cli_runner().invoke(args=given))


def test_an_address_that_bounced_is_said_to_be_noted_and_mended(wrong_app: Flask) -> None:
    runner = wrong_app.test_cli_runner()

    told = [runner.invoke(args=["mail", act, "office@example.org"]).stdout for act in ("bounced", "bounced", "mended")]

    assert told == [
        "Nothing more is sent to this address.\n",
        "It was noted before that mail comes back.\n",
        "Mail is sent to this address again.\n",
    ]


@pytest.mark.long(each=5)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize("public", [[], ["--public"]], ids=["whole", "public"])
def test_an_export_onto_a_full_disk_says_so_and_leaves_no_file(
    ending: str, public: list[str], wrong_app: Flask, tmp_path: Path
) -> None:
    # The part that is written first cannot be made.
    (tmp_path / f".new.{ending}.part").mkdir()

    result = wrong_app.test_cli_runner().invoke(args=["export", *public, str(tmp_path / f"new.{ending}")])

    assert_told(result)
    assert not (tmp_path / f"new.{ending}").exists()


@pytest.mark.parametrize("version", ["0037", "9999"])
@pytest.mark.parametrize(
    "command", ["accounts create", "mail bounced", "keys rotate", "seed", "index rebuild", "prepare"]
)
def test_over_a_database_of_another_version_a_command_changes_nothing(
    three_states: Path, tmp_path: Path, command: str, version: str
) -> None:
    if command == "prepare" and version == "0037":
        return
    app = make_app(copy_of(three_states, tmp_path / "data"))
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})

    result = run(app, command, COMMANDS[command], tmp_path)

    assert_told(result)
    assert f"the database is at migration {version}" in result.stderr


def test_a_site_is_not_prepared_with_keys_that_open_nothing_of_it(three_states: Path, tmp_path: Path) -> None:
    app = make_app(copy_of(three_states, tmp_path / "data"))
    with app.app_context():
        make_scene().ask()
    other = create_app(replace(app.config["SETTINGS"], encryption_keys=("another key of thirty-two letters or more",)))

    result = run(other, "prepare", [], tmp_path)
    close(other)

    assert_told(result)
    assert "ENCRYPTION_KEYS open nothing" in result.stderr
