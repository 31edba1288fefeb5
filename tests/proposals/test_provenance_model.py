"""Values and what is known of them belong together, whatever is done in whatever order: a model made by hand."""

import random
from dataclasses import dataclass, field
from itertools import count

import pytest
from flask import Flask

from directory.errors import Conflict
from directory.models import Authority, Proposal, Texts
from directory.proposals import service
from directory.verification.service.entries import confirm
from tests.proposals.conftest import retire_everyone
from tests.proposals.test_service import changing, commit, new_authority, person, published
from tests.proposals.test_taking_back import Standing, said_of, standing, taken_back, translated, written

LANGUAGES = ("en", "ru", "fr", "ky")
STEPS = 20
WORDS = (f"words {number}" for number in count(1))


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@dataclass
class Model:
    """What a name should hold, by language, and what is known of all words that it ever held.

    `said` is source, verifier and translator of words, `of` the original that was seen beside a translation, by words:
    each text of this test is written once, so its words tell what was recorded for it.
    """

    now: dict[str, str] = field(default_factory=dict)
    said: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)

    def write(self, language: str, words: str, *, of: str = "", translated: bool = False) -> None:
        self.now[language] = words
        by = ("", f"translated {words}") if translated else (f"saw {words}", "")
        self.said[words] = (f"source of {words}", *by)
        if language != "en":
            self.of[words] = of or self.now["en"]

    def expected(self) -> dict[str, Standing]:
        """Return what the page should say of each wording; the first is never outdated."""
        original = self.now["en"]
        return {words: (*self.said[words], self.of.get(words, original) != original) for words in self.now.values()}


@dataclass
class Walk:
    """One random walk: the entry, its model, and what was published, with what each took the place of."""

    chance: random.Random
    entry: Authority
    model: Model
    published: list[tuple[Proposal, str, str | None, str | None]] = field(default_factory=list)

    def step(self) -> str:
        """Do one thing to the entry and to the model; return which."""
        name = self.chance.choice(["write", "write", "translate", "translate", "remove", "confirm", "undo", "undo"])
        getattr(self, name)()
        retire_everyone()
        return name

    def write(self) -> None:
        language, words = self.chance.choice(LANGUAGES), next(WORDS)
        before = self.model.now.get(language)
        self._note(written(self.entry, language, words), language, before, words)
        self.model.write(language, words)

    def translate(self) -> None:
        language, words = self.chance.choice(LANGUAGES[1:]), next(WORDS)
        seen = self.chance.choice([self.model.now["en"], *self.model.of.values()])
        before = self.model.now.get(language)
        self._note(translated(self.entry, language, words, of=seen), language, before, words)
        self.model.write(language, words, of=seen, translated=True)

    def remove(self) -> None:
        language = self.chance.choice(LANGUAGES[1:])
        before = self.model.now.pop(language, None)
        if before is not None:
            edit = changing(self.entry, f"name.{language}", None, said_of("nothing"))
            self._note(published(self.entry, edit), language, before, None)

    def confirm(self) -> None:
        language = self.chance.choice(LANGUAGES)
        shown = self.model.now[Texts("en", self.model.now).choose(language)]
        office = f"saw {shown} {next(WORDS)}"
        commit(confirm, person(), self.entry, language, office=office)
        source, _, translator = self.model.said[shown]
        self.model.said[shown] = (source, office, translator)

    def undo(self) -> None:
        if not self.published:
            return
        number = self.chance.randrange(len(self.published))
        proposal, language, before, after = self.published[number]
        if self.model.now.get(language) != after:
            with pytest.raises(Conflict):
                commit(service.undo, person(), proposal, "It was right.")
            return
        del self.published[number]
        undoing = taken_back(proposal)
        self._note(undoing, language, after, before)
        self.model.now.pop(language, None)
        if before is not None:
            self.model.now[language] = before

    def _note(self, proposal: Proposal, language: str, before: str | None, after: str | None) -> None:
        self.published.append((proposal, language, before, after))


@pytest.mark.long(each=2)
@pytest.mark.parametrize("seed", range(3))
def test_values_stand_with_what_was_recorded_for_them(writing_app: Flask, seed: int) -> None:
    walk = Walk(random.Random(seed), new_authority(), Model())
    for language in ("en", "ru"):
        words = next(WORDS)
        written(walk.entry, language, words)
        walk.model.write(language, words)
    steps = []

    for _ in range(STEPS):
        steps.append(walk.step())

        assert standing(walk.entry) == walk.model.expected(), steps
