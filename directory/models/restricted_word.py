"""Words of restricted details, which the index does not contain.

When a signed-in person searches, the words of the query are looked up in this table too.
"""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS

WORD_CHARACTERS = 64
# Words are folded, so PostgreSQL can compare them by bytes, whatever the language of the database.
Word = String(WORD_CHARACTERS).with_variant(String(WORD_CHARACTERS, collation="C"), "postgresql")


class RestrictedWord(Model):
    """One folded word of a restricted detail. An entry with several networks has a row for each of them.

    A viewer may find the entry by the word if the row's audience, State and network allow it.
    """

    __tablename__ = "restricted_word"

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)
    detail: Mapped[str] = mapped_column(String(80), primary_key=True)
    audience: Mapped[str] = mapped_column(String(20), primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True, index=True)
    # Empty in the single row of an entry without networks.
    network: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)
    word: Mapped[str] = mapped_column(Word, primary_key=True, index=True)
