"""The readers of official tables, by their codes in SOURCE_READERS."""

from collections.abc import Callable, Mapping

from directory.sources.readers.coe_charts import read_coe_chart
from directory.sources.readers.mapped_tables import read_mapped_table
from directory.sources.readers.reading import TableReading
from directory.sources.readers.un_treaties import read_un_treaty

# A reader gets the bytes of a file and the mapping from headings to fields, which is empty for files with a known
# layout. It raises FileUnreadable for a file that it cannot read whole.
Reader = Callable[[bytes, Mapping[str, str]], TableReading]

MAPPED = "table"
READERS: Mapping[str, Reader] = {
    "un_treaty": read_un_treaty,
    "coe_chart": read_coe_chart,
    MAPPED: read_mapped_table,
}
