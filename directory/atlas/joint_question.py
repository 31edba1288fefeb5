"""Reads the question of a joint investigation from query parameters: two to eight States, an offence and a day."""

from collections import Counter
from collections.abc import Iterable, Sequence

from flask_babel import gettext

from directory import i18n
from directory.atlas.question import AtlasQuestion
from directory.atlas.question_arguments import OF_OFFENCE, READERS, Arguments, list_wrong, read_offence
from directory.errors import InvalidInput
from directory.jurisdictions.queries import list_codes

MEASURE = "joint_investigation"
WITH = "with"
LEAST_STATES, MOST_STATES = 2, 8
# The most States that a joint investigation may have in addition to the two States of any request.
MOST_FURTHER = MOST_STATES - 2
LONGEST_CODE_CHARACTERS = 20
FURTHER = (*OF_OFFENCE, "on")


def read_joint_question(named: Iterable[str], arguments: Arguments) -> AtlasQuestion:
    """Return the question for the States in `named`.

    Raises InvalidInput for wrong or missing States and for an unusable query parameter. The message names the first
    fault.
    """
    codes = sent_codes(named)
    for wrong in wrong_states(codes):
        raise InvalidInput(wrong)
    if len(codes) < LEAST_STATES:
        raise InvalidInput(gettext("Name at least two States: with=KZ&with=KG."))
    return question_of(codes, arguments)


def question_of(states: Sequence[str], arguments: Arguments) -> AtlasQuestion:
    """Return the question for States that were checked before.

    Raises InvalidInput if a query parameter cannot be used; the message names it.
    """
    first, second, *others = states
    on = READERS["on"](arguments, "on")
    return AtlasQuestion(first, second, MEASURE, read_offence(arguments), on=on, others=tuple(others))


def sent_codes(named: Iterable[str]) -> list[str]:
    """Return the codes that were sent, in their order, without the empty ones."""
    return [code.strip() for code in named if code.strip()]


def usable_states(codes: Iterable[str]) -> list[str]:
    """Return the known codes, each once and at most MOST_STATES, in the order given."""
    known = set(list_codes())
    return [code for code in dict.fromkeys(codes) if code in known][:MOST_STATES]


def wrong_states(codes: Sequence[str]) -> list[str]:
    """Return the sentences that say what is wrong with the States: one for each unknown code, then one for each code
    that is named twice, then one if there are too many States.

    There are sentences for at most MOST_STATES unknown codes, and no sentence if there are too few States.
    """
    known, counted = set(list_codes()), Counter(codes)
    unknown = [code for code in counted if code not in known]
    twice = [code for code, count in counted.items() if count > 1 and code in known]
    found = [
        gettext("This directory knows no such State: %(code)s.", code=code[:LONGEST_CODE_CHARACTERS])
        for code in unknown[:MOST_STATES]
    ]
    language = i18n.current_language()
    found += [
        gettext("Named twice: %(state)s. Name each State once.", state=i18n.territory_name(code, language))
        for code in twice
    ]
    if len(counted) - len(unknown) > MOST_STATES:
        found.append(gettext("At most %(most)s States can be looked at together.", most=MOST_STATES))
    return [str(one) for one in found]


def wrong_arguments(arguments: Arguments) -> list[str]:
    """Return the names of the query parameters in FURTHER that cannot be used, in the order of READERS."""
    return list_wrong(arguments, FURTHER)
