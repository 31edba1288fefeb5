"""Sends to a route, as a person, the largest inputs that it takes, and returns what was over the budget."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Flask
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from tests.budget import bodies
from tests.budget.files import FILES
from tests.budget.forms import UNTOUCHED, files_for, filled, flooded, forms_of, question, with_file
from tests.budget.meter import (
    LEAST_SECONDS_OF_GROWTH,
    MOST_BYTES,
    MOST_GROWTH,
    TIMES_MORE,
    Cost,
    measure,
)
from tests.budget.site import NAMES, BudgetSite
from tests.budget.texts import NUMBERS_APART, turn
from tests.matrix.addresses import address, values_for
from tests.matrix.table import HERE

# Sends one input by its share of the largest and a number that makes each another.
Send = Callable[[float, int], TestResponse]
AGAIN = 2
# What a name in an address stands for where the matrix, which reads alone, says nothing of it.
PLAIN = {
    "focal-points/key": HERE.desk,
    "authorities/key": HERE.authority,
    "follows/key": HERE.authority,
    "kind": "authority",
    "code": HERE.state,
    "state": HERE.state,
    "key": HERE.network,
    "network": HERE.network,
    "subject": "tip",
    "year": "2025",
    "name": "app.js",
    "path": "a",
    "part": "case",
}


@dataclass(frozen=True)
class Input:
    """One input of a route by a person, of a kind."""

    route: str
    person: str
    kind: str
    send: Send

    def __str__(self) -> str:
        return f"{self.route}, {self.person}: {self.kind}"


@dataclass
class Table:
    """The dearest input of each route, and all that was over the budget."""

    dearest: dict[str, tuple[Cost, str]] = field(default_factory=dict)
    most_left: dict[str, int] = field(default_factory=dict)
    over: dict[str, str] = field(default_factory=dict)
    sent: int = 0

    def note(self, one: Input, cost: Cost) -> None:
        self.sent += 1
        if one.route not in self.dearest or cost.seconds > self.dearest[one.route][0].seconds:
            self.dearest[one.route] = cost, f"{one.person}: {one.kind}"
        self.most_left[one.route] = max(self.most_left.get(one.route, 0), cost.left_bytes)

    def lines(self, most: int = 10) -> list[str]:
        """Return the dearest routes with processor time and memory, as a table."""
        worst = sorted(self.dearest.items(), key=lambda pair: -pair[1][0].seconds)[:most]
        return [
            f"{cost.seconds * 1000:7.0f} ms {self.most_left[route] / 1e6:6.1f} MB  {cost.status:3}  {route}  ({what})"
            for route, (cost, what) in worst
        ]


def try_all(site: BudgetSite, inputs: Iterator[Input], table: Table) -> None:
    """Send inputs one after the other; each is noted, and of each route the first that is over the budget with why."""
    over = set()
    for number, one in enumerate(inputs, start=1):
        reason = "" if one.route in over else _try(site, one, number * NUMBERS_APART, table)
        if reason:
            over.add(one.route)
            table.over[str(one)] = reason
            sys.stdout.write(f"OVER {one}: {reason}\n")


def _try(site: BudgetSite, one: Input, number: int, table: Table) -> str:
    """Return why an input is over the budget; each fault is looked at twice, since a machine has moods."""
    cost = measure(_ready(one, 1.0, number))
    table.note(one, cost)
    if cost.status == 429:
        site.put_back()
        cost = measure(_ready(one, 1.0, number))
        table.note(one, cost)
    if cost.status >= 500 and cost.status != 503:
        return f"was answered with {cost.status}"
    seconds = cost.seconds
    if cost.is_over:
        again = measure(_ready(one, 1.0, number + 1))
        seconds = min(seconds, again.seconds)
        if again.is_over:
            stopped = " and was stopped" if cost.status == 0 else ""
            return f"took {seconds:.1f} s of the processor{stopped}"
    if cost.left_bytes > MOST_BYTES:
        left = min(measure(_ready(one, 1.0, number + 1 + place)).left_bytes for place in range(AGAIN))
        if left > MOST_BYTES:
            return f"left {left / 1e6:.0f} MB behind, each time"
    if seconds > LEAST_SECONDS_OF_GROWTH and _growth(one, number + 5, seconds) > MOST_GROWTH:
        again = measure(_ready(one, 1.0, number + 6))
        times = _growth(one, number + 7, min(seconds, again.seconds))
        if times > MOST_GROWTH:
            return f"took {times:.0f} times as long for {TIMES_MORE} times as much"
    return ""


def _growth(one: Input, number: int, seconds: float) -> float:
    """Return how many times as long an input took as a part of it takes."""
    less = measure(_ready(one, 1 / TIMES_MORE, number))
    return seconds / max(less.seconds, LEAST_SECONDS_OF_GROWTH / MOST_GROWTH)


def _ready(one: Input, share: float, number: int) -> Callable[[], TestResponse]:
    prepare = getattr(one.send, "prepare", None)
    return prepare(share, number) if prepare else partial(one.send, share, number)


def inputs_of(site: BudgetSite, rule: Rule, person: str, kinds: list[str]) -> Iterator[Input]:
    """Yield the inputs of a route for a person: questions and forms of each kind of text, files, and fields."""
    there = address_for(site, rule, person)
    # The page as it is before anything else was sent.
    answer = site.send(person, "GET", there) if "GET" in (rule.methods or ()) else None
    yield from _questions(site, rule, person, kinds)
    if answer is not None:
        yield from _form_inputs(site, person, there, answer, kinds)
    yield from _floods(site, rule, person, kinds)


def inputs_unseen(site: BudgetSite, rule: Rule, person: str, kinds: list[str]) -> Iterator[Input]:
    """Yield the inputs of a route that need no look at its page."""
    yield from _questions(site, rule, person, kinds)
    yield from _floods(site, rule, person, kinds)


def _questions(site: BudgetSite, rule: Rule, person: str, kinds: list[str]) -> Iterator[Input]:
    there, name = address_for(site, rule, person), f"GET {rule.rule}"
    if "GET" in (rule.methods or ()):
        yield Input(name, person, "as it is", lambda _share, _number: site.send(person, "GET", there))
        for kind in kinds:
            yield Input(name, person, f"question of {kind}", partial(_ask, site, person, rule, there, kind))


def _floods(site: BudgetSite, rule: Rule, person: str, kinds: list[str]) -> Iterator[Input]:
    there = address_for(site, rule, person)
    for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
        for kind in kinds:
            if not rule.rule.startswith("/api/"):
                yield Input(
                    f"{method} {rule.rule}",
                    person,
                    f"fields of {kind}",
                    partial(_flood, site, person, rule, there, kind),
                )


def address_for(site: BudgetSite, rule: Rule, person: str) -> str:
    """Return an address of a rule, filled with what is there."""
    with site.app.test_request_context():
        return address(rule, "en", _values(site, person, rule))


def _values(site: BudgetSite, person: str, rule: Rule) -> dict[str, Any]:
    """Return what a rule is filled with: what is there and, of drafts, the person's own."""
    plain = {
        name: min(one.items) if isinstance(one, AnyConverter) else _plain(rule, name)
        for name, one in rule._converters.items()
        if name != "language"
    }
    known = {**plain, **next(iter(values_for(site.site, person, rule)))}
    own = site.drafts.get(person)
    is_own = own and str(rule.endpoint).startswith("drafts.") and "public_id" in rule.arguments
    proposal = {"proposal_id": site.proposal} if "proposal_id" in rule.arguments else {}
    return {**known, **({"public_id": own} if is_own else {}), **proposal}


