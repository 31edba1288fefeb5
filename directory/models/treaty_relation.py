"""Relations between treaties: which treaty supersedes, supplements or precedes another. The atlas orders treaties by
these rows."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from directory.models.details import detail
from directory.models.treaty_coverage import PartOfTreaty
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import LEVELS, RELATION_EFFECTS


class TreatyRelation(PartOfTreaty):
    """The effect of a treaty's clause on other treaties, for some measures or for all. The clause is the `article` of
    the treaty `treaty_key`.

    `other_key` is the other treaty. If `other_key` is empty, the clause concerns all treaties of the `levels` on the
    same measures.

    If both `other_key` and `levels` are empty, the treaty's own procedure gives way to any other treaty. `paragraphs`
    then names the paragraphs of `article` that give way ("9-29"). If `paragraphs` is empty, all paragraphs give way.

    For the effect `amends`, `paragraphs` contains the articles and paragraphs of the other treaty that are replaced
    ("5; 12(1)").
    """

    __tablename__ = "treaty_relation"
    KIND = "treaty_relation"

    effect: Mapped[str] = detail(_l("Effect on the other treaty"), String(30), vocabulary=RELATION_EFFECTS)
    other_key: Mapped[str | None] = detail(_l("Other treaty"), ForeignKey("treaty.key"), holds="treaty")
    levels: Mapped[tuple[str, ...]] = detail(_l("Levels of the other treaties"), Codes, vocabulary=LEVELS)
    paragraphs: Mapped[str] = detail(_l("Paragraphs that give way"), String(40), default="", server_default="")
    note: Mapped[Texts] = detail(_l("Note"), TextsType)
