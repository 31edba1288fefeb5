"""Processes that are forked differ from those that are started in nothing that a program or its caller sees."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests import forked
from tests.conftest import PROJECT

TOLD = """
import json, os, sys
from pathlib import Path
print(json.dumps([sys.argv, sys.path[0], str(Path.cwd()), sys.stdin.read(), os.environ["TZ"], os.getppid()]))
print("told", file=sys.stderr)
sys.exit(3)
"""
WAYS = {"started": subprocess.run, "forked": forked.run}


def end_of(run: object, program: str) -> "subprocess.CompletedProcess[str]":
    command, environment = [sys.executable, "-c", program, "first", "second"], {**os.environ, "TZ": "Asia/Bishkek"}
    return run(command, cwd=PROJECT, env=environment, input="said", capture_output=True, text=True)  # type: ignore[operator, no-any-return]


@pytest.mark.parametrize("run", WAYS.values(), ids=WAYS)
def test_a_program_has_its_own_arguments_folder_input_environment_and_parent(run: object) -> None:
    ended = end_of(run, TOLD)

    assert (ended.returncode, ended.stderr) == (3, "told\n")
    assert json.loads(ended.stdout) == [
        ["-c", "first", "second"],
        "",
        str(PROJECT),
        "said",
        "Asia/Bishkek",
        os.getpid(),
    ]


@pytest.mark.parametrize("run", WAYS.values(), ids=WAYS)
def test_a_program_that_is_killed_has_ended_so(run: object) -> None:
    ended = end_of(run, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")

    assert ended.returncode == -signal.SIGKILL


def test_a_forked_program_has_the_product_imported_and_a_started_one_not() -> None:
    program = "import sys; print('directory.app' in sys.modules, 'wsgi' in sys.modules)"

    assert [end_of(run, program).stdout for run in WAYS.values()] == ["False False\n", "True False\n"]


@pytest.mark.parametrize("settings", [{"cwd": "/"}, {"cwd": PROJECT, "env": {"PYTHONHASHSEED": "1"}}])
def test_what_python_reads_at_its_start_and_another_folder_are_started(settings: dict[str, object]) -> None:
    program = "import sys; print('directory.app' in sys.modules)"

    ended = forked.run([sys.executable, "-c", program], capture_output=True, text=True, **settings)

    assert ended.stdout == "False\n"
