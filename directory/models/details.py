"""The declaration of readable columns: one `detail(...)` for each column that may be read.

Pages, JSON, the OpenAPI document and the index follow these declarations. Readers get these values through
`access/gate.py` alone. A column without a declaration is not shown or indexed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import String, inspect
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from directory.extensions import Model
from directory.vocabulary import Audience, Vocabulary

KEY_CHARACTERS = 160
EntryKey = tuple[str, str]


@dataclass(frozen=True)
class Detail:
    """The declaration of a column.

    `audience` is the audience of the column, or the name of another column in which each row states its audience.
    `vocabulary` contains the labels of the column's codes; it is None if the values are no codes. `holds` is the type
    of the value, as `detail` describes. If `is_offered` is false, the detail can be read, but no form or file asks
    people for it. If `is_ordered` is true, the order of the column's codes is part of the value.
    """

    label: Any
    audience: Audience | str
    is_searchable: bool
    vocabulary: Vocabulary[Any] | None
    holds: str
    is_offered: bool = True
    is_ordered: bool = False


@dataclass(frozen=True)
class DeclaredDetail:
    """A detail with the name of the attribute that stores its value.

    In some models, each row has a column that states an audience for all details of the row. `of_row` is the name of
    this column, or empty if the model has no such column. A detail keeps the audience of its own declaration if that
    audience is narrower.
    """

    name: str
    detail: Detail
    column_type: Any
    of_row: str


def detail(
    label: Any,
    *column: Any,
    audience: Audience | str = Audience.PUBLIC,
    searchable: bool = False,
    vocabulary: Vocabulary[Any] | None = None,
    holds: str = "text",
    offered: bool = True,
    ordered: bool = False,
    **options: Any,
) -> MappedColumn[Any]:
    """Return a column that is declared as a detail. `audience` says who may read its value: an audience, or the name of
    the column in which each row states its audience.

    `holds` is the type of the value for presenters. It is one of `text`, `texts` (a list of texts), `list` (a text
    whose items are separated by semicolons), `code`, `language`, `languages`, `date`, `region`, `zones`, `contact`,
    `address` (of a website). If the value is the key of an entry, `holds` is the kind of the entry. With a `vocabulary`
    the type is always `code`.

    `column` and `options` go to `mapped_column`.
    """
    if vocabulary is not None:
        holds = "code"
    declared = Detail(label, audience, searchable, vocabulary, holds, offered, ordered)
    return mapped_column(*column, info={"detail": declared}, **options)


@dataclass(frozen=True)
class Place:
    """The State, networks and desk to which an entry belongs. An empty value means none. The policy compares a place
    with a viewer's State, networks and desks."""

    jurisdiction: str = ""
    networks: frozenset[str] = frozenset()
    desk: str = ""


class NamesEntry:
    """A row that names an entry by kind and key. It has no foreign key: the entry may be of any kind, or removed."""

    kind: Mapped[str]
    key: Mapped[str]

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the entry that the row names."""
        return self.kind, self.key


class Entry(Model):
    """A row with details and a stable key. Provenance, changes and the index identify the row by its kind and key."""

    __abstract__ = True
    KIND: ClassVar[str]

    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key with which provenance, changes and the index identify the row."""
        return self.KIND, self.key

    @property
    def has_ended(self) -> bool:
        """Whether the entry has ended. An office has ended if it was closed or replaced. A part of an office has ended
        if the office has ended. Other entries never end."""
        return False

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the kind and key of each entry whose page shows details of this row. Unless a model overrides this,
        the only such entry is the row itself."""
        return (self.entry_key,)

    def place(self) -> Place:
        """Return the place of the entry. Unless a model overrides this, the place is empty. Overriding methods may read
        the database."""
        return Place()


@cache
def details_of(model: type[Entry]) -> tuple[DeclaredDetail, ...]:
    """Return the details that a model declares, in the order of declaration."""
    columns = {attribute.key: attribute.columns[0] for attribute in inspect(model).column_attrs}
    details = {name: column.info["detail"] for name, column in columns.items() if "detail" in column.info}
    of_row = next((one.audience for one in details.values() if not isinstance(one.audience, Audience)), "")
    return tuple(DeclaredDetail(name, one, columns[name].type, of_row) for name, one in details.items())
