"""The codes for rotas and their changes, for the steps of the fallback chain, and for the filter that finds desks that
can be reached now.

In the disclosure log, NAMES_ON_ROTA means that the names on a rota were shown.
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class RotaChangeKind(StrEnum):
    """The effect of a rota change on the shifts in its interval."""

    EXTRA = "extra"
    """The change's member is on duty too."""
    INSTEAD = "instead"
    """Only the change's member is on duty."""
    ABSENCE = "absence"
    """The change's member is not on duty."""
    CLOSED = "closed"
    """Nobody is on duty."""
    SWAP = "swap"
    """The change's member takes over from the colleague who asked. Other people on duty stay on duty."""


ROTA_CHANGE_KINDS = Vocabulary(
    Term(RotaChangeKind.EXTRA, _l("also on duty")),
    Term(RotaChangeKind.INSTEAD, _l("on duty in place of the others")),
    Term(RotaChangeKind.ABSENCE, _l("absent")),
    Term(RotaChangeKind.CLOSED, _l("nobody on duty")),
    Term(RotaChangeKind.SWAP, _l("takes over from a colleague")),
)


class DayDivision(StrEnum):
    """How the day is divided among the people of a rotation."""

    WHOLE = "whole"
    TWO = "two"
    THREE = "three"
    OFFICE = "office"
    """Office hours on the working days of the State, and one person for the nights and the weekend."""


DAY_DIVISIONS = Vocabulary(
    Term(DayDivision.WHOLE, _l("one person for the whole day")),
    Term(DayDivision.TWO, _l("two shifts a day")),
    Term(DayDivision.THREE, _l("three shifts a day")),
    Term(DayDivision.OFFICE, _l("office hours, and one person for nights and weekends")),
)


class Turn(StrEnum):
    """How long one person of a rotation holds a shift before the next person in the order takes it over."""

    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"


TURNS = Vocabulary(
    Term(Turn.DAY, _l("each day")),
    Term(Turn.WEEK, _l("each week")),
    Term(Turn.TWO_WEEKS, _l("every two weeks")),
)


# The filter for desks that can be reached now. For a visitor, the published cover decides, and the desk must have a
# number of its own that is known to answer.
REACHABLE_NOW = "now"
REACHABLE = Vocabulary(Term(REACHABLE_NOW, _l("Reachable now")))


# The name under which the disclosure log records the people's names on a rota, which are not a detail of the desk.
NAMES_ON_ROTA = "names_on_rota"
NAMES_ON_ROTA_LABEL = _l("Who staffs this desk")


class ChainStep(StrEnum):
    """A step of the fallback chain: whom to reach if a desk is silent. The steps are taken in this order."""

    DUTY = "duty"
    DEPUTY = "deputy"
    HEAD = "head"
    COORDINATOR = "coordinator"
    OTHER_NETWORK = "other_network"
    NCB = "ncb"


CHAIN_STEPS = Vocabulary(
    Term(ChainStep.DUTY, _l("The person on duty")),
    Term(ChainStep.DEPUTY, _l("The deputy")),
    Term(ChainStep.HEAD, _l("The head of the desk")),
    Term(ChainStep.COORDINATOR, _l("The network’s coordinator")),
    Term(ChainStep.OTHER_NETWORK, _l("A desk of the same State in another network")),
    Term(ChainStep.NCB, _l("INTERPOL’s National Central Bureau, as the last resort"), "UNTOC, art. 18(13)"),
)
