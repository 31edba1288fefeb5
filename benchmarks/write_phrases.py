"""Writes `phrases.csv`, the names of States, functions, treaties and the like: `python -m benchmarks.write_phrases`.

The corpora are made from this file, so that figures of different days concern the same documents. Write the file anew
when the names and keywords of entries have changed so much that the corpora no longer resemble the entries.
"""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from directory.extensions import db
from directory.models import Jurisdiction, Network, Treaty
from directory.search.names import EntryNames, distinct, labels, searchable_texts
from directory.vocabulary import AUTHORITY_KINDS, COVERS, FUNCTIONS, KINDS, MEASURES, TOPICS
from tests.conftest import close, fill, make_app

FILE = Path(__file__).with_name("phrases.csv")
VOCABULARIES = {
    "kind": KINDS,
    "function": FUNCTIONS,
    "authority_kind": AUTHORITY_KINDS,
    "measure": MEASURES,
    "topic": TOPICS,
    "cover": COVERS,
}


def rows() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the group, the code and the names in all languages of each thing."""
    for group, vocabulary in VOCABULARIES.items():
        yield from ((group, code, labels(vocabulary, code)) for code in vocabulary)
    names = EntryNames(are_many=True)
    for key in db.session.scalars(select(Jurisdiction.key).order_by(Jurisdiction.key)):
        yield "jurisdiction", key, names.of_state(key)
    for model, details in (
        (Treaty, ("title", "short_title", "other_names")),
        (Network, ("name", "short_name", "other_names")),
    ):
        for key in db.session.scalars(select(model.key).order_by(model.key)):
            yield model.KIND, key, tuple(searchable_texts(names.reading(model, key), *details))


def main() -> None:
    """Write the file from the seed data and the catalogues."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        app = make_app(Path(folder))
        with app.app_context(), FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("group", "code", "phrases"))
            writer.writerows((group, code, "|".join(distinct(found))) for group, code, found in rows())
        close(app)


if __name__ == "__main__":
    main()
