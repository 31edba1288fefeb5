"""What a command is given that it cannot use is told in one line that names it; the command then ends with 1 or 2."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate.cli import db as migrations

from directory.operation.backups.age_files import new_identity
from tests import forked
from tests.conftest import PROJECT, copy_of, environment_of, make_app
from tests.seeding.short import folder, short_files
from tests.stored import three_states
from tests.test_commands import ADDRESS, COMMANDS, WITHOUT_DATABASE, assert_told

__all__ = ["folder", "short_files", "three_states"]
# Those of Flask-Migrate log what is wrong with the number of a migration; what comes before that is told by ours.
OF_MIGRATIONS = ["db upgrade", "db downgrade"]
ALL = COMMANDS | {name: [] for name in (*WITHOUT_DATABASE, *OF_MIGRATIONS, "db current")}
ODD = {"nothing": "", "bytes that are no text": "\udcff", "a number of 5,000 digits": "9" * 5_000}
# What each reads of a file, and the name by which it is told that nothing can be made of it.
READERS = {
    "a table of seed data": ("seed FOLDER", "jurisdictions.csv"),
    "entries of seed data": ("seed FOLDER", "authorities.jsonl"),
    "heads": ("audit verify --heads FOLDER/heads", "heads"),
    "a table to import": ("import FOLDER/table.csv", "table.csv"),
    "a backup": ("restore FOLDER/backup --identity FOLDER/backup", "backup"),
}
ODD_CONTENTS = {
    "nothing": b"",
    "bytes that are no text": b"\xff\xfe\x00\n",
    "values nested very deep": b"[" * 100_000 + b"\n",
    "a number of 5,000 digits": b"9" * 5_000 + b"\n",
    "half a character": b'{"key": "\\ud800"}\n',
}
# Python that is started without standard input has no `sys.stdin`, and gives its number to the next file.
CLOSED = """
import os, runpy, sys
os.close(0)
sys.stdin = sys.__stdin__ = None
sys.argv = sys.argv[1:]
runpy.run_module("flask", run_name="__main__", alter_sys=True)
"""
READERS_OF_INPUT = {
    "a password": f"accounts create --email {ADDRESS} --name Some --role administrator --password-stdin",
    "an identity": "restore none.age",
}


@pytest.fixture(scope="module")
def app(three_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    recipient, _ = new_identity()
    return make_app(copy_of(three_states, tmp_path_factory.mktemp("odd") / "data"), backup_recipients=(recipient,))


def run(app: Flask, *words: str) -> Result:
    root = migrations if words[0] == "db" else app.cli
    return CliRunner().invoke(root, words[words[0] == "db" :], obj=ScriptInfo(create_app=lambda: app))


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("command", ALL)
def test_a_command_says_that_an_argument_cannot_be_used(
    command: str, odd: str, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    told = run(app, *command.split(), *ALL[command][:-1], odd)

    assert odd not in {file.name for file in Path().iterdir()}
    if command in OF_MIGRATIONS and odd.isdigit():
        assert (told.exit_code, len(caplog.messages)) == (1, 1)
        return
    assert_told(told)
    assert told.exit_code in (1, 2)


@pytest.mark.long(each=9)
@pytest.mark.parametrize("odd", ODD_CONTENTS.values(), ids=ODD_CONTENTS)
@pytest.mark.parametrize(("command", "file"), READERS.values(), ids=READERS)
def test_a_command_says_that_a_file_cannot_be_used(
    command: str, file: str, odd: bytes, app: Flask, folder: Path
) -> None:
    (folder / file).write_bytes(odd)

    told = run(app, *command.replace("FOLDER", str(folder)).split())

    assert_told(told)
    assert told.exit_code == 1


@pytest.mark.long(each=2)
@pytest.mark.parametrize("command", READERS_OF_INPUT.values(), ids=READERS_OF_INPUT)
def test_a_command_says_that_standard_input_is_closed(command: str, app: Flask) -> None:
    words = [sys.executable, "-c", CLOSED, "flask", "--app", "wsgi", *command.split()]

    ended = forked.run(words, cwd=PROJECT, env=environment_of(app), capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (
        1,
        "Error: Standard input is closed, from which this command reads.\n",
    )


@pytest.mark.long(each=2)
@pytest.mark.parametrize("odd", [b"\xff\xfe\n", b"9" * 5_000, b""], ids=["no text", "long", "nothing"])
@pytest.mark.parametrize("command", READERS_OF_INPUT.values(), ids=READERS_OF_INPUT)
def test_a_command_says_that_its_input_cannot_be_used(command: str, odd: bytes, app: Flask) -> None:
    words = [sys.executable, "-m", "flask", "--app", "wsgi", *command.split()]

    ended = forked.run(words, cwd=PROJECT, env=environment_of(app), input=odd, capture_output=True, check=False)

    assert ended.returncode == 1
    assert len(ended.stderr.decode().splitlines()) == 1, ended.stderr


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nonsense", "must begin with postgresql://"),
        ("sqlite:///x", "must begin with postgresql://"),
        ("mysql://a/b", "must begin with postgresql://"),
        ("postgresql://localhost:abc/x", "cannot be read: a port is a number"),
        ("postgresql://localhost:99999/x", "cannot be read: a port is a number"),
        ("postgresql://u:word@127.0.0.1:1/x?foo=bar", "cannot be read."),
        ("postgresql://[::1/x", "cannot be read."),
    ],
)
def test_of_a_database_to_copy_to_it_is_the_target_that_is_blamed(address: str, told: str, app: Flask) -> None:
    result = run(app, "database", "copy", address)

    assert_told(result)
    assert result.stderr.startswith(f"Not copied: The target {told}")


@pytest.mark.parametrize("number", ["9" * 5_000, "2147483648"])
def test_a_number_of_seed_data_that_no_database_holds_is_refused_by_file_and_line(
    number: str, app: Flask, folder: Path
) -> None:
    treaties = folder / "treaties.csv"
    treaties.write_text(treaties.read_text().replace("deposit,30,", f"deposit,{number},", 1))

    told = run(app, "seed", str(folder))

    assert_told(told)
    assert told.stderr.startswith("Refused: treaties.csv, line 2: entry_days")


@pytest.mark.parametrize("command", ["backup", "export", "export --public"])
def test_a_file_that_cannot_be_written_is_called_as_it_was_asked_for(command: str, app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "none" / "new.csv"

    told = run(app, *command.split(), str(file))

    assert_told(told)
    assert told.stderr.endswith(f": {file}: No such file or directory\n")
