"""Which treaties carry a request, in the order of use, and why the others do not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from directory.access.viewer import ANONYMOUS, Viewer
from directory.atlas import queries
from directory.atlas.coverage import TreatyVerdict, is_about, judge
from directory.atlas.facts import AtlasFacts
from directory.atlas.procedure import CARRYING, add_procedure_reason
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.atlas.treaty_relations import TreatyRelation, relations_by_treaty
from directory.vocabulary import BASIS_USES, LEVELS, USABLE


@dataclass(frozen=True)
class LegalBasis:
    """One treaty for one question; `use` is a code of BASIS_USES.

    `in_force_from` is the day from which it binds all States, None where that is not known. `is_computed` says that the
    day was computed from a deposit by the treaty's own rule; `is_supported` that a source confirms that all are bound.
    """

    treaty: str
    use: str
    in_force_from: date | None = None
    is_computed: bool = False
    is_supported: bool = True
    reasons: tuple[Reason, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether a request may rest on the treaty."""
        return self.use in USABLE


def list_bases(question: AtlasQuestion, viewer: Viewer = ANONYMOUS) -> list[LegalBasis]:
    """Return the usable treaties in the order of use, then other treaties of interest, each with its reasons.

    Of interest are treaties in force that do not cover the question, and treaties that would be used if they bound all
    States.
    """
    return rank_bases(question, queries.load(viewer, set(question.states)))


def rank_bases(question: AtlasQuestion, record: AtlasFacts) -> list[LegalBasis]:
    """Return the same as `list_bases`, from facts already loaded.

    Bilateral treaties stand first, then regional, then universal ones. Within each group, treaties that a source
    confirms to be in force go first, then those that name the offence, then the later ones. A treaty that adds to
    another follows it.
    """
    relations = relations_by_treaty(question, record)
    verdicts = dict(_verdicts(question, record, relations))
    made = {key: _basis(key, relations[key], verdict) for key, verdict in verdicts.items()}
    return sorted(made.values(), key=lambda basis: _order(basis, made, record, question))


def _verdicts(
    question: AtlasQuestion, record: AtlasFacts, relations: Mapping[str, TreatyRelation]
) -> Iterator[tuple[str, TreatyVerdict]]:
    in_force = {key: relation.is_supported for key, relation in relations.items() if relation.is_in_force}
    verdicts = {key: judge(record.treaties[key], question, in_force, record) for key in in_force}
    replaced = {record.treaties[key].replaces: key for key in in_force if record.treaties[key].replaces in in_force}
    verdicts |= {
        older: TreatyVerdict("replaced", (Reason("replaced", treaty=newer),)) for older, newer in replaced.items()
    }
    verdicts |= dict(_supplements(question, record, verdicts))
    for key, verdict in verdicts.items():
        yield key, add_procedure_reason(verdict, record.treaties[key], question, record, set(in_force) - set(replaced))
    for key, relation in relations.items():
        if key not in in_force and _is_worth_a_word(key, relation, question, record):
            yield key, TreatyVerdict(relation.use)


def _supplements(
    question: AtlasQuestion, record: AtlasFacts, verdicts: Mapping[str, TreatyVerdict]
) -> Iterator[tuple[str, TreatyVerdict]]:
    """Yield verdicts on treaties that only add to a main treaty, if the main treaty is used or has been replaced."""
    for key, verdict in verdicts.items():
        main = record.treaties[key].supplements
        if not main or verdict.use != "not_covering" or not is_about(record.treaties[key], question.offence.kind):
            continue
        if verdicts[main].use in CARRYING:
            yield key, TreatyVerdict("supplements", (Reason("supplements", treaty=main),))
        elif verdicts[main].use == "replaced":
            yield key, verdicts[main]


def _is_worth_a_word(key: str, relation: TreatyRelation, question: AtlasQuestion, record: AtlasFacts) -> bool:
    """Return whether a treaty that does not bind all States would be used if it did.

    The answer then says why it is not used.
    """
    if not (relation.is_near or relation.binds_some):
        return False
    treaty = record.treaties[key]
    adds = relation.is_near and treaty.supplements in record.treaties and is_about(treaty, question.offence.kind)
    return _would_cover(key, question, record) or (adds and _would_cover(treaty.supplements, question, record))


def _would_cover(key: str, question: AtlasQuestion, record: AtlasFacts) -> bool:
    """Return whether a treaty would carry the request if all treaties were in force."""
    every = dict.fromkeys(record.treaties, True)
    return judge(record.treaties[key], question, every, record).use != "not_covering"


def _basis(key: str, relation: TreatyRelation, verdict: TreatyVerdict) -> LegalBasis:
    reasons = (*verdict.reasons, *relation.reasons)
    use = "conditional" if verdict.use == "basis" and relation.is_year_only else verdict.use
    return LegalBasis(key, use, relation.since, relation.is_computed, relation.is_supported, reasons)


def _order(
    basis: LegalBasis, made: Mapping[str, LegalBasis], record: AtlasFacts, question: AtlasQuestion
) -> tuple[object, ...]:
    adds = basis.use == "supplements"
    leading = made[record.treaties[basis.treaty].supplements] if adds else basis
    treaty = record.treaties[leading.treaty]
    concluded = treaty.concluded_on or treaty.in_force_from or date.min
    return (
        0 if basis.is_usable else BASIS_USES.position(basis.use),
        -LEVELS.position(treaty.level),
        not leading.is_supported,
        not any(question.offence.kind in row.offences for row in treaty.coverage),
        -concluded.toordinal(),
        treaty.key,
        adds,
        basis.treaty,
    )
