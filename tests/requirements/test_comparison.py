"""What a comparison of States marks."""

import pytest

from directory.access.facts import Text, source_note, verification_summary
from directory.requirements.comparison import DIFFERS, ONE, SAME, WORDED, compare
from directory.requirements.presenters import RuleGroup, Sheet, missing_topics_of
from directory.requirements.rules import RuleLine


def rule(answer: str = "", text: str = "", *languages: str) -> RuleLine:
    spoken = tuple(Text(language) for language in languages)
    words = Text(text) if text else None
    return RuleLine("urgent", "Urgent", answer, "", "", "", spoken, words, None, None, False, source_note(None))


def sheet(state: str, *rules: RuleLine) -> Sheet:
    return Sheet(
        state,
        state,
        "",
        "",
        (RuleGroup("urgent", "", rules),),
        None,
        0,
        missing_topics_of("", rules),
        verification_summary(()),
    )


ROWS = [
    ("the same rule", [[rule("yes", "By fax.")], [rule("yes", "By fax.")]], SAME, True),
    ("another answer", [[rule("yes", "By fax.")], [rule("no", "By fax.")]], DIFFERS, True),
    ("the same answer in other words", [[rule("yes", "By fax.")], [rule("yes", "Fax will do.")]], WORDED, True),
    ("words alone that differ", [[rule("", "By fax.")], [rule("", "Fax will do.")]], DIFFERS, True),
    ("other languages", [[rule("", "", "en")], [rule("", "", "en", "fr")]], DIFFERS, True),
    ("the same rules in another order", [[rule("yes"), rule("no")], [rule("no"), rule("yes")]], SAME, True),
    (
        "one rule more",
        [[rule("yes", "By fax.")], [rule("yes", "By fax."), rule("no", "Never.")]],
        DIFFERS,
        True,
    ),
    ("a further note", [[rule("yes", "By fax.")], [rule("yes", "By fax."), rule("", "With a cover.")]], WORDED, True),
    ("a silent State", [[rule("yes", "By fax.")], []], ONE, False),
    ("two that differ and a silent one", [[rule("yes")], [rule("no")], []], DIFFERS, False),
]


@pytest.mark.parametrize(("rules", "outcome", "is_whole"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_row_says_how_the_states_that_are_known_differ(
    context: None, rules: list[list[RuleLine]], outcome: str, *, is_whole: bool
) -> None:
    states = ["AA", "BB", "CC"][: len(rules)]

    [row] = compare([sheet(state, *own) for state, own in zip(states, rules, strict=True)], states)

    assert (row.outcome, row.is_whole) == (outcome, is_whole)
