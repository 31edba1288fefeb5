"""Counts the tasks that wait for a person. A count contains only tasks that the person may see in the lists."""

from collections.abc import Mapping

from sqlalchemy import func, select

from directory import clock
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.imports.queries import list_waiting
from directory.operation.alerts import count_alerts
from directory.worklist.tasks import TASKS, TaskKind


def count_for_bar(viewer: Viewer) -> Mapping[str, int]:
    """Return the number of tasks by section of the work bar, without zeros, in one SQL statement."""
    kinds = [kind for kind in TASKS if kind.section and may_somewhere(viewer, kind.action)]
    found: dict[str, int] = {}
    for kind, number in zip(kinds, _count(viewer, kinds), strict=True):
        found[kind.section] = found.get(kind.section, 0) + number
    return {section: number for section, number in found.items() if number}


def count_tasks(viewer: Viewer) -> Mapping[str, int]:
    """Return a mapping from a kind of task to the number of tasks, without zeros. The keys are the codes of TASKS,
    `import` and `alert`.

    The number of SQL statements does not depend on the number of tasks.
    """
    kinds = [kind for kind in TASKS if may_somewhere(viewer, kind.action)]
    found = dict(zip((kind.code for kind in kinds), _count(viewer, kinds), strict=True))
    if may_somewhere(viewer, Action.IMPORT):
        found["import"] = len(list_waiting(viewer))
    if may_somewhere(viewer, Action.ADMINISTER):
        found["alert"] = count_alerts()
    return {code: number for code, number in found.items() if number}


def _count(viewer: Viewer, kinds: list[TaskKind]) -> list[int]:
    at = clock.now()
    numbers = (select(func.count()).select_from(kind.model).where(kind.is_task(viewer, at)) for kind in kinds)
    return list(db.session.execute(select(*(one.scalar_subquery() for one in numbers))).one()) if kinds else []
