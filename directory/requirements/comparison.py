"""Compares the requirement sheets of several States, field by field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory.requirements.presenters import Sheet
from directory.requirements.rules import RuleLine
from directory.vocabulary import MEASURES, TOPICS

SAME, WORDED, DIFFERS, ONE = "same", "worded", "differs", "one"


@dataclass(frozen=True)
class ComparedTopic:
    """One row of a comparison: the rules of each State on one field, for one measure or for requests in general.

    `measure` is empty for requests in general. `outcome` compares the rules that are valid today. The outcome `worded`
    means that only their wording differs. The outcome `one` means that fewer than two States have a valid rule.
    """

    label: str
    measure: str
    measure_label: str
    cells: tuple[tuple[RuleLine, ...], ...]
    outcome: str

    @property
    def is_whole(self) -> bool:
        """True if every State has a rule that is valid today."""
        return all(map(_current, self.cells))


def compare(made: Sequence[Sheet], states: Sequence[str]) -> list[ComparedTopic]:
    """Return a row of the comparison for each measure and field on which a requirement sheet has a rule. Cells are in
    the order of `states`.

    Rows about requests in general come first.
    """
    rows: dict[tuple[int, int], dict[str, list[RuleLine]]] = {}
    for sheet in made:
        measure = MEASURES.position(sheet.measure) if sheet.measure else -1
        for rule in (rule for group in sheet.groups for rule in group.rules):
            row = rows.setdefault((measure, TOPICS.position(rule.topic)), {})
            row.setdefault(sheet.state, []).append(rule)
    codes, topics = list(MEASURES), list(TOPICS.values())
    return [
        _compared(str(topics[topic].label), codes[measure] if measure >= 0 else "", row, states)
        for (measure, topic), row in sorted(rows.items())
    ]


def _compared(label: str, measure: str, row: dict[str, list[RuleLine]], states: Sequence[str]) -> ComparedTopic:
    cells = tuple(tuple(row.get(state, ())) for state in states)
    named = str(MEASURES.label(measure)) if measure else ""
    return ComparedTopic(label, measure, named, cells, _outcome([known for cell in cells if (known := _current(cell))]))


def _current(cell: Iterable[RuleLine]) -> list[RuleLine]:
    return [rule for rule in cell if rule.is_current]


def _outcome(known: Sequence[Iterable[RuleLine]]) -> str:
    if len(known) < 2:
        return ONE
    if len({frozenset(rule.substance for rule in cell) for cell in known}) == 1:
        return SAME
    decided = {frozenset(rule.decides for rule in cell if rule.decides) for cell in known}
    return WORDED if len(decided) == 1 and all(decided) else DIFFERS
