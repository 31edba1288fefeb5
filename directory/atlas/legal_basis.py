"""The legal bases of one question and the roles of their treaties. The module `basis_ranking` finds and orders the
bases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from directory.atlas.facts import AtlasFacts, RelationFacts
from directory.atlas.order import LEADING
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.vocabulary import MEASURES, OUTSIDE_GENERAL_SHEET, USABLE

# The reason for a treaty that gives way to another one if a condition is met.
OPEN_PROCEDURE = "conditional_treaty_first"


@dataclass(frozen=True)
class LegalBasis:
    """One treaty for one question. `use` is a code of BASIS_USES."""

    treaty: str
    use: str
    # The day from which the treaty binds all States.
    in_force_from: date | None = None
    # Whether `in_force_from` was computed from a deposit by the treaty's own rule.
    is_computed: bool = False
    # Whether a source confirms that all States are bound.
    is_supported: bool = True
    # True if the facts leave open whether the treaty bound all States on the day of the question.
    is_uncertain: bool = False
    reasons: tuple[Reason, ...] = ()
    # LEADING if the rules of the treaty govern the request, ALSO for other usable treaties, else empty.
    role: str = ""
    # Why the treaty comes before the next treaty.
    order: Reason | None = None
    # The first treaty of the group of a main treaty and its supplements. Empty for this first treaty.
    follows: str = ""
    # A clause of this treaty by which the procedure of another treaty goes first.
    gives_way: RelationFacts | None = None
    # Whether the rules of the treaty bind although another treaty leads.
    binds_beside: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether a request may rest on the treaty."""
        return self.use in USABLE

    @property
    def is_certain(self) -> bool:
        """Whether a source confirms that the treaty bound all States on the day of the question."""
        return self.is_supported and not self.is_uncertain

    @property
    def is_leading(self) -> bool:
        """Whether the treaty governs the request."""
        return self.role == LEADING


@dataclass(frozen=True)
class TreatyRoles:
    """The treaties of an answer by their roles. Each tuple is in the order of use."""

    # Treaties whose rules on contents, channels, languages, grounds and deadlines govern the request.
    leading: tuple[str, ...] = ()
    # Treaties whose rules apply if both States agree. The rules of treaties in `beside` bind without an agreement.
    others: tuple[str, ...] = ()
    channel_only: tuple[str, ...] = ()
    # From a treaty to its clause by which the procedure of another treaty goes first.
    giving_way: Mapping[str, RelationFacts] = field(default_factory=dict)
    # Treaties that are a basis without a condition.
    firm: frozenset[str] = frozenset()
    # Treaties that open channels only on conditions.
    conditional: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    # Treaties that are not certain to bind all States. Their rules replace no rule of another treaty.
    if_bound: frozenset[str] = frozenset()
    # Treaties whose procedure may have to give way to that of a leading treaty in `if_bound`.
    open_procedure: frozenset[str] = frozenset()

    @property
    def usable(self) -> tuple[str, ...]:
        """The treaties that a request may rest on."""
        return (*self.leading, *self.others)

    def governs(self, treaty: str, article: str) -> bool:
        """Return whether an article of a usable treaty applies even if the two States do not agree on it."""
        gives_way = treaty in self.giving_way and self.giving_way[treaty].gives_way_in(article)
        return (treaty in self.leading or treaty in self.beside) and not gives_way

    def leads(self, treaty: str, article: str) -> bool:
        """Return whether the treaty is a leading treaty, and the article applies even if the two States do not agree on
        it."""
        return treaty in self.leading and self.governs(treaty, article)


def roles_of(bases: Iterable[LegalBasis]) -> TreatyRoles:
    """Return the treaties of an answer by their roles. `bases` is the result of `list_bases` or `rank_bases`."""
    bases = list(bases)
    leading = tuple(one.treaty for one in bases if one.is_leading)
    is_firm = any(one.use == "basis" and one.is_leading and not one.gives_way for one in bases)
    return TreatyRoles(
        leading,
        tuple(one.treaty for one in bases if one.is_usable and not one.is_leading),
        tuple(one.treaty for one in bases if one.use == "channel_only"),
        {one.treaty: one.gives_way for one in bases if one.is_usable and one.gives_way},
        frozenset(one.treaty for one in bases if one.use == "basis" and one.is_certain),
        frozenset(
            one.treaty
            for one in bases
            if not one.is_certain or (one.use == "conditional" and (one.follows or (one.is_leading and is_firm)))
        ),
        frozenset(one.treaty for one in bases if one.is_usable and one.binds_beside),
        frozenset(one.treaty for one in bases if one.is_usable and not one.is_certain),
        frozenset(
            one.treaty for one in bases for why in one.reasons if why.code == OPEN_PROCEDURE and why.treaty in leading
        ),
    )


def designating(question: AtlasQuestion, roles: TreatyRoles, record: AtlasFacts) -> tuple[str, ...]:
    """Return the leading treaties under which a designated authority receives the request, in the order of use.

    Treaties whose procedure gives way in this answer are left out. For measures of OUTSIDE_GENERAL_SHEET, every treaty
    with a clause by which it can give way is left out, because States designate authorities under such treaties for
    assistance only (UNTOC, art. 18(13)).
    """
    is_outside = MEASURES[question.measure].family in OUTSIDE_GENERAL_SHEET
    return tuple(
        key
        for key in roles.leading
        if key not in roles.giving_way and not (is_outside and record.treaties[key].relations_of("subsidiary"))
    )
