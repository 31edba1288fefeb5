"""How code is made wrong: one small change at a time."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from enum import EnumType
from types import ModuleType

from tests.long.attack.mutants.edits import edits_of

UNSEEN = ("decorator_list", "returns", "annotation")
FUNCTIONS = (ast.FunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Place:
    """Where a node stands: the field of its parent, and for a list the position there.

    `statement` is the innermost one around it, `top` the number of the module's own; `function` is None for what is
    run when the module is imported.
    """

    parent: ast.AST
    field: str
    position: int | None
    statement: ast.stmt
    top: int
    function: ast.FunctionDef | ast.Lambda | None

    @property
    def node(self) -> ast.AST:
        """What stands there."""
        held = getattr(self.parent, self.field)
        found: ast.AST = held if self.position is None else held[self.position]
        return found

    def put(self, node: ast.AST) -> None:
        """Have another stand there."""
        if self.position is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.position] = node


@dataclass(frozen=True)
class Mutant:
    """A module with one change; `what` says which, `line` is the text of the line as it was."""

    what: str
    line: str
    number: int
    lines: range
    top: int
    is_imported: bool
    tree: ast.Module


def mutants_of(source: str, module: ModuleType) -> Iterator[Mutant]:
    """Yield each mutant of a module. Left alone are imports, fields of classes, decorators, annotations and words."""
    tree, lines = ast.parse(source), source.splitlines()
    enums = {name: value for name, value in vars(module).items() if isinstance(value, EnumType)}
    for top, statement in enumerate(tree.body):
        whole = Place(tree, "body", top, statement, top, None)
        for place in list(_places(whole)):
            node = place.node
            number = place.statement.lineno if isinstance(node, ast.stmt) else getattr(node, "lineno", 0)
            for what, new in edits_of(node, place.parent, place.field, place.function, enums):
                place.put(ast.fix_missing_locations(ast.copy_location(new, node)))
                end = _end_of(place.statement)
                run = range(place.statement.lineno, end + 1)
                yield Mutant(what, lines[number - 1].strip(), number, run, top, place.function is None, deepcopy(tree))
                place.put(node)


def _end_of(statement: ast.stmt) -> int:
    """Return the last line of a statement itself, without the block below it."""
    body = getattr(statement, "body", None)
    return body[0].lineno - 1 if body else statement.end_lineno or statement.lineno


def _places(place: Place) -> Iterator[Place]:
    node = place.node
    yield place
    if isinstance(node, ast.Import | ast.ImportFrom):
        return
    inside = node if isinstance(node, FUNCTIONS) else place.function
    for field, held in ast.iter_fields(node):
        if field in UNSEEN:
            continue
        for position, child in enumerate(held) if isinstance(held, list) else ((None, held),):
            if not isinstance(child, ast.AST) or (isinstance(node, ast.ClassDef) and not isinstance(child, FUNCTIONS)):
                continue
            statement = child if isinstance(child, ast.stmt) else place.statement
            # Defaults are worked out when the function is defined.
            function = place.function if field == "args" else inside
            yield from _places(
                replace(place, parent=node, field=field, position=position, statement=statement, function=function)
            )
