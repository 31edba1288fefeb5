"""What docs/deployment gives to operators: settings that the site takes, and a script that runs its commands."""

import getpass
import grp
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from directory.config import Config
from tests.conftest import ENCRYPTION_KEY, PROJECT, SECRET, environment_of

FOLDER = PROJECT / "docs/deployment"
FILLED = {"SECRET_KEY=''": f"SECRET_KEY='{SECRET}'", "ENCRYPTION_KEYS=''": f"ENCRYPTION_KEYS='{ENCRYPTION_KEY}'"}


def test_what_a_new_version_installs_holds_the_driver_of_each_database_with_its_hash() -> None:
    locked = (PROJECT / "requirements.txt").read_text()

    found = re.findall(r"^(psycopg(?:-binary)?)==\S+ \\\n    --hash=sha256:", locked, re.MULTILINE)

    assert found == ["psycopg", "psycopg-binary"]
    assert "pip install" not in (PROJECT / "docs/many_machines.md").read_text()


def commands(file: str) -> set[str]:
    """Return what a document has an operator run by the script, up to its options and arguments."""
    told = re.findall(r"`counterpart ((?:[a-z]+ ?)+)", (PROJECT / file).read_text())
    return {command.strip() for command in told}


def filled(lines: str) -> str:
    """Return the file of settings with secrets in it and nothing left out by a sign of a comment."""
    text = "".join(f"{FILLED.get(line, line)}\n" for line in lines.splitlines())
    return text.replace("\n#METRICS", "\nMETRICS").replace("\n#DATABASE", "\nDATABASE")


def test_the_settings_are_those_that_the_site_takes(tmp_path: Path) -> None:
    (tmp_path / "env").write_text(filled((FOLDER / "counterpart.env").read_text()))
    shown = f"set -a; . {tmp_path}/env; env -0"
    printed = subprocess.run(["/bin/sh", "-c", shown], env={}, capture_output=True, check=True).stdout.decode()
    environment = dict(line.split("=", 1) for line in printed.split("\0") if line)

    config = Config.from_env(environment)

    assert config.mail_from == "Counterpart <directory@counterpart.example>"
    assert config.mail_url.endswith("mail.example:587")
    assert config.database.startswith("postgresql")
    assert config.metrics_port == 9108


def test_each_value_of_the_settings_that_is_no_number_is_quoted_as_systemd_and_a_shell_read_alike() -> None:
    values = re.findall(r"^#?[A-Z_]+=(.*)$", (FOLDER / "counterpart.env").read_text(), re.MULTILINE)

    assert len(values) > 10
    assert [value for value in values if not re.fullmatch(r"'[^']*'|[0-9]+", value)] == []


@pytest.mark.parametrize("file", ["docs/runbook.md", "docs/operators.md"])
def test_a_command_that_a_document_names_is_one_of_the_site(app: Flask, file: str) -> None:
    assert commands(file)
    for command in commands(file):
        assert app.test_cli_runner().invoke(args=[*command.split(), "--help"]).exit_code == 0, command


def test_the_script_runs_a_command_of_the_site_with_its_settings(small_app: Flask, tmp_path: Path) -> None:
    """As whoever runs the tests, in this folder: the rest of it is as the script has it."""
    settings = environment_of(small_app)
    lines = [f"{name}='{settings[name]}'" for name in ("DATA_DIR", "DATABASE_URL", "SECRET_KEY", "ENCRYPTION_KEYS")]
    (tmp_path / "env").write_text("\n".join(lines))
    script = (FOLDER / "counterpart").read_text()
    for ours, theirs in {
        "cd /srv/counterpart": f"cd {PROJECT}",
        "/etc/counterpart.env": str(tmp_path / "env"),
        "--reuid=counterpart": f"--reuid={getpass.getuser()}",
        "--regid=counterpart": f"--regid={grp.getgrgid(os.getegid()).gr_name}",
        "--init-groups": "--keep-groups",
        ".venv/bin/flask": f"{sys.executable} -m flask",
    }.items():
        assert ours in script
        script = script.replace(ours, theirs)

    done = subprocess.run(
        ["/bin/sh", "-c", script, "counterpart", "audit", "verify"],
        env={"PATH": os.environ["PATH"]},
        check=False,
        capture_output=True,
    )

    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(b"Audit: 0 rows")
