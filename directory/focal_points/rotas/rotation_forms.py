"""The form that makes a rota from people in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, RadioField, SelectField, TimeField
from wtforms.validators import Optional, StopValidation, ValidationError

from directory.focal_points.rotas.forms import Choices, DecisionForm, given, near
from directory.focal_points.rotas.service.rotations import MOST_PEOPLE, words_for_number
from directory.focal_points.rotations import RotationPlan, default_starts
from directory.forms import required
from directory.vocabulary import DAY_DIVISIONS, TURNS, DayDivision, Turn

MOST_DIGITS, MOST_DIGITS_OF_ID = 3, 9
STAY, END = "stay", "end"


@dataclass(frozen=True)
class PersonPlace:
    """A person, and the text in the person's input for the place in the order. The text is empty if the person has no
    duty."""

    account_id: int
    name: str
    typed: str


class OrderField(Field):  # type: ignore[misc]
    """People in order, as account ids. Each person has an input for a place number, which may stay empty.

    Among people with the same number, first come those whom the sender has moved up, then those who have stayed, then
    those moved down. Within each of these groups, people keep the order in which the page showed them.
    """

    data: list[int]
    names: dict[int, str]
    # By account id. None if the form was not sent.
    typed: dict[str, str] | None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.flags.required = True

    def offer(self, people: Choices, order: Sequence[int]) -> None:
        """Set the people who can be chosen, and the order that is shown in a form that was not sent."""
        self.names = {int(number): name for number, name in people}
        if self.typed is None:
            self.data = [one for one in order if one in self.names]

    def process(self, formdata: Any, *_given: Any, **_extra: Any) -> None:
        """Set `typed` and `data` from the sent form. Its inputs stand in the order in which the page showed the people;
        inputs named `order_without` hold the ids of people to leave out."""
        self.names = {}
        prefix = f"{self.name}-"
        typed = {key.removeprefix(prefix): formdata[key].strip() for key in formdata or () if key.startswith(prefix)}
        left_out = formdata.getlist(f"{self.name}_without") if formdata else ()
        sent = [(one, "" if one in left_out else place) for one, place in typed.items()]
        self.typed = dict(sent) if formdata else None
        ranked = [
            (_rank_of(int(place[:MOST_DIGITS]), shown), int(one[:MOST_DIGITS_OF_ID]))
            for shown, (one, place) in enumerate(sent, start=1)
            if place.isdecimal() and one.isdecimal()
        ]
        self.data = [one for _rank, one in sorted(ranked)]

    def pre_validate(self, _form: Any) -> None:
        """Refuse a place that is no number, a person who is not offered, and an order without people."""
        typed = self.typed or {}
        if not all(place.isdecimal() and len(place) <= MOST_DIGITS for place in typed.values() if place):
            raise StopValidation(_l("Write whole numbers, such as 1, 2 and 3."))
        if any(one not in self.names for one in self.data):
            raise StopValidation(_l("Choose from the list."))
        if not 1 <= len(self.data) <= MOST_PEOPLE:
            raise StopValidation(words_for_number())

    def places(self) -> list[PersonPlace]:
        """Return all people with their places. If the order was refused, the places are as typed. Otherwise the people
        in the order are numbered from 1, and the others have no place."""
        if self.errors:
            typed = self.typed or {}
            return [PersonPlace(one, name, typed.get(str(one), "")) for one, name in self.names.items()]
        others = [one for one in self.names if one not in self.data]
        placed = [PersonPlace(one, self.names[one], str(place)) for place, one in enumerate(self.data, start=1)]
        return [*placed, *(PersonPlace(one, self.names[one], "") for one in others)]


class RotationForm(DecisionForm):
    """Asks for people in order, for the parts of the day, and for how often the next person takes over."""

    zone = SelectField(_l("Time zone of the desk"), [required()])
    order = OrderField(_l("Order of the people"))
    division = RadioField(_l("How the day is divided"), [required()])
    first_starts = TimeField(_l("Handover at"), [given()], default=time(9))
    second_starts = TimeField(_l("Second shift begins at"), [Optional()])
    third_starts = TimeField(_l("Third shift begins at"), [Optional()])
    turn = SelectField(_l("The next person takes over"), [required()])
    handover = SelectField(_l("Handover day"), [required()])
    valid_from = DateField(_l("First day"), [given(), near])
    valid_until = DateField(_l("Last day"), [Optional(), near])
    has_deputies = BooleanField(_l("The next person in the order is the deputy"))
    swaps = RadioField(_l("Shifts that were swapped or added by hand"), default=STAY)

    def offer(self, people: Choices, order: Sequence[int], days: Choices, today: date) -> None:
        """Set the people of the desk, the order that a new form shows, the weekdays, and the present day at the
        desk."""
        self.order.offer(people, order)
        self.division.choices = [(code, DAY_DIVISIONS.label(code)) for code in DAY_DIVISIONS]
        self.turn.choices = [(code, TURNS.label(code)) for code in TURNS]
        self.swaps.choices = [
            (STAY, _l("They stay, on top of the new rota.")),
            (END, _l("They end when the new rota begins.")),
        ]
        self.handover.choices, self.today = days, today

    def validate_valid_from(self, field: Any) -> None:
        """Refuse a first day in the past."""
        if field.data and field.data < self.today:
            raise ValidationError(_l("Past shifts cannot be changed: choose today or a later day."))

    def validate_valid_until(self, field: Any) -> None:
        """Refuse a last day that is before the first day."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_l("The last day must not lie before the first."))

    def validate_second_starts(self, _field: Any) -> None:
        """Refuse two parts of the day that begin at the same time."""
        if self.first_starts.data and self.division.data in DAY_DIVISIONS:
            starts = self._starts()
            if len(set(starts)) < len(starts):
                raise ValidationError(_l("Write a different time for each shift."))

    def plan(self, office_days: Iterable[int]) -> RotationPlan:
        """Return the rotation that was typed. `office_days` are the working days of the State, 0 for Monday."""
        division = DayDivision(self.division.data)
        return RotationPlan(
            members=tuple(self.order.data),
            division=division,
            starts=self._starts(),
            turn=Turn(self.turn.data),
            handover=int(self.handover.data),
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            office_days=frozenset(office_days) if division is DayDivision.OFFICE else frozenset(),
            has_deputies=self.has_deputies.data,
        )

    def _starts(self) -> tuple[time, ...]:
        typed = (self.first_starts.data, self.second_starts.data, self.third_starts.data)
        return default_starts(DayDivision(self.division.data), typed)


def data_of(plan: RotationPlan | None, first: date) -> dict[str, Any]:
    """Return the values that a new form shows. The first day is `first`, and the last day is empty. The other values
    are those of the present rotation `plan`.

    If `plan` is None, the other values are those of the most common rotation, in which one person has duty for a week.
    """
    if plan is None:
        return {"division": DayDivision.WHOLE, "turn": Turn.WEEK, "handover": str(first.weekday()), "valid_from": first}
    starts = dict(zip(("first_starts", "second_starts", "third_starts"), plan.starts, strict=False))
    return {
        "division": plan.division,
        "turn": plan.turn,
        "handover": str(plan.handover),
        "valid_from": first,
        "has_deputies": plan.has_deputies,
        **starts,
    }


def _rank_of(place: int, shown: int) -> tuple[int, int, int]:
    moved = (place > shown) - (place < shown)
    return place, moved, shown
