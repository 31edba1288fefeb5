"""Presents exercises: a list, the page of those who run an exercise, and that of those who play it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.exercises.queries.exercises import is_complete, list_played, list_released, list_taking_part
from directory.exercises.queries.readiness import has_author
from directory.extensions import db
from directory.focal_points.rotas.queries import own_zone
from directory.history.actors import Actor, Actors
from directory.models import Consultation, Exercise, ExerciseInject, Place
from directory.people.choices import desk_names, networks
from directory.people.presenters.words import InstantText, moment
from directory.vocabulary import (
    EXERCISE_LEVELS,
    EXERCISE_STATES,
    INJECT_KINDS,
    INVENTED_NUMBER,
    PARTICIPANT_ROLES,
    QUESTION_INJECTS,
    ExerciseLevel,
    ExerciseState,
    InjectKind,
)

# A number that breaks across lines is read wrongly between right-to-left words.
UNBROKEN_NUMBER = INVENTED_NUMBER.replace(" ", "\u00a0")


@dataclass(frozen=True)
class ExerciseLine:
    """An exercise in a list. `state` is a code of EXERCISE_STATES."""

    id: str
    title: str
    language: str
    network: str
    level: str
    state: str
    state_label: str
    starts_at: InstantText | None
    ends_at: InstantText | None


@dataclass(frozen=True)
class InjectLine:
    """An inject, for those who may read it.

    - `player`, `asked`: the names of the desks, or empty
    - `number`: the invented number that a desk is told, or empty
    - `is_question`: a player asks a desk; `consultation` is the public id of the question that was asked, or empty
    - `role`: whom in the room an inject of a tabletop is for, or empty for all
    - `released_at`: None before the release
    """

    id: str
    minutes: int
    due_at: InstantText | None
    kind: str
    text: str
    language: str
    player: str
    role: str
    asked: str
    number: str
    expected: str
    is_question: bool
    consultation: str
    released_at: InstantText | None


@dataclass(frozen=True)
class ParticipantLine:
    """People of one role in the room. `desk` is the name of the desk on whose side they take part, or empty."""

    id: str
    role: str
    desk: str
    people: int


@dataclass(frozen=True)
class ExercisePage:
    """An exercise, as a viewer may know it.

    - `desks`: the names of the desks if the viewer runs the exercise; otherwise of the viewer's own desks
    - `participants`: the people in the room; empty unless the viewer runs the exercise
    - `injects`: all injects if the viewer runs the exercise; otherwise those that were released to the viewer
    - `is_run`: the viewer runs the exercise
    - `fallen_out`: the names of the chosen desks that can no longer take part. Empty if the exercise is over, or if the
      viewer does not run it
    - `is_missed`: the exercise could not begin at its time, and will not begin by itself
    - `has_author`: the person who prepared the exercise, or took it over, may still run it
    - `author`: that person, even if `has_author` is false. None unless the viewer runs the exercise
    - `left`: the names of the viewer's desks that have left the exercise and no longer answer in it
    """

    line: ExerciseLine
    scenario: str
    desks: tuple[str, ...]
    participants: tuple[ParticipantLine, ...]
    injects: tuple[InjectLine, ...]
    is_run: bool
    is_complete: bool
    fallen_out: tuple[str, ...]
    is_missed: bool
    has_author: bool
    author: Actor | None
    left: tuple[str, ...]
    is_tabletop: bool

    @property
    def is_prepared(self) -> bool:
        """Whether the exercise has not begun."""
        return self.line.state == ExerciseState.PREPARED

    @property
    def is_running(self) -> bool:
        """Whether the exercise is going on."""
        return self.line.state == ExerciseState.RUNNING


def runs(viewer: Viewer, exercise: Exercise) -> bool:
    """Return whether a viewer runs an exercise."""
    return may(viewer, Action.REHEARSE, Place(networks=frozenset({exercise.network_key})))


def networks_to_rehearse(viewer: Viewer, language: str) -> list[tuple[str, str]]:
    """Return the networks whose exercises the viewer runs, as pairs of key and name, sorted by name."""
    found = networks(viewer, language)
    return [one for one in found if may(viewer, Action.REHEARSE, Place(networks=frozenset({one[0]})))]


def lines_of(viewer: Viewer, found: Sequence[Exercise], language: str) -> list[ExerciseLine]:
    """Return a line for each exercise, in the order of `found`."""
    names = dict(networks(viewer, language, {one.network_key for one in found}))
    return [_line(viewer, one, names, language) for one in found]


def page_of(viewer: Viewer, exercise: Exercise, language: str) -> ExercisePage:
    """Return the page of an exercise. The caller checks that the viewer may read it (`get`)."""
    is_run, played = runs(viewer, exercise), list_played(viewer, exercise)
    shown = exercise.injects if is_run else list_released(viewer, exercise)
    [line] = lines_of(viewer, [exercise], language)
    keys = [one.focal_point_key for one in exercise.desks] if is_run else played
    names = desk_names(viewer, [*keys, *_desks_of(shown)], language)
    is_over = exercise.state not in (ExerciseState.PREPARED, ExerciseState.RUNNING)
    taking_part = list_taking_part(exercise) if is_run and not is_over else keys
    actors = Actors(viewer, [exercise.creator_id], language, is_owner=True)
    left = [one.focal_point_key for one in exercise.desks if one.left_at is not None and one.focal_point_key in played]
    return ExercisePage(
        line=line,
        scenario=exercise.scenario,
        desks=tuple(sorted(names[key] for key in keys)),
        participants=tuple(_participants(exercise, names)) if is_run else (),
        injects=tuple(inject_line(viewer, exercise, one, names, language) for one in shown),
        is_run=is_run,
        is_complete=is_complete(exercise),
        fallen_out=tuple(sorted(names[key] for key in keys if key not in taking_part)),
        is_missed=exercise.state == ExerciseState.PREPARED and exercise.missed_at is not None,
        has_author=has_author(exercise),
        author=actors.of(exercise.creator_id) if is_run else None,
        left=tuple(names[key] for key in left),
        is_tabletop=exercise.level == ExerciseLevel.TABLETOP,
    )


def inject_line(
    viewer: Viewer, exercise: Exercise, inject: ExerciseInject, names: Mapping[str, str], language: str
) -> InjectLine:
    """Return an inject in words. `names` maps keys of desks to their names."""
    asked = db.session.get(Consultation, inject.consultation_id) if inject.consultation_id else None
    due_at = exercise.starts_at + timedelta(minutes=inject.minutes)
    is_prepared = exercise.state == ExerciseState.PREPARED
    return InjectLine(
        id=inject.public_id,
        minutes=inject.minutes,
        due_at=None if is_prepared else moment(due_at, language, own_zone(viewer)),
        kind=str(INJECT_KINDS.label(inject.kind)),
        text=inject.text,
        language=inject.language,
        player=names.get(inject.from_key or "", ""),
        role=str(PARTICIPANT_ROLES.label(inject.role)) if inject.role else "",
        asked=names.get(inject.to_key or "", ""),
        number=UNBROKEN_NUMBER if inject.kind == InjectKind.WRONG_NUMBER else "",
        expected=inject.expected,
        is_question=inject.kind in QUESTION_INJECTS,
        consultation=asked.public_id if asked else "",
        released_at=moment(inject.released_at, language, own_zone(viewer)),
    )


def names_of(viewer: Viewer, injects: Iterable[ExerciseInject], language: str) -> dict[str, str]:
    """Return a mapping from the keys of the desks of injects to their names."""
    return desk_names(viewer, _desks_of(injects), language)


def _participants(exercise: Exercise, names: Mapping[str, str]) -> Iterator[ParticipantLine]:
    for one in exercise.participants:
        role, desk = str(PARTICIPANT_ROLES.label(one.role)), names.get(one.focal_point_key or "", "")
        yield ParticipantLine(one.public_id, role, desk, one.people)


def _desks_of(injects: Iterable[ExerciseInject]) -> list[str]:
    return [key for one in injects for key in (one.from_key, one.to_key) if key]


def _line(viewer: Viewer, exercise: Exercise, names: Mapping[str, str], language: str) -> ExerciseLine:
    zone = own_zone(viewer)
    begins, ends = (moment(at, language, zone) for at in (exercise.starts_at, exercise.ended_at or exercise.ends_at))
    return ExerciseLine(
        id=exercise.public_id,
        title=exercise.title,
        language=exercise.language,
        network=names[exercise.network_key],
        level=str(EXERCISE_LEVELS.label(str(exercise.level))),
        state=exercise.state,
        state_label=str(EXERCISE_STATES.label(exercise.state)),
        starts_at=begins,
        ends_at=ends,
    )
