"""The sheet of an evaluator of a tabletop: a page to fill in, and a paper for evaluators in the room."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from directory import i18n
from directory.access.viewer import Viewer
from directory.exercises.presenters.evaluation import EvaluatedInject, evaluated
from directory.exercises.presenters.evaluation_paper import heading, told
from directory.exercises.presenters.pages import ExerciseLine, lines_of
from directory.formats.papers import Block, BlockKind, Paper, PaperVersion, TextRun
from directory.models import Exercise
from directory.sentences import labelled
from directory.vocabulary import OBSERVATIONS, Observation

# A blank to be filled in by hand.
BLANK, BOX = "_" * 48, "[   ]"


@dataclass(frozen=True)
class SheetPage:
    """The sheet for one evaluator. `injects` are all injects, in their order."""

    line: ExerciseLine
    injects: tuple[EvaluatedInject, ...]


def sheet_page(viewer: Viewer, exercise: Exercise, language: str) -> SheetPage:
    """Return the sheet of a tabletop. The caller checks that the viewer runs it."""
    [line] = lines_of(viewer, [exercise], language)
    return SheetPage(line, tuple(evaluated(viewer, exercise, exercise.injects, language)))


def sheet_paper(page: SheetPage, now: datetime, language: str, address: str) -> Paper:
    """Return the empty sheet as a paper. Its first lines say that it is about an exercise."""
    words = i18n.label_language(language)
    title = labelled(_("Evaluators’ sheet"), page.line.title)
    about = i18n.side_by_side((page.line.network, page.line.level))
    notices = (_("EXERCISE"), _("This is an exercise. Everything in it is invented."), about)
    blocks = [
        Block(BlockKind.TITLE, ((TextRun(title, words),),)),
        Block(BlockKind.NOTICE, tuple((TextRun(text, words),) for text in notices)),
        _row(_("Evaluator"), BLANK, words),
        *(block for number, one in enumerate(page.injects, start=1) for block in _inject(number, one, words)),
    ]
    return Paper(title, (PaperVersion(words, tuple(blocks)),), now, address, mark=_("EXERCISE"))


def _inject(number: int, one: EvaluatedInject, words: str) -> Iterator[Block]:
    yield heading(number, one.inject, words)
    yield from told(one.inject, words)
    boxes = (f"{BOX} {term.label}" for code, term in OBSERVATIONS.items() if code != Observation.NONE)
    yield _row(_("Observation"), "\n".join(boxes), words)
    yield _row(_("Remark"), "\n".join([BLANK] * 3), words)


def _row(label: str, text: str, words: str) -> Block:
    return Block(BlockKind.ROW, ((TextRun(label, words),), (TextRun(text, words),)))
