"""The report of an exercise: what the desks have shown, what failed, and what has to be mended.

Each reader sees the results of the desks that they may name. Sums are shown only to readers who may name all desks:
other readers could subtract the results of their own desks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from flask_babel import gettext as _

from directory import clock, i18n
from directory.access.viewer import Viewer
from directory.exercises.presenters.evaluation import Evaluation, evaluation_of, failed_injects
from directory.exercises.presenters.evaluation_paper import blocks_of_evaluation
from directory.exercises.presenters.figures import (
    desks_table,
    earlier_table,
    hours_table,
    median_minutes,
    nameable_desks,
    verdicts_of,
)
from directory.exercises.presenters.line_figures import failed_lines, line_tables
from directory.exercises.presenters.pages import ExerciseLine, lines_of, runs
from directory.exercises.queries.exercises import list_played
from directory.exercises.queries.findings import list_findings
from directory.exercises.queries.results import QuestionResult, list_results
from directory.focal_points.rotas.queries import own_zone
from directory.formats.papers import Block, BlockKind, Paper, PaperVersion, TextRun
from directory.history.actors import Actor, Actors
from directory.models import Exercise, ExerciseDesk, ExerciseFinding
from directory.people.choices import desk_names
from directory.people.presenters.words import InstantText, moment
from directory.sentences import labelled
from directory.statistics.presenters.report import blocks_of
from directory.statistics.tables import FigureRow, FigureSection, Table, Value, with_bars
from directory.vocabulary import ALARM_WAYS, ExerciseLevel, ExerciseState


@dataclass(frozen=True)
class FindingLine:
    """Something to mend. `desk` is the name of a desk, or empty. `may_act`: the viewer may take it on and mend it.

    `number` counts only the findings that the viewer may read, so hidden findings leave no gap in the numbers.
    """

    id: str
    number: int
    text: str
    desk: str
    taken_by: Actor | None
    taken_at: InstantText | None
    mended_at: InstantText | None
    may_act: bool


@dataclass(frozen=True)
class ExerciseReport:
    """The report of an exercise for one reader.

    - `is_whole`: the reader may name all desks
    - `evaluation`: what evaluators saw at a tabletop
    - `failed`: sentences on what went wrong, about desks that the reader may name
    - `desks`: the desks that a finding can name, as pairs of key and name, for those who run the exercise
    """

    line: ExerciseLine
    is_whole: bool
    tables: tuple[Table, ...]
    evaluation: Evaluation | None
    failed: tuple[str, ...]
    findings: tuple[FindingLine, ...]
    is_run: bool
    desks: tuple[tuple[str, str], ...]

    @property
    def tables_by_id(self) -> Mapping[str, Table]:
        """The tables of files by their code: those of the page and, of a tabletop, that of its injects."""
        injects = (self.evaluation.table_of_injects,) if self.evaluation and self.evaluation.injects else ()
        return {one.code: one for one in (*self.tables, *injects)}


def report(viewer: Viewer, exercise: Exercise, language: str) -> ExerciseReport:
    """Return the report of an exercise that has begun. The caller checks that the viewer may read the exercise."""
    [line] = lines_of(viewer, [exercise], language)
    is_run, named = runs(viewer, exercise), nameable_desks(viewer, exercise)
    names = desk_names(viewer, [one.focal_point_key for one in named], language)
    is_whole = len(named) == len(exercise.desks)
    evaluation, tables, failed = _of_level(viewer, exercise, named, names, language, is_whole=is_whole)
    return ExerciseReport(
        line=line,
        is_whole=is_whole,
        tables=tuple(table for table in tables if table.rows),
        evaluation=evaluation,
        failed=tuple(failed),
        findings=tuple(_findings(viewer, exercise, names, language, is_run=is_run)),
        is_run=is_run,
        desks=tuple(sorted(names.items(), key=lambda pair: pair[1])) if is_run else (),
    )


def _of_level(
    viewer: Viewer,
    exercise: Exercise,
    named: Sequence[ExerciseDesk],
    names: Mapping[str, str],
    language: str,
    *,
    is_whole: bool,
) -> tuple[Evaluation | None, Iterable[Table], Iterable[str]]:
    if exercise.level == ExerciseLevel.LINES:
        tables = line_tables(viewer, exercise, named, names, language, is_whole=is_whole)
        return None, tables, failed_lines(exercise, names)
    if exercise.level == ExerciseLevel.TABLETOP:
        evaluation = evaluation_of(viewer, exercise, names, language, is_whole=is_whole)
        return evaluation, evaluation.tables, failed_injects(evaluation)
    results = _counted(exercise)
    verdicts = verdicts_of(viewer, exercise, named, {one.desk for one in results})
    sums = (_ways(results), _hours(results), _exercises(viewer, exercise, language)) if is_whole else ()
    return None, (_desks(results, names, verdicts, is_whole=is_whole), *sums), _failed(exercise, results, names)


def paper(page: ExerciseReport, now: datetime, language: str, address: str) -> Paper:
    """Return a report as a paper. Its first lines say that it is about an exercise."""
    words = i18n.label_language(language)
    title = _("Report of the exercise: %(title)s", title=page.line.title)
    blocks = [
        Block(BlockKind.TITLE, ((TextRun(title, words),),)),
        Block(BlockKind.NOTICE, tuple((TextRun(text, words),) for text in _notices(page))),
        *chain.from_iterable(blocks_of(section, words) for section in _sections(page)),
        *(blocks_of_evaluation(page.evaluation, words) if page.evaluation else ()),
    ]
    for heading, lines in ((_("What failed"), page.failed), (_("To be mended"), tuple(map(_told, page.findings)))):
        if lines:
            blocks.append(Block(BlockKind.HEADING, ((TextRun(heading, words),),)))
            blocks += [Block(BlockKind.PARAGRAPH, ((TextRun(line, words),),)) for line in lines]
    return Paper(title, (PaperVersion(words, tuple(blocks)),), now, address, mark=_("EXERCISE"))


def _notices(page: ExerciseReport) -> Iterator[str]:
    yield _("EXERCISE")
    yield _("This is an exercise. Everything in it is invented.")
    yield i18n.side_by_side((page.line.network, page.line.level, page.line.state_label))
    if not page.is_whole:
        yield _("The report names only the desks of which you may read.")


def _sections(page: ExerciseReport) -> Iterator[FigureSection]:
    yield from (FigureSection(one.code, one.title, (), (one,)) for one in page.tables)


def _told(finding: FindingLine) -> str:
    state = _("mended") if finding.mended_at else _("taken on") if finding.taken_at else _("open")
    about = labelled(finding.desk, finding.text) if finding.desk else finding.text
    return f"{finding.number}. {i18n.side_by_side((about, state))}"


def _desks(
    results: Sequence[QuestionResult], names: Mapping[str, str], verdicts: Mapping[str, str], *, is_whole: bool
) -> Table:
    rows = []
    for key, passed in verdicts.items():
        own = [one for one in results if one.desk == key]
        rows.append(FigureRow(key, names[key], (*_values(own), passed)))
    return desks_table(rows, _values(results), _columns(), is_whole=is_whole)


def _columns() -> tuple[str, ...]:
    return (
        _("Questions"),
        _("Reached"),
        _("Acknowledged"),
        _("Acknowledged in time"),
        _("Answered"),
        _("Minutes to acknowledge, median"),
        _("Minutes to answer, median"),
    )


def _values(results: Sequence[QuestionResult]) -> tuple[Value, ...]:
    acknowledged = [one.acknowledged_after for one in results if one.acknowledged_after is not None]
    answered = [one.answered_after for one in results if one.answered_after is not None]
    reached, in_time = (sum(map(of, results)) for of in (lambda one: one.is_reached, lambda one: one.is_in_time))
    counts = (len(results), reached, len(acknowledged), in_time, len(answered))
    return (*counts, median_minutes(acknowledged), median_minutes(answered))


def _ways(results: Iterable[QuestionResult]) -> Table:
    messages = [one for result in results for one in result.messages]
    rows = []
    for code, term in ALARM_WAYS.items():
        own = [one for one in messages if one.way == code]
        counts = (len(own), sum(one.is_sent for one in own), sum(one.is_acknowledged for one in own))
        if own:
            rows.append(FigureRow(code, str(term.label), counts))
    columns = (_("Messages"), _("Handed over"), _("Acknowledged by it"))
    return with_bars(Table("ways", _("By way"), _("Way"), columns, tuple(rows)))


def _hours(results: Sequence[QuestionResult]) -> Table:
    of: dict[int, list[QuestionResult]] = {}
    for one in results:
        of.setdefault(one.hour, []).append(one)
    counts = {hour: (len(own), sum(one.is_in_time for one in own)) for hour, own in of.items()}
    return hours_table(counts, (_("Questions"), _("Acknowledged in time")))


def _exercises(viewer: Viewer, exercise: Exercise, language: str) -> Table:
    return earlier_table(viewer, exercise, language, _columns(), lambda one: _values(_counted(one)))


def _counted(exercise: Exercise) -> list[QuestionResult]:
    return [one for one in list_results(exercise) if one.counts]


def _failed(exercise: Exercise, results: Sequence[QuestionResult], names: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each desk of `names` and each kind of fault at the desk.

    While the exercise goes on, only questions whose time for acknowledging is over are considered, and a missing answer
    is no fault yet.
    """
    goes_on, now = exercise.state == ExerciseState.RUNNING, clock.now()
    for key in names:
        own = [one for one in results if one.desk == key and (not goes_on or one.acknowledge_by < now)]
        for words, is_missing in _faults()[: 2 if goes_on else None]:
            number = sum(is_missing(one) for one in own)
            if number:
                yield labelled(names[key], words(number))


