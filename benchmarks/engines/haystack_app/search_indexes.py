"""Declares how rows are indexed. Haystack finds this module by its name."""

from haystack import indexes

from benchmarks.engines.haystack_app.models import Row
from benchmarks.queries import ALL_FACETS


def _prepared(field: str) -> object:
    return lambda _index, row: row.facets.get(field, [])


class RowIndex(indexes.SearchIndex, indexes.Indexable):
    """The index of rows: their words, the values to show, and the facets."""

    text = indexes.CharField(document=True, model_attr="text")
    key = indexes.CharField(model_attr="key", indexed=False)
    name = indexes.CharField(model_attr="name", indexed=False)
    for _field in ALL_FACETS:
        locals()[_field] = indexes.MultiValueField(faceted=True)
        locals()[f"prepare_{_field}"] = _prepared(_field)

    def get_model(self) -> type[Row]:
        """Return the model whose rows are indexed."""
        return Row
