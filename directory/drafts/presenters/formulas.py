"""The formulas of letters: title, first sentence, last sentence. Each language has its own official style.

Formulas are in the current language, or in English if the catalogue of the current language is incomplete.
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory.drafts.content import DraftContent

# Titles of letters with a single measure, by measure.
TITLES = {
    "extradition": _l("Request for extradition"),
    "transfer_of_sentenced_persons": _l("Request for the transfer of a sentenced person"),
    "transfer_of_proceedings": _l("Request for the transfer of proceedings"),
    "joint_investigation": _l("Proposal for a joint investigation team"),
    "spontaneous_information": _l("Spontaneous information"),
}
# First sentences of letters with a single measure, by measure.
OPENINGS = {
    "extradition": _l(
        "We present our compliments to you and have the honour to request the extradition of the person named below."
    ),
    "transfer_of_sentenced_persons": _l(
        "We present our compliments to you and have the honour to request the transfer of the sentenced person named"
        " below."
    ),
    "transfer_of_proceedings": _l(
        "We present our compliments to you and have the honour to request you to take over the criminal proceedings"
        " described below."
    ),
    "joint_investigation": _l(
        "We present our compliments to you and have the honour to propose a joint investigation team, as set out below."
    ),
    "spontaneous_information": _l(
        "We present our compliments to you and have the honour to send you the information below, without a request"
        " of yours."
    ),
}


def title_of(content: DraftContent) -> str:
    """Return the title of a letter."""
    title = TITLES.get(content.measures[0]) if len(content.measures) == 1 else None
    return str(title or _("Request for assistance in criminal matters"))


def opening_of(content: DraftContent) -> str:
    """Return the first sentence of a letter."""
    opening = OPENINGS.get(content.measures[0]) if len(content.measures) == 1 else None
    usual = _(
        "We present our compliments to you and have the honour to request your assistance in the criminal case"
        " described below."
    )
    return str(opening or usual)


def closing() -> str:
    """Return the last sentence of a letter."""
    return str(
        _(
            "We thank you in advance for your cooperation and avail ourselves of this opportunity to renew to you the"
            " assurances of our highest consideration."
        )
    )
