"""Puts a mutant in place of a module in use: into the functions that there are, and the tables that others have.

It is never taken out again: do it in a process of its own.
"""

import ast
import gc
import sys
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeVar

from directory.cache.store import configure_cache
from tests.conftest import APPS
from tests.long.attack.mutants.operators import Mutant

Kind = TypeVar("Kind")
OURS = ("directory", "tests")
CACHED = type(cache(lambda: None))


class CannotBeSwapped(Exception):
    """A function that is there cannot take its changed code: it closes over other names. So it was not tried."""


def swap(module: ModuleType, source: str, mutant: Mutant) -> None:
    """Have the process run the mutant from now on. Raises CannotBeSwapped."""
    _forget_what_was_worked_out()
    file = str(module.__file__)
    statement = mutant.tree.body[mutant.top]
    if mutant.is_imported and isinstance(statement, ast.Assign | ast.AnnAssign):
        _define_anew(module, mutant.tree, mutant.top)
        return
    before, after = compile(source, file, "exec"), compile(mutant.tree, file, "exec")
    changed = dict(_changed(before, after))
    for function in _functions(module):
        try:
            function.__code__ = changed.get(function.__code__, function.__code__)
        except ValueError as error:
            raise CannotBeSwapped from error
    if mutant.is_imported:
        _set_defaults(module, mutant)


def _changed(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    own = [[one for one in code.co_consts if isinstance(one, CodeType)] for code in (before, after)]
    for old, new in zip(*own, strict=False):
        if old != new:
            yield old, new
            yield from _changed(old, new)


def find(module: ModuleType) -> None:
    """Look for what is to be changed beforehand, once for all mutants."""
    _functions(module)
    _caches()


@cache
def _functions(module: ModuleType) -> list[FunctionType]:
    return [one for one in _objects(FunctionType) if one.__globals__ is vars(module)]


def _forget_what_was_worked_out() -> None:
    for cached in _caches():
        cached.cache_clear()
    for app in APPS:
        configure_cache(app)


@cache
def _caches() -> list[Any]:
    return [one for one in _objects(CACHED) if str(one.__module__).startswith("directory.")]


def _objects(kind: type[Kind]) -> list[Kind]:
    # What was frozen at the start of the tests is not listed otherwise.
    gc.unfreeze()
    return [one for one in gc.get_objects() if isinstance(one, kind)]


def _define_anew(module: ModuleType, tree: ast.Module, top: int) -> None:
    """Run a changed assignment and those after it that rest on it, and have other modules take what they made."""
    names: set[str] = set()
    for statement in tree.body[top:]:
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        read = {one.id for one in ast.walk(statement) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
        if names and not read & names:
            continue
        made = {one.id for one in ast.walk(statement) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
        old = {name: vars(module).get(name) for name in made}
        exec(compile(ast.Module([statement], []), str(module.__file__), "exec"), vars(module))
        names |= made
        for name, value in old.items():
            _hand_on(name, value, vars(module)[name])


def _hand_on(name: str, old: Any, new: Any) -> None:
    for module in [one for key, one in sys.modules.items() if key.partition(".")[0] in OURS]:
        if vars(module).get(name) is old:
            setattr(module, name, new)


def _set_defaults(module: ModuleType, mutant: Mutant) -> None:
    """Give functions the defaults that they would have been defined with."""
    made = {
        (one.name, min(each.lineno for each in (one, *one.decorator_list))): one.args
        for one in ast.walk(mutant.tree)
        if isinstance(one, ast.FunctionDef)
    }
    for function in _functions(module):
        arguments = made.get((function.__name__, function.__code__.co_firstlineno))
        if arguments is not None:
            function.__defaults__ = tuple(_value(module, one) for one in arguments.defaults)
            named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            function.__kwdefaults__ = {one.arg: _value(module, default) for one, default in named if default}


def _value(module: ModuleType, expression: ast.expr) -> Any:
    return eval(compile(ast.Expression(expression), str(module.__file__), "eval"), vars(module))
