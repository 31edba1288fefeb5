"""Decides whether an exercise can begin: by its contents, its desks, and the rights of the person who prepared it."""

from directory.access.policy import Action, may
from directory.accounts.queries import viewer_of
from directory.exercises.queries.exercises import find_overlapping, is_complete
from directory.extensions import db
from directory.models import Account, Exercise, Place


def can_begin(exercise: Exercise) -> bool:
    """Return whether an exercise can begin by itself: it is complete, `has_author` is true, and none of its desks takes
    part in another exercise at the same time."""
    return is_complete(exercise) and has_author(exercise) and find_overlapping(exercise) is None


def has_author(exercise: Exercise) -> bool:
    """Return whether the person who prepared an exercise, or took it over, may still run it."""
    author = db.session.get_one(Account, exercise.creator_id)
    place = Place(networks=frozenset({exercise.network_key}))
    return author.active and may(viewer_of(author), Action.REHEARSE, place)
