"""`flask wordings`: published wordings as files, and taken over into the catalogues of a checkout."""

import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from directory.catalogues import FOLDER
from tests import factories
from tests.wordings.strings import NETWORKS, REPORTS, published

OTHER = "Түйүндөр"


@pytest.fixture
def site(small_app: Flask) -> Flask:
    """Return a site with two published wordings in Kyrgyz and one in Russian."""
    for row in (
        published(NETWORKS, OTHER),
        published(REPORTS, "%(num)s арыз", "%(num)s арыз"),
        published(NETWORKS, "Сети государств", language="ru"),
    ):
        factories.add(row)
    return small_app


def run(site: Flask, *arguments: str) -> str:
    done = site.test_cli_runner().invoke(args=["wordings", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_published_wordings_are_written_as_catalogue_files(site: Flask, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    run(site, "export", str(tmp_path / "files"))

    assert sorted(path.name for path in (tmp_path / "files").iterdir()) == ["ky.po", "ru.po"]
    with (tmp_path / "files" / "ky.po").open("rb") as file:
        made = read_po(file, locale="ky")
    assert made.get("Networks").string == OTHER
    assert made.get("%(num)s report").string == ("%(num)s арыз", "%(num)s арыз")


def test_one_language_is_written_to_the_standard_output(site: Flask) -> None:
    assert 'msgstr "Сети государств"' in run(site, "export", "--language", "ru")


def test_it_says_what_it_needs(site: Flask) -> None:
    done = site.test_cli_runner().invoke(args=["wordings", "export"])

    assert done.exit_code == 2
    assert "Name a folder" in done.output


def test_the_catalogues_take_over_what_is_published_and_nothing_else_changes(site: Flask, tmp_path: Path) -> None:
    for code in ("ky", "ru"):
        own = tmp_path / code / "LC_MESSAGES"
        own.mkdir(parents=True)
        shutil.copy(FOLDER / code / "LC_MESSAGES" / "messages.po", own)
    before = (tmp_path / "ky" / "LC_MESSAGES" / "messages.po").read_text().splitlines()

    assert run(site, "merge", str(tmp_path)) == "ru: 1\nky: 2\n"

    after = (tmp_path / "ky" / "LC_MESSAGES" / "messages.po").read_text().splitlines()
    assert len(after) == len(before)
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        f'msgstr "{OTHER}"',
        'msgstr[0] "%(num)s арыз"',
        'msgstr[1] "%(num)s арыз"',
    ]
    assert run(site, "merge", str(tmp_path)) == "ru: 0\nky: 0\n"
