"""`flask audit verify` and `flask audit head`: what they print, and how they end."""

import re
from collections.abc import Callable
from pathlib import Path

from flask import current_app

from directory.audit.heads import FILE
from tests.audit.conftest import ACTS


def test_a_chain_without_fault_ends_with_0_and_says_that_there_is_no_head(recorded: Path) -> None:
    result = current_app.test_cli_runner().invoke(args=["audit", "verify"])

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"Audit: {ACTS} rows, each as it was written.",
        "Heads: none to compare with, so that a tail that was cut is not seen.",
    ]


def test_the_check_says_how_far_the_heads_reach(recorded: Path) -> None:
    run = current_app.test_cli_runner()
    run.invoke(args=["audit", "head"])

    result = run.invoke(args=["audit", "verify"])

    assert re.search(rf"^Heads: 1 agree, the newest of 20\S+ \(row {ACTS}\)\.$", result.output, re.MULTILINE)


def test_a_chain_with_a_fault_ends_with_1_and_names_it(recorded: Path, tamper: Callable[..., None]) -> None:
    tamper("DELETE FROM audit_event WHERE id = 2")

    result = current_app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (result.exit_code, result.output) == (1, "Audit: Row 2: deleted, as are all rows up to 2.\n")


def test_a_copy_of_the_heads_that_is_kept_elsewhere_shows_what_the_machines_own_no_longer_does(
    recorded: Path, tamper: Callable[..., None], tmp_path: Path
) -> None:
    run = current_app.test_cli_runner()
    exported = run.invoke(args=["audit", "head"])
    assert exported.output.startswith(f"Audit: row {ACTS}, ")
    (recorded / FILE).rename(tmp_path / "kept.jsonl")
    tamper("DELETE FROM audit_event WHERE id = ?", ACTS)

    own = run.invoke(args=["audit", "verify"])
    kept = run.invoke(args=["audit", "verify", "--heads", str(tmp_path / "kept.jsonl")])

    assert (own.exit_code, kept.exit_code) == (0, 1)
    assert f"Row {ACTS}: the tail was cut" in kept.output


def test_heads_of_another_site_end_with_1(recorded: Path) -> None:
    run = current_app.test_cli_runner()
    run.invoke(args=["audit", "head"])
    (recorded / FILE).write_text((recorded / FILE).read_text().replace('"signature": "', '"signature": "0'))

    result = run.invoke(args=["audit", "verify"])

    assert (result.exit_code, result.output) == (
        1,
        f"Audit: {FILE}, line 1: not signed with this site's SECRET_KEY\n",
    )
