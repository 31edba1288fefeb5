"""Relations between treaties: which treaty supersedes, supplements or precedes another."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from directory.models.details import detail
from directory.models.treaty_coverage import PartOfTreaty
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import LEVELS, RELATION_EFFECTS


class TreatyRelation(PartOfTreaty):
    """The effect that one clause of a treaty has on other treaties. The clause is the `article` of `treaty_key`.

    If `other_key` is None, the clause concerns all treaties whose level is in `levels`. If `levels` is empty too, the
    clause lets the procedure of `treaty_key` give way to any other treaty.
    """

    __tablename__ = "treaty_relation"
    KIND = "treaty_relation"

    effect: Mapped[str] = detail(_l("Effect on the other treaty"), String(30), vocabulary=RELATION_EFFECTS)
    other_key: Mapped[str | None] = detail(_l("Other treaty"), ForeignKey("treaty.key"), holds="treaty")
    levels: Mapped[tuple[str, ...]] = detail(_l("Levels of the other treaties"), Codes, vocabulary=LEVELS)
    # The paragraphs of `article` that give way ("9-29"), or all. For `amends`: what is replaced in the other treaty
    # ("5; 12(1)").
    paragraphs: Mapped[str] = detail(_l("Paragraphs that give way"), String(40), default="", server_default="")
    note: Mapped[Texts] = detail(_l("Note"), TextsType)
