"""The page of the moderator of a tabletop: what is overdue, due now and next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from directory.access.viewer import Viewer
from directory.exercises.presenters.pages import ExercisePage, InjectLine, inject_line, names_of, page_of
from directory.focal_points.rotas.queries import own_zone
from directory.models import Exercise, ExerciseInject
from directory.people.presenters.words import InstantText, moment

# An inject that is due for longer is overdue.
LATE_AFTER = timedelta(minutes=5)
OVERDUE, DUE, NEXT, HELD, RELEASED = "overdue", "due", "next", "held", "released"


@dataclass(frozen=True)
class InjectSection:
    """The injects of a tabletop that are at the same stage. `code` is one of OVERDUE, DUE, NEXT, HELD and RELEASED."""

    code: str
    title: str
    injects: tuple[InjectLine, ...]


@dataclass(frozen=True)
class TabletopPage:
    """A tabletop for its moderator. `sections` are those that have injects, the most urgent first."""

    exercise: ExercisePage
    now: InstantText | None
    sections: tuple[InjectSection, ...]
    has_waiting: bool


def tabletop_page(viewer: Viewer, exercise: Exercise, now: datetime, language: str) -> TabletopPage:
    """Return the page of a tabletop as at `now`. The caller checks that the viewer runs it."""
    names = names_of(viewer, exercise.injects, language)
    of: dict[str, list[InjectLine]] = {}
    for one in exercise.injects:
        of.setdefault(_section(exercise, one, now), []).append(inject_line(viewer, exercise, one, names, language))
    titles = {
        OVERDUE: _("Overdue injects"),
        DUE: _("Due now"),
        NEXT: _("Next injects"),
        HELD: _("Held injects"),
        RELEASED: _("Released injects"),
    }
    return TabletopPage(
        exercise=page_of(viewer, exercise, language),
        now=moment(now, language, own_zone(viewer)),
        sections=tuple(InjectSection(code, title, tuple(of[code])) for code, title in titles.items() if code in of),
        has_waiting=bool(of.keys() - {RELEASED}),
    )


def _section(exercise: Exercise, inject: ExerciseInject, now: datetime) -> str:
    due_at = exercise.starts_at + timedelta(minutes=inject.minutes)
    if inject.released_at is not None:
        return RELEASED
    if inject.held_at is not None:
        return HELD
    if due_at > now:
        return NEXT
    return OVERDUE if now - due_at > LATE_AFTER else DUE