def _faults() -> tuple[tuple[Callable[[int], str], Callable[[QuestionResult], bool]], ...]:
    return (
        (lambda number: _("questions that reached nobody: %(num)s", num=number), lambda one: not one.is_reached),
        (
            lambda number: _("questions not acknowledged in time: %(num)s", num=number),
            lambda one: one.is_reached and not one.is_in_time,
        ),
        # The last one is known at the end alone.
        (
            lambda number: _("questions not answered: %(num)s", num=number),
            lambda one: one.is_reached and one.answered_after is None,
        ),
    )


def _findings(
    viewer: Viewer, exercise: Exercise, names: Mapping[str, str], language: str, *, is_run: bool
) -> Iterator[FindingLine]:
    found, played = list_findings(exercise), list_played(viewer, exercise)
    actors = Actors(viewer, [one.taken_by_id for one in found], language, is_owner=is_run)
    shown = [one for one in found if one.focal_point_key is None or one.focal_point_key in names]
    for number, one in enumerate(shown, start=1):
        may_act = is_run or one.focal_point_key in played
        yield _finding(viewer, one, number, names, actors, language, may_act=may_act)


def _finding(
    viewer: Viewer,
    one: ExerciseFinding,
    number: int,
    names: Mapping[str, str],
    actors: Actors,
    language: str,
    *,
    may_act: bool,
) -> FindingLine:
    zone = own_zone(viewer)
    return FindingLine(
        id=one.public_id,
        number=number,
        text=one.text,
        desk=names.get(one.focal_point_key or "", ""),
        taken_by=actors.of(one.taken_by_id) if one.taken_by_id else None,
        taken_at=moment(one.taken_at, language, zone),
        mended_at=moment(one.mended_at, language, zone),
        may_act=may_act and one.mended_at is None,
    )
