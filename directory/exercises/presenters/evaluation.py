"""What evaluators saw at the injects of a tabletop, as each reader of its report may know it.

If evaluators saw different things at an inject, the worst observation counts. Only released injects count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from directory.access.viewer import Viewer
from directory.exercises.presenters.figures import earlier_table
from directory.exercises.presenters.pages import InjectLine, inject_line, names_of, runs
from directory.exercises.queries.evaluations import worst_of
from directory.focal_points.rotas.queries import own_zone
from directory.history.actors import Actor, Actors
from directory.i18n import side_by_side
from directory.models import Exercise, ExerciseInject
from directory.people.presenters.words import InstantText, moment
from directory.sentences import labelled
from directory.statistics.tables import FigureRow, Table, with_bars, with_shares
from directory.vocabulary import OBSERVATIONS, PARTICIPANT_ROLES, ExerciseState, Observation

COUNTED = (Observation.MET, Observation.PARTLY, Observation.NOT_MET, Observation.NONE)
FAILED = (Observation.NOT_MET, Observation.PARTLY)


@dataclass(frozen=True)
class EvaluationLine:
    """What one evaluator saw. `observation` is a code of OBSERVATIONS. `is_own`: the viewer is the evaluator."""

    evaluator: Actor
    observation: str
    label: str
    remark: str
    at: InstantText | None
    is_own: bool


@dataclass(frozen=True)
class EvaluatedInject:
    """An inject with what evaluators saw, in no fixed order. `worst` is a code of OBSERVATIONS, with its label."""

    inject: InjectLine
    worst: str
    worst_label: str
    evaluations: tuple[EvaluationLine, ...]


@dataclass(frozen=True)
class Evaluation:
    """The evaluation of a tabletop for one reader: figures, and the released injects that the reader may know of."""

    tables: tuple[Table, ...]
    injects: tuple[EvaluatedInject, ...]

    @property
    def table_of_injects(self) -> Table:
        """The injects as a table for files, with the remarks of all evaluators."""
        columns = _("Desk"), _("Role"), _("Text"), _("What the evaluator expects to see"), _("Observation"), _("Remark")
        rows = tuple(_row(number, one) for number, one in enumerate(self.injects, start=1))
        return Table("injects", _("Injects"), _("Minutes after the beginning"), columns, rows)


def evaluation_of(
    viewer: Viewer, exercise: Exercise, names: Mapping[str, str], language: str, *, is_whole: bool
) -> Evaluation:
    """Return the evaluation of a tabletop. `names` maps the keys of the desks that the viewer may name to their names.
    `is_whole` means that these are all desks.

    A viewer who does not run the exercise gets an empty evaluation until the exercise is over, because expected
    reactions would help the players. Injects for all desks are included only if `is_whole` is true.
    """
    is_open = runs(viewer, exercise) or exercise.state in (ExerciseState.STOPPED, ExerciseState.ENDED)
    known = {*names, *([None] if is_whole else [])} if is_open else set()
    shown = [one for one in released(exercise) if one.from_key in known]
    tables = [_desks(shown, names, is_whole=is_whole)]
    if is_whole:
        earlier = earlier_table(viewer, exercise, language, _columns(), _counts_of)
        tables += [_roles(shown), _participants(exercise), earlier]
    return Evaluation(
        tables=tuple(tables) if is_open else (),
        injects=tuple(evaluated(viewer, exercise, shown, language)),
    )


def _counts_of(exercise: Exercise) -> tuple[int, ...]:
    return _counts(released(exercise))


def released(exercise: Exercise) -> list[ExerciseInject]:
    """Return the injects that were released, in their order."""
    return [one for one in exercise.injects if one.released_at is not None]


def evaluated(
    viewer: Viewer, exercise: Exercise, injects: Sequence[ExerciseInject], language: str
) -> Iterator[EvaluatedInject]:
    """Yield injects with what evaluators saw. The names of evaluators are included only if the viewer runs the
    exercise."""
    names, zone = names_of(viewer, injects, language), own_zone(viewer)
    people = [one.evaluator_id for inject in injects for one in inject.evaluations]
    actors = Actors(viewer, people, language, is_owner=runs(viewer, exercise))
    for inject in injects:
        worst = worst_of(inject.evaluations)
        lines = tuple(
            EvaluationLine(
                evaluator=actors.of(one.evaluator_id),
                observation=one.observation,
                label=str(OBSERVATIONS.label(one.observation)),
                remark=one.remark,
                at=moment(one.evaluated_at, language, zone),
                is_own=one.evaluator_id == viewer.account_id,
            )
            for one in inject.evaluations
        )
        line = inject_line(viewer, exercise, inject, names, language)
        yield EvaluatedInject(line, worst, str(OBSERVATIONS.label(worst)), lines)


def failed_injects(evaluation: Evaluation) -> Iterator[str]:
    """Yield a sentence for each inject at which not all was done as expected."""
    for number, one in enumerate(evaluation.injects, start=1):
        if one.worst in FAILED:
            yield labelled(
                _("Inject %(number)s", number=number), side_by_side((addressed(one.inject), one.worst_label))
            )


def addressed(inject: InjectLine) -> str:
    """Return whom an inject of a tabletop is for: a desk or all, and a role if it has one."""
    return side_by_side(filter(None, (inject.player or _("All desks"), inject.role)))


def _row(number: int, one: EvaluatedInject) -> FigureRow:
    inject, remarks = one.inject, "\n".join(line.remark for line in one.evaluations if line.remark)
    told = inject.player or _("All desks"), inject.role, inject.text, inject.expected, one.worst_label, remarks
    return FigureRow(str(number), str(inject.minutes), told)


def _columns() -> tuple[str, ...]:
    return (*(str(OBSERVATIONS.label(one)) for one in COUNTED), _("Injects"))


def _counts(injects: Sequence[ExerciseInject]) -> tuple[int, ...]:
    seen = [worst_of(one.evaluations) for one in injects]
    return (*(seen.count(one) for one in COUNTED), len(seen))


def _desks(shown: Sequence[ExerciseInject], names: Mapping[str, str], *, is_whole: bool) -> Table:
    rows = []
    for key, name in sorted(names.items(), key=lambda pair: pair[1]):
        rows.append(FigureRow(key, name, _counts([one for one in shown if one.from_key == key])))
    for_all = [one for one in shown if one.from_key is None]
    if for_all:
        rows.append(FigureRow("all", _("Injects for all desks"), _counts(for_all)))
    if is_whole:
        rows.append(FigureRow("total", _("Total"), _counts(shown), is_total=True))
    return with_shares(Table("desks", _("Desks"), _("Desk"), _columns(), tuple(rows)))


def _roles(shown: Sequence[ExerciseInject]) -> Table:
    rows = []
    for code, term in PARTICIPANT_ROLES.items():
        own = [one for one in shown if one.role == code]
        if own:
            rows.append(FigureRow(code, str(term.label), _counts(own)))
    return with_shares(Table("roles", _("By role"), _("Role"), _columns(), tuple(rows)))


def _participants(exercise: Exercise) -> Table:
    of: dict[str, int] = {}
    for one in exercise.participants:
        of[one.role] = of.get(one.role, 0) + one.people
    rows = [
        FigureRow(code, str(PARTICIPANT_ROLES.label(code)), (of[code],)) for code in PARTICIPANT_ROLES if code in of
    ]
    title = _("People in the room")
    return with_bars(Table("participants", title, _("Role"), (_("Number of people"),), tuple(rows)))
