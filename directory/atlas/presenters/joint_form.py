"""The form that chooses States and offence of a joint investigation. The address of the page contains all choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory import collation, i18n
from directory.access.facts import Link, state_link
from directory.atlas.joint_question import (
    FURTHER,
    LEAST_STATES,
    MOST_STATES,
    WITH,
    usable_states,
    wrong_arguments,
    wrong_states,
)
from directory.atlas.presenters.options import AnswerOption, state_options
from directory.atlas.question_arguments import FIRST_DAY, LAST_DAY, MOST_YEARS, NO, YES, Arguments
from directory.atlas.question_steps import STEPS
from directory.sentences import labelled
from directory.treaties.queries import list_home_states
from directory.vocabulary import OFFENCES

Address = Mapping[str, Any]
LONGEST_CHARACTERS = 100
# The offence that the form shows until a State is chosen.
FIRST_OFFENCE = "tip"


@dataclass(frozen=True)
class ChosenState:
    """A chosen State. `address` leads to the form without this State."""

    state: Link
    address: Address


@dataclass(frozen=True)
class JointForm:
    """The choices made, and the choices still possible. `wrong` contains a sentence for each fault."""

    chosen: tuple[ChosenState, ...]
    # The States of the home network that a link can add.
    near: tuple[AnswerOption, ...]
    # The States that can be chosen in the list.
    states: tuple[AnswerOption, ...]
    offences: tuple[tuple[str, str], ...]
    # The answers sent on the offence and the day.
    typed: Mapping[str, str]
    address: Address
    wrong: tuple[str, ...]
    first_day: str = FIRST_DAY.isoformat()
    last_day: str = LAST_DAY.isoformat()
    most_years: int = MOST_YEARS
    yes: str = YES
    no: str = NO

    @property
    def is_answerable(self) -> bool:
        """Whether there are enough States and no faults."""
        return not self.wrong and len(self.chosen) >= LEAST_STATES

    @property
    def is_full(self) -> bool:
        """Whether no further State can be added."""
        return len(self.chosen) >= MOST_STATES

    @property
    def has_more(self) -> bool:
        """Whether a further answer on the offence, or a day, was filled in. The kind of offence does not count."""
        return any(value for name, value in self.typed.items() if name != "offence")


def joint_form(codes: Sequence[str], arguments: Arguments, language: str) -> JointForm:
    """Return the form with the usable States of `codes`. The other fields are filled in from the query parameters
    `arguments`."""
    kept = usable_states(codes)
    said = {name: arguments.get(name, "").strip()[:LONGEST_CHARACTERS] for name in FURTHER}
    further = {name: value for name, value in said.items() if value}
    wrong_names = wrong_arguments(arguments)
    return JointForm(
        chosen=tuple(ChosenState(state_link(one, language), _address(_without(kept, one), further)) for one in kept),
        near=tuple(_near(kept, further, language)),
        states=tuple(one for one in state_options(language) if one.value not in kept),
        offences=tuple((code, str(one.label)) for code, one in OFFENCES.items()),
        typed=said | {"offence": said["offence"] or ("other" if codes else FIRST_OFFENCE)},
        address=_address(kept, further),
        wrong=(*wrong_states(codes), *(labelled(STEPS[name].label, STEPS[name].wrong) for name in wrong_names)),
    )


def team_address(states: Sequence[str], said: Mapping[str, str]) -> Address:
    """Return the query parameters that lead to the joint investigation of these States. They include the answers in
    `said` on the offence and the day."""
    return _address(states, {name: said[name] for name in FURTHER if said.get(name)})


def _address(states: Sequence[str], further: Mapping[str, str]) -> Address:
    return {WITH: list(states), **further}


def _without(states: Sequence[str], state: str) -> list[str]:
    return [one for one in states if one != state]


def _near(kept: Sequence[str], further: Mapping[str, str], language: str) -> list[AnswerOption]:
    further = further if kept else {"offence": FIRST_OFFENCE, **further}
    codes = [code for code in list_home_states() if code not in kept] if len(kept) < MOST_STATES else []
    named = [
        AnswerOption(code, i18n.territory_name(code, language), _address([*kept, code], further)) for code in codes
    ]
    return list(collation.sorted_by_name(named, lambda one: one.label))
