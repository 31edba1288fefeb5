"""django-haystack over Whoosh, set up as in its tutorial: a model, an index of the model, and `SearchQuerySet`."""

from collections.abc import Iterable
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks.engines.base import MOST_HITS, Answer, columns, shown, size_of, words
from benchmarks.queries import Question
from search_index import Document

APP = "benchmarks.engines.haystack_app"
AT_ONCE = 1000


def configure(folder: Path, **others: object) -> None:
    """Set Django up for a folder. This works only once in a process."""
    settings.configure(
        INSTALLED_APPS=["haystack", APP],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "rows.sqlite3")}},
        HAYSTACK_CONNECTIONS={
            "default": {
                "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
                "PATH": str(folder / "index"),
                "BATCH_SIZE": AT_ONCE,
            }
        },
        HAYSTACK_LIMIT_TO_REGISTERED_MODELS=False,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        **others,
    )
    django.setup()


class Engine:
    """A Django project with one app. It would take an hour to index a larger corpus."""

    largest = 2_000

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not settings.configured:
            configure(folder)

    def build(self, documents: Iterable[Document]) -> None:
        """Write the rows, then the index of the rows."""
        from benchmarks.engines.haystack_app.models import Row

        with connection.schema_editor() as editor:
            editor.create_model(Row)
        Row.objects.bulk_create((_row(Row, one) for one in documents), batch_size=AT_ONCE)
        call_command("update_index", verbosity=0)

    def open(self) -> None:
        """Open the index, as the first request does."""
        from haystack.query import SearchQuerySet

        self._all = SearchQuerySet()
        self._all.count()

    def ask(self, question: Question) -> Answer:
        """Answer one question."""
        found = self._all
        for word, is_begun in words(question):
            found = found.filter(content__startswith=word) if is_begun else found.filter(content=word)
        for field, value in question.filters.items():
            found = found.narrow(f'{field}_exact:"{value}"')
        if not found.count():
            found = self._all
            for word, _ in words(question):
                found = found.filter(content__fuzzy=word) if len(word) > 3 else found.filter(content=word)
        for field in question.facets:
            found = found.facet(field)
        hits = found[:MOST_HITS]
        fields = found.facet_counts().get("fields", {}) if question.facets else {}
        facets = {field: dict(counts) for field, counts in fields.items()}
        return Answer(found.count(), tuple(hit.key for hit in hits), tuple(hit.name for hit in hits), facets)

    def megabytes(self) -> float:
        """Return the size of rows and index on the disk in megabytes."""
        return size_of(self._folder)

    def close(self) -> None:
        """Do nothing, since nothing is held."""


def _row(model: type, one: Document) -> object:
    facets = {field: list(values) for field, values in one.facets.items()}
    return model(key=one.key, name=shown(one), text=" ".join(columns(one)), facets=facets)
