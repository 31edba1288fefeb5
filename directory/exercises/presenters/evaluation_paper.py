"""What evaluators saw, and what they expected to see, as blocks of a paper."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from directory.exercises.presenters.evaluation import Evaluation, addressed
from directory.exercises.presenters.pages import InjectLine
from directory.formats.papers import Block, BlockKind, TextRun, is_right_to_left
from directory.i18n import side_by_side
from directory.sentences import labelled


def blocks_of_evaluation(evaluation: Evaluation, words: str) -> Iterator[Block]:
    """Yield the blocks of a paper that state, for each inject, what happened, what was expected and what evaluators
    saw."""
    for number, one in enumerate(evaluation.injects, start=1):
        yield heading(number, one.inject, words)
        yield from told(one.inject, words)
        for line in one.evaluations:
            who = side_by_side(filter(None, (line.evaluator.person, line.evaluator.office.text)))
            yield Block(BlockKind.ROW, ((TextRun(who, words),), (TextRun(line.label, words),)))
            if line.remark:
                # Of the language of a remark only its direction is known.
                own = "ar" if is_right_to_left(line.remark) else ""
                yield Block(BlockKind.ROW, ((TextRun(_("Remark"), words),), (TextRun(line.remark, own),)))


def heading(number: int, inject: InjectLine, words: str) -> Block:
    """Return the heading over an inject in a paper: its number and whom it is for."""
    title = labelled(_("Inject %(number)s", number=number), addressed(inject))
    return Block(BlockKind.HEADING, ((TextRun(title, words),),))


def told(inject: InjectLine, words: str) -> Iterator[Block]:
    """Yield the rows of a paper that say what happens in an inject, when, and what the evaluator expects."""
    minute = ngettext("%(num)s minute after the beginning", "%(num)s minutes after the beginning", inject.minutes)
    when = labelled(_("Released"), inject.released_at.text) if inject.released_at else minute
    texts = ((_("Time"), when, words), (_("Text"), inject.text, inject.language))
    for label, text, language in (*texts, (_("What the evaluator expects to see"), inject.expected, inject.language)):
        yield Block(BlockKind.ROW, ((TextRun(label, words),), (TextRun(text, language),)))
