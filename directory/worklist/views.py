"""The page of the tasks that wait for a signed-in person, and the counts in the work bar."""

from collections.abc import Mapping

from flask import Blueprint, Flask, g, get_template_attribute, render_template, request

from directory.access.current_viewer import current_viewer, signed_in
from directory.cache.personal_fragments import register_personal_fragment
from directory.consultations.service.retention import note_subjects
from directory.i18n import current_language
from directory.worklist.presenters import page as work_page
from directory.worklist.queries import count_for_bar
from directory.worklist.tasks import WORK

blueprint = Blueprint("work", __name__)


@blueprint.get("/work")
@signed_in
def index() -> str:
    """Show the tasks that wait for the viewer, and the people on duty. Record the shown subjects of consultations as
    disclosures."""
    viewer = current_viewer()
    page = work_page.page(viewer, current_language())
    if request.method != "HEAD":
        note_subjects(viewer, page.opened)
    return render_template("worklist/index.html", page=page)


def configure_work_bar(app: Flask) -> None:
    """Give templates `work_count`, a personal fragment: the number of tasks in a section of the work bar."""
    register_personal_fragment(app, "work_count", _work_count)


def _work_count(section: str) -> str:
    numbers = _numbers()
    number = sum(numbers.values()) if section == WORK else numbers.get(section, 0)
    shown: str = get_template_attribute("components/work_count.html", "work_count")(number)
    return shown


def _numbers() -> Mapping[str, int]:
    """Return the counts for the work bar. They are read once in each request."""
    if "work_numbers" not in g:
        g.work_numbers = count_for_bar(current_viewer())
    numbers: Mapping[str, int] = g.work_numbers
    return numbers
