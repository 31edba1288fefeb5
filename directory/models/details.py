"""The declaration of readable columns: one `detail(...)` for each column that may be read.

Read the values of these columns only through `access/gate.py`. A column without a declaration is not shown or indexed.
"""

from collections.abc import Collection, Iterable
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
    """The declaration of a column. The function `detail` describes the fields."""

    label: Any
    audience: Audience | str
    is_searchable: bool
    vocabulary: Vocabulary[Any] | None
    holds: str
    is_offered: bool = True
    is_ordered: bool = False


@dataclass(frozen=True)
class DeclaredDetail:
    """A detail with the name of its attribute.

    In some models each row states an audience for all its details. `of_row` is the name of the column with this
    audience, or "" if the model has no such column. If the row and the declaration state different audiences, the
    narrower audience applies.
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
    # The type of the value: `text`, `texts` (a list), `list` (a text with items between semicolons), `code`,
    # `language`, `languages`, `date`, `region`, `zones`, `contact`, `address` (of a website), or the kind of the entry
    # that the value names.
    holds: str = "text",
    offered: bool = True,
    ordered: bool = False,
    **options: Any,
) -> MappedColumn[Any]:
    """Return a column that is declared as a detail. `column` and `options` are passed to `mapped_column`.

    `audience` says who may read the value, or names the column in which each row states its audience. If `offered` is
    true, forms and files ask people for the value. If `ordered` is true, the value is a list of codes whose
    order matters.
    """
    if vocabulary is not None:
        holds = "code"
    declared = Detail(label, audience, searchable, vocabulary, holds, offered, ordered)
    return mapped_column(*column, info={"detail": declared}, **options)


@dataclass(frozen=True)
class Place:
    """The State, networks and desk to which an entry belongs. An empty value means none."""

    jurisdiction: str = ""
    networks: frozenset[str] = frozenset()
    desk: str = ""


class NamesEntry:
    """A row that names an entry by kind and key. The entry may be of any kind, or removed."""

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
    # The statuses of an office that was closed or replaced. Other entries have none.
    ENDED_IN: ClassVar[Collection[str]] = ()
    # The name of the relationship to the office of which the entry is a part, or empty.
    PART_OF: ClassVar[str] = ""

    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the row."""
        return self.KIND, self.key

    @property
    def has_ended(self) -> bool:
        """Whether the entry was closed or replaced, or is part of an office that was closed or replaced."""
        office = getattr(self, self.PART_OF) if self.PART_OF else self
        return office is not None and getattr(office, "status", "") in office.ENDED_IN

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the key of each entry whose page shows details of this row. By default, this is the row itself."""
        return (self.entry_key,)

    def place(self) -> Place:
        """Return the place (State and networks) of the entry, by default an empty one. The method may read the
        database."""
        return Place()


@cache
def details_of(model: type[Entry]) -> tuple[DeclaredDetail, ...]:
    """Return the details that a model declares, in the order of declaration."""
    columns = {attribute.key: attribute.columns[0] for attribute in inspect(model).column_attrs}
    details = {name: column.info["detail"] for name, column in columns.items() if "detail" in column.info}
    of_row = next((one.audience for one in details.values() if not isinstance(one.audience, Audience)), "")
    return tuple(DeclaredDetail(name, one, columns[name].type, of_row) for name, one in details.items())
