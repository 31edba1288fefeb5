"""SQL statements for many rows. Their parameters are converted before the write lock is taken."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.sql.dml import UpdateBase

from directory.extensions import db


class BulkStatement:
    """A SQL statement that is executed for many rows of parameters. `columns` names the columns to set; leave it empty
    if the statement itself names them."""

    def __init__(self, statement: UpdateBase, columns: Iterable[str] = ()) -> None:
        dialect = db.engine.dialect
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(columns))
        types = {name: bound.type.dialect_impl(dialect) for name, bound in compiled.binds.items()}
        self._text = str(compiled)
        # A driver takes parameters by name or by position.
        self._names: tuple[str, ...] = tuple(compiled.positiontup or types)
        self._is_ordered = compiled.positional
        processors = [types[name].bind_processor(dialect) for name in self._names]
        self._converters = [(place, convert) for place, convert in enumerate(processors) if convert is not None]
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: Mapping[str, Any]) -> None:
        """Add the parameters of one row, a mapping from name to value."""
        values = [row[name] for name in self._names]
        for place, convert in self._converters:
            values[place] = convert(values[place])
        self._rows.append(tuple(values))

    def write(self) -> None:
        """Execute the statement for all rows, in the open transaction of `db.session`."""
        if self._rows:
            named = self._rows if self._is_ordered else [dict(zip(self._names, one, strict=True)) for one in self._rows]
            db.session.connection().exec_driver_sql(self._text, named)
