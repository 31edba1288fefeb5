"""How treaties stand to each other: which one supersedes, supplements or precedes which. The atlas orders by this."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from directory.models.details import detail
from directory.models.treaty_coverage import PartOfTreaty
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import LEVELS, RELATION_EFFECTS


class TreatyRelation(PartOfTreaty):
    """What a clause of a treaty (`treaty_key`, `article`) does to another treaty, for some measures or for all.

    The other treaty is `other_key`; where that is empty, it is every treaty of the `levels` on the same measures. A
    clause by which the treaty's own procedure gives way to any other treaty has neither; its `paragraphs` of the same
    article ("9-29") are those that give way, all where they are empty.
    """

    __tablename__ = "treaty_relation"
    KIND = "treaty_relation"

    effect: Mapped[str] = detail(_l("Effect on the other treaty"), String(30), vocabulary=RELATION_EFFECTS)
    other_key: Mapped[str | None] = detail(_l("Other treaty"), ForeignKey("treaty.key"), holds="treaty")
    levels: Mapped[tuple[str, ...]] = detail(_l("Levels of the other treaties"), Codes, vocabulary=LEVELS)
    paragraphs: Mapped[str] = detail(_l("Paragraphs that give way"), String(40), default="", server_default="")
    note: Mapped[Texts] = detail(_l("Note"), TextsType)
