"""The kinds of changes to a desk's rota, and the fallback chain: whom to reach when nobody answers."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class RotaChangeKind(StrEnum):
    """What a change does to the shifts of its interval."""

    EXTRA = "extra"
    """Its member is on duty too."""
    INSTEAD = "instead"
    """Its member is on duty and nobody else is."""
    ABSENCE = "absence"
    """Its member is not on duty."""
    CLOSED = "closed"
    """Nobody is on duty."""
    SWAP = "swap"
    """Its member takes over from the one who asked; whoever else is on duty stays so."""


ROTA_CHANGE_KINDS = Vocabulary(
    Term(RotaChangeKind.EXTRA, _l("also on duty")),
    Term(RotaChangeKind.INSTEAD, _l("on duty in place of the others")),
    Term(RotaChangeKind.ABSENCE, _l("absent")),
    Term(RotaChangeKind.CLOSED, _l("nobody on duty")),
    Term(RotaChangeKind.SWAP, _l("takes over from a colleague")),
)


# The filter for desks that can be reached now. For a visitor these are the desks whose published cover says so and that
# have a number of their own that is known to answer.
REACHABLE_NOW = "now"
REACHABLE = Vocabulary(Term(REACHABLE_NOW, _l("Reachable now")))


# The names on a rota, as the disclosure log calls them; they are no detail of a desk.
NAMES_ON_ROTA = "names_on_rota"
NAMES_ON_ROTA_LABEL = _l("Who staffs this desk")


class ChainStep(StrEnum):
    """A step of the fallback chain, in the order in which they are taken.

    A step is taken when the person or office of the step before is absent or does not answer.
    """

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
