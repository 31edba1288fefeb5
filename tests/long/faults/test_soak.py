"""Half an hour of everything at once: readers, people signed in, editors, consultations, programs, the worker.

For another length: `SOAK_SECONDS=120 .venv/bin/pytest -n0 -rP tests/long/faults/test_soak.py`.
"""

import os
import random
import signal
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import ConsultationEntry, Notice
from tests.api.programs import bearer
from tests.consultations.conftest import Scene, make_scene
from tests.crashes.site import Site, verified
from tests.long.faults.load import Answer, Load, ask
from tests.long.faults.sessions import headers_of

SECONDS = int(os.environ.get("SOAK_SECONDS", "1800"))
LOOKS = 12
"""So often the memory is looked at; the first quarter is the time in which caches fill."""
MOST_GROWTH = 1.1
STATES = ("KG", "KZ", "TJ", "UZ", "AM", "FR")
WORDS = ("kyrgyzstan extradition", "прокуратура", "وزارة العدل", "ministri of justise", "prosecutor general", "sud")
PUBLIC = (*(f"/jurisdictions/{state}" for state in STATES), *(f"/search?q={quote(word)}" for word in WORDS))
SIGNED_IN = ("/search?q=desk", "/focal-points", "/jurisdictions/FR", "/consultations", "/account")
PROGRAMS = (
    "search?q=prosecutor",
    "focal-points?reachable=now",
    "changes",
    "authorities",
)
NOTICE = {"network": "casc", "audience": "public", "notice_kind": "visit", "written_in": "en", "text": "Of a test."}


@dataclass
class Taken:
    """How many writes of each kind the site took, and what it refused."""

    notices: int = 0
    questions: list[str] = field(default_factory=list)
    messages: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, answer: Answer) -> bool:
        """Note what was not answered as it should be, and return whether it was."""
        is_well = answer.status in (200, 303)
        self.refused[f"{answer.status} {what}"] += not is_well
        return is_well


def test_half_an_hour_of_everything_leaves_no_error_no_growth_and_nothing_lost(app: Flask, site: Site) -> None:
    with app.app_context():
        scene = make_scene()
        people = {name: headers_of(app, scene.people[name]) for name in ("asker", "member", "coordinator here")}
        program = bearer(scene.people["coordinator elsewhere"])
    load, taken, memory = Load(), Taken(), []
    for _ in range(4):
        read(load, site, taken, {}, PUBLIC)
    read(load, site, taken, people["asker"], SIGNED_IN)
    read(load, site, taken, people["coordinator here"], (*SIGNED_IN, "/proposals"))
    read(load, site, taken, program, PROGRAMS, places=("/api/v1/",))
    add_editor(load, site, people["coordinator here"], taken)
    add_consultation(load, site, scene, people, taken)
    worker = site.command("worker")
    with load:
        for _ in range(LOOKS):
            load.wait_for(SECONDS / LOOKS)
            server = megabytes(site.process.pid, children_of(site.process.pid))
            # Long work runs in children of the worker, which end with it.
            memory.append({"server": server, "worker": megabytes(worker.pid, [])})
    worker.send_signal(signal.SIGTERM)
    worker.communicate()

    slowest = sorted(load.milliseconds)
    print(
        "answers", dict(load.statuses), f"p95 {slowest[len(slowest) * 95 // 100]:.0f} ms, longest {slowest[-1]:.0f} ms"
    )
    print("acknowledged", taken.notices, "notices", len(taken.questions), "questions", taken.messages, "messages")
    print("megabytes, server:", *(f"{look['server']:.0f}" for look in memory))
    print("megabytes, worker:", *(f"{look['worker']:.0f}" for look in memory))
    assert +taken.refused == Counter()
    assert worker.returncode == 0
    for process in ("server", "worker"):
        grown = max(look[process] for look in memory[LOOKS * 3 // 4 :])
        assert grown <= MOST_GROWTH * max(look[process] for look in memory[LOOKS // 4 : LOOKS // 2])
    with app.app_context():
        assert db.session.scalar(select(func.count(Notice.key))) == taken.notices
        assert db.session.scalar(select(func.count(ConsultationEntry.id))) >= len(taken.questions) + taken.messages
    print(verified(site), site.run("audit", "verify")[1])
    assert site.run("audit", "verify")[0] == 0


def read(
    load: Load,
    site: Site,
    taken: Taken,
    headers: Mapping[str, str],
    pages: tuple[str, ...],
    places: tuple[str, ...] = tuple(f"/{language}" for language in LANGUAGES),
    pause_seconds: float = 0.1,
) -> None:
    """Add a client that reads pages at places taken at random."""
    chance, asked = random.Random(len(pages)), [""]

    def step() -> Answer:
        asked[0] = chance.choice(places) + chance.choice(pages)
        return ask(site.port, "GET", asked[0], headers, None)

    load.add(step, lambda answer: taken.note(asked[0], answer), pause_seconds)


def add_editor(load: Load, site: Site, headers: Mapping[str, str], taken: Taken) -> None:
    """Add a coordinator who posts notices."""
    numbers = count(1)

    def step() -> Answer:
        form = NOTICE | {"title": f"Notice {next(numbers)}", "ends_on": "2090-01-01"}
        return ask(site.port, "POST", "/en/notices/new", headers, form)

    def note(answer: Answer) -> None:
        taken.notices += taken.note("notice", answer)

    load.add(step, note, pause_seconds=2)


def add_consultation(
    load: Load, site: Site, scene: Scene, people: Mapping[str, Mapping[str, str]], taken: Taken
) -> None:
    """Add an asker, who asks one question after another, and a desk that writes to each as often as it may."""
    asked = {"urgency": "normal", "measure": "hearing_witness", "offence": "tip", "when": "before", "written_in": "en"}
    numbers = count(1)

    def question() -> Answer:
        number = next(numbers)
        form = asked | {"reference": f"No. {number}", "subject": f"Question {number}", "text": f"Text of {number}."}
        return ask(site.port, "POST", f"/en/consultations/new?desk={scene.desk}", people["asker"], form)

    def note_question(answer: Answer) -> None:
        if taken.note("question", answer):
            taken.questions.append(answer.headers["Location"].partition("?")[0])

    def message() -> Answer:
        if not taken.questions:
            return ask(site.port, "GET", "/en/consultations", people["member"], None)
        form = {"text": f"Message {next(numbers)}.", "written_in": "en"}
        return ask(site.port, "POST", f"{taken.questions[-1]}/messages", people["member"], form)

    def note_message(answer: Answer) -> None:
        taken.messages += taken.note("message", answer) and answer.status == 303

    load.add(question, note_question, pause_seconds=125)
    load.add(message, note_message, pause_seconds=31)


def children_of(process: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def megabytes(process: int, children: Sequence[int]) -> float:
    """Return what a process and such children of it hold, what they share counted once."""
    rolled = (Path(f"/proc/{number}/smaps_rollup").read_text() for number in (process, *children))
    lines = (line.split() for text in rolled for line in text.splitlines())
    return sum(int(line[1]) for line in lines if line[0] == "Pss:") / 1024
