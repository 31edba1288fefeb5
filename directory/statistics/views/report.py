"""Papers of figures, as PDF: the yearly report of a network, and the figures of requests."""

from flask import Blueprint, Response, request

from directory import clock
from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action
from directory.addresses import address_in_mail
from directory.errors import NotFound
from directory.formats.papers import Paper
from directory.i18n import current_language
from directory.networks import queries
from directory.statistics.periods import FiguresFilter
from directory.statistics.presenters import report
from directory.web.paper_files import pdf_of

blueprint = Blueprint("report", __name__)


@blueprint.get("/statistics/report")
@permits(Action.VERIFY)
def pdf() -> Response:
    """Send a network's report of a year as a PDF file.

    Raises NotFound for an unknown network or year, NotPermitted if the viewer does not coordinate the whole network,
    and otherwise as `pdf_of` does.
    """
    network, year, now = queries.get(request.args.get("network", "")), request.args.get("year", ""), clock.now()
    require(current_viewer(), Action.VERIFY, network.place())
    if year not in map(str, report.years(now)):
        raise NotFound
    address = address_in_mail(current_language(), "statistics")

    def make() -> Paper:
        return report.paper(current_viewer(), network, int(year), now, current_language(), address)

    return pdf_of(make, f"{network.key}-{year}")


@blueprint.get("/statistics/requests.pdf")
@permits(Action.KEEP_DOCKET)
def requests() -> Response:
    """Send the figures of requests that the viewer may read, for the period and year in the query, as a PDF file.
    Raises NotFound if there are none, and otherwise as `pdf_of` does."""
    now, language = clock.now(), current_language()
    asked, address = FiguresFilter.of(request.args, now), address_in_mail(language, "statistics")

    def make() -> Paper:
        return report.paper_of_requests(current_viewer(), asked, now, language, address)

    return pdf_of(make, "requests")
