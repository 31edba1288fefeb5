"""Choices in the forms of the docket: pairs of value and label."""

from flask_babel import gettext as _

from directory import collation, i18n
from directory.drafts import choices
from directory.drafts.choices import NONE, Choices
from directory.focal_points.state_authorities import list_authorities
from directory.jurisdictions.queries import list_jurisdictions
from directory.models import DocketEntry
from directory.proposals.labels import entry_labels
from directory.requests.queries.entries import list_staffed
from directory.requests.statements import is_own_event, stated_by
from directory.treaties.queries import list_shared
from directory.vocabulary import CHANNELS, REFUSAL_GROUNDS, REQUEST_EVENTS, RequestEvent


def other_states(own: str, language: str) -> Choices:
    """Return an empty choice, then all States but the own one, sorted by name."""
    return [one for one in choices.states(language) if one[0] != own]


def states_of(codes: set[str], language: str) -> Choices:
    """Return the States with these codes, sorted by name."""
    named = [(one.key, i18n.territory_name(one.key, language)) for one in list_jurisdictions() if one.key in codes]
    by_name: Choices = collation.sorted_by_name(named, lambda pair: pair[1])
    return by_name


def offices(state: str, language: str, *, without: str = "") -> Choices:
    """Return an empty choice, then the offices of a State that have not ended, sorted by name."""
    named = entry_labels(list_authorities(state), language)
    return [NONE, *((key, name) for key, name in named.items() if key != without)]


def offices_with_people(state: str, language: str, *, without: str) -> Choices:
    """Return the choices of `offices`. Those in which nobody has an account say so, and come last."""
    nothing, *found = offices(state, language, without=without)
    staffed = list_staffed([key for key, _name in found])
    deserted = [
        (key, _("%(office)s (nobody there has an account)", office=name)) for key, name in found if key not in staffed
    ]
    return [nothing, *(one for one in found if one[0] in staffed), *deserted]


def treaties(states: set[str], language: str) -> Choices:
    """Return an empty choice, then the treaties in which these States take part, sorted by name."""
    return [NONE, *entry_labels(list_shared(states), language).items()]


def channels() -> Choices:
    """Return an empty choice, then the channels."""
    return [NONE, *((code, str(one.label)) for code, one in CHANNELS.items())]


def languages(language: str) -> Choices:
    """Return an empty choice, then the languages of this site."""
    return [NONE, *choices.languages([], language)]


def measures() -> Choices:
    """Return an empty choice, then the measures."""
    return [NONE, *choices.measures()]


def offences() -> Choices:
    """Return an empty choice, then the offences."""
    return [NONE, *choices.offences()]


def events(entry: DocketEntry) -> Choices:
    """Return the events whose dates the State of an entry may write down or take back: all of them or, if the other
    State takes part, its own acts and what it had written down of the other State before."""
    stated = stated_by(entry)
    return [
        (code, str(one.label))
        for code, one in REQUEST_EVENTS.items()
        if entry.partner_id is None or code in stated or is_own_event(entry, RequestEvent(code))
    ]


def next_event(entry: DocketEntry) -> str:
    """Return the event that the form offers first: the first own act that is not stated yet, without refusal and
    withdrawal. Return "" if there is none."""
    stated = stated_by(entry)
    unlikely = (RequestEvent.REFUSED, RequestEvent.WITHDRAWN, RequestEvent.MORE_ASKED)
    offered = [code for code, _label in events(entry) if code not in stated and code not in unlikely]
    own = [code for code in offered if is_own_event(entry, RequestEvent(code))]
    return next(iter([*own, *offered]), "")


def grounds() -> Choices:
    """Return an empty choice, then the grounds of refusal."""
    return [NONE, *((code, str(one.label)) for code, one in REFUSAL_GROUNDS.items())]
