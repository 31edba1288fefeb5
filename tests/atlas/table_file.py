"""Records the treaties of all pairs in `docs/atlas_table.csv`, or prints what differs from a recorded file.

python -m tests.atlas.table_file [FILE]
"""

import sys
import tempfile
from pathlib import Path

from tests.conftest import PROJECT, close, fill, make_app

FILE = PROJECT / "docs" / "atlas_table.csv"


def run(*arguments: str) -> str:
    """Run `atlas table` with some arguments over a site with the seed data alone; return what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        site = make_app(Path(folder))
        ended = site.test_cli_runner().invoke(args=["atlas", "table", *arguments])
        close(site)
    return ended.output


if __name__ == "__main__":
    sys.stdout.write(run("--changes", sys.argv[1]) if sys.argv[1:] else run("--record", str(FILE)))
