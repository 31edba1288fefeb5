"""Our own index, used only through its public interface."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from benchmarks.engines.base import Answer, shown, size_of
from benchmarks.queries import Question
from search_index import Document, SearchIndex

STAMP = "benchmarks"


class Engine:
    """The embedded index. Here the names of hits come from memory; in the product they come from the database."""

    largest = 1_000_000

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.index = SearchIndex(folder / "index", STAMP)
        self._shown = folder / "names"

    def build(self, documents: Iterable[Document]) -> None:
        """Write the index, and a file of the names that a page would read from the database."""
        with self._shown.open("w", encoding="utf-8") as file:

            def noting() -> Iterator[Document]:
                for document in documents:
                    file.write(f"{document.key}\t{shown(document)}\n")
                    yield document

            self.index.rebuild(noting(), 0)

    def open(self) -> None:
        """Open the index."""
        self.index.open()

    def become_worker(self, site: Path) -> None:
        """Load everything that a worker of the site holds besides its index, by showing one page."""
        from tests.conftest import make_app

        page = make_app(site).test_client().get("/en/authorities/kg-prosecutor-general")
        if page.status_code != 200:
            raise RuntimeError(page.status)

    @cached_property
    def _names(self) -> dict[str, str]:
        """A mapping from key to name of all documents, read at the first question. No worker of the product holds
        it."""
        lines = self._shown.read_text(encoding="utf-8").splitlines()
        return dict(line.split("\t", 1) for line in lines)

    def ask(self, question: Question) -> Answer:
        """Answer one question."""
        results = self.index.search(question.query)
        names = tuple(map(self._names.__getitem__, results.keys))
        return Answer(results.total, results.keys, names, results.facets)

    def megabytes(self) -> float:
        """Return the size of the index on the disk in megabytes."""
        return size_of(self._folder / "index")

    def close(self) -> None:
        """Do nothing, since nothing is held."""
