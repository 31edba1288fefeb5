"""The yearly report of a network, as PDF."""

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action
from directory.accounts import attempt_limits
from directory.addresses import address_in_mail
from directory.errors import FormatNotAvailable, NotFound
from directory.formats.fonts import MissingGlyphs
from directory.formats.pdf_files import write_pdf
from directory.i18n import current_language
from directory.networks import queries
from directory.statistics.presenters import report
from directory.web.concurrency_limit import slot

blueprint = Blueprint("report", __name__)
NO_FONT = _l("No font here shows all words of this report in this language. Take it in another one.")


@blueprint.get("/statistics/report")
@permits(Action.VERIFY)
def pdf() -> Response:
    """Send a network's report of a year as a PDF file.

    Raises NotFound for an unknown network or year, NotPermitted if the viewer does not coordinate the whole network,
    and FormatNotAvailable if no font has all letters. Raises Overloaded if too many files are being made, and
    LimitReached if the viewer has asked for too many.
    """
    network, year, now = queries.get(request.args.get("network", "")), request.args.get("year", ""), clock.now()
    require(current_viewer(), Action.VERIFY, network.place())
    if year not in map(str, report.years(now)):
        raise NotFound
    address = address_in_mail(current_language(), "statistics")
    try:
        with slot():
            attempt_limits.count_attempt("document", current_viewer().account_id)
            paper = report.paper(current_viewer(), network, int(year), now, current_language(), address)
            made = write_pdf(paper, has_stand_ins=True)
    except MissingGlyphs as missing:
        raise FormatNotAvailable(NO_FONT) from missing
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{network.key}-{year}.pdf"'
    return response
