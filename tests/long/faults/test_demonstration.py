"""`make demo` from an empty folder, with the settings of a site in use around it."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.conftest import PROJECT, Server


def test_make_demo_starts_from_nothing_and_touches_no_other_site(tmp_path: Path) -> None:
    virtual = tmp_path / "venv"
    virtual.mkdir()
    (virtual / "bin").symlink_to(Path(sys.executable).parent)
    for made in ("python", "run"):
        (virtual / made).touch()
    site = Server(tmp_path / "data", workers=1)
    in_use = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/in_use", "MAIL_URL": "smtp://127.0.0.1:1"}
    command = ["make", "demo", f"VENV={virtual}", f"DEMO_DIR={site.folder}"]

    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env=site.environment | in_use,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        printed = []
        for line in process.stdout:
            printed.append(line)
            if "answers at" in line:
                break
        with urllib.request.urlopen(f"{site.address}/en/focal-points?network=casc", timeout=60) as answer:
            board = answer.read().decode()
        os.killpg(process.pid, signal.SIGTERM)
        process.stdout.read()

    assert "Demonstration Prosecutor" in board
    assert any("administrator@example.org" in line for line in printed)
    assert (site.folder / "directory.sqlite3").exists()
    assert "SECRET_KEY=" in (site.folder / "secrets.env").read_text()