def _plain(rule: Rule, name: str) -> str:
    folder = rule.rule.removeprefix("/api/v1").removeprefix("/<language:language>").split("/")[1]
    return PLAIN.get(f"{folder}/{name}") or PLAIN.get(name, "1")


def _ask(site: BudgetSite, person: str, rule: Rule, there: str, kind: str, share: float, number: int) -> TestResponse:
    """Ask with the parameters that the view was seen to ask for, and one that nobody asks for."""
    path, _, asked = there.partition("?")
    names = sorted(NAMES[f"GET {rule.endpoint}"])
    kept = {} if turn(number) % 2 else dict(pair.split("=", 1) for pair in asked.split("&") if "=" in pair)
    long = question([*(name for name in names if name not in kept), "made-up"], kind, share, number)
    return site.send(person, "GET", path, query_string={**kept, **long})


def _flood(site: BudgetSite, person: str, rule: Rule, there: str, kind: str, share: float, number: int) -> TestResponse:
    method = next(iter(sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"})))
    site.send(person, method, there, data={})
    names = NAMES[f"{method} {rule.endpoint}"] - UNTOUCHED or {"a"}
    return site.send(person, method, there, data=flooded(names, kind, share, number))


def _form_inputs(site: BudgetSite, person: str, there: str, answer: TestResponse, kinds: list[str]) -> Iterator[Input]:
    if answer.mimetype != "text/html" or answer.status_code != 200:
        return
    for form in forms_of(answer.text):
        target = form.action or there
        route = _route_of(site, target)

        def send(kind: str, share: float, number: int, form: Any = form, target: str = target) -> TestResponse:
            return _follow(site, person, site.send(person, "POST", target, data=filled(form, kind, share, number)))

        if any(one.kind != "hidden" for one in form.fields):
            for kind in kinds:
                yield Input(route, person, f"form of {kind}", partial(send, kind))
        for field_name, ending, kind in files_for(form):

            def bring(
                share: float,
                number: int,
                form: Any = form,
                target: str = target,
                named: Any = (field_name, ending, kind),
            ) -> TestResponse:
                name, ending, kind = named
                content = FILES[ending][kind](share, number)
                return site.send(person, "POST", target, **with_file(form, name, content, f"file{ending}"))

            yield Input(route, person, f"file {ending}: {kind}", bring)


def _follow(site: BudgetSite, person: str, answer: TestResponse) -> TestResponse:
    """Return the page that a form leads to: what was stored is shown there."""
    if answer.status_code in (302, 303) and answer.location:
        return site.send(person, "GET", answer.location)
    return answer


def _route_of(site: BudgetSite, target: str) -> str:
    adapter = site.app.url_map.bind("localhost")
    rule, _ = adapter.match(target.partition("?")[0], method="POST", return_rule=True)
    return f"POST {rule.rule}"


def operation_inputs(site: BudgetSite, document: Any, person: str, kinds: list[str]) -> Iterator[Input]:
    """Yield the bodies of each operation of the API that writes, for a person."""
    rules = {(one.rule, method): one for one in site.app.url_map.iter_rules() for method in one.methods or ()}
    for (path, method), rule in sorted(rules.items()):
        if not path.startswith("/api/v1/") or method in ("GET", "HEAD", "OPTIONS"):
            continue
        there = address_for(site, rule, person)
        schema = _schema_of(document, site.app, rule, method)
        for kind in kinds if schema else kinds[:1]:
            written = Written(site, person, method, there, document, schema or {"type": "object"}, kind)
            yield Input(f"{method} {path}", person, f"body of {kind}", written)


@dataclass(frozen=True)
class Written:
    """Sends bodies of a kind to an operation."""

    site: BudgetSite
    person: str
    method: str
    there: str
    document: Any
    schema: Any
    kind: str

    def __call__(self, share: float, number: int) -> TestResponse:
        return self.prepare(share, number)()

    def prepare(self, share: float, number: int) -> Callable[[], TestResponse]:
        """Return what sends a body that is made already: to make a large one takes longer than to refuse it."""
        body = bodies.body_of(self.document, self.schema, self.kind, share, number)
        headers = {"Content-Type": "application/json", **_version(self.site, self.person, self.there, body)}
        return partial(self.site.send, self.person, self.method, self.there, data=body, headers=headers)


def _version(site: BudgetSite, person: str, there: str, body: bytes) -> dict[str, str]:
    """Return the header that names the version of what is written to, where there is one to be read."""
    parts = there.split("/")
    of = "/".join(parts[:6] if "rota" in parts else parts[:5])
    if parts[3] in ("proposals", "endings", "verifications") and len(parts) == 4:
        folder = "authorities" if b'"authority"' in body else "focal-points"
        of = f"/api/v1/{folder}/{bodies.KEYS['authority' if folder == 'authorities' else 'focal_point']}"
    tag = site.send(person, "GET", of).headers.get("ETag")
    return {"If-Match": tag} if tag else {}


def _schema_of(document: Any, app: Any, rule: Rule, method: str) -> Any:
    """Return the schema of the body of an operation, found by the form of its address."""
    for path, operations in document["paths"].items():
        names = [part if not part.startswith("{") else None for part in path.strip("/").split("/")]
        own = [part if not part.startswith("<") else None for part in rule.rule.removeprefix("/api/v1/").split("/")]
        if len(names) == len(own) and all(a == b or None in (a, b) for a, b in zip(names, own, strict=True)):
            body = operations.get(method.lower(), {}).get("requestBody")
            if body:
                return body["content"]["application/json"]["schema"]
    return None


def routes(app: Flask) -> list[Rule]:
    """Return all rules, in an order that is always the same."""
    return sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint))


def names_of(app: Flask) -> set[str]:
    """Return each method of each rule, as inputs name them."""
    return {f"{method} {rule.rule}" for rule in routes(app) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}


def tell(table: Table) -> None:
    """Print how much was sent, and what was dearest."""
    sys.stdout.write("\n".join([f"{table.sent} requests, load {os.getloadavg()[0]:.1f}", *table.lines(), ""]))
