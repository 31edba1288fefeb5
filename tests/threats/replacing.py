"""Puts something else in the place of one thing of the product."""

import sys
from importlib import import_module
from typing import Any

import directory.app
import directory.jobs.worker  # noqa: F401 (with the app all that the product has)

OURS = ("directory.", "search_index.")


def replace(name: str, other: Any) -> None:
    """Replace what a module of ours defines, in every module of ours that has imported it or holds it in a tuple."""
    module, _, attribute = name.rpartition(".")
    there = getattr(import_module(module), attribute)
    for one in [module for name, module in sys.modules.items() if name.startswith(OURS)]:
        for key, value in list(vars(one).items()):
            if _holds(value, there):
                setattr(one, key, _with(value, there, other))


def _holds(value: Any, there: Any) -> bool:
    return value is there or (isinstance(value, tuple) and any(_holds(item, there) for item in value))


def _with(value: Any, there: Any, other: Any) -> Any:
    """Return a value in which `other` stands for `there`; the value is `there` itself, or a tuple that holds it."""
    if value is there:
        return other
    return tuple(_with(item, there, other) if _holds(item, there) else item for item in value)


def nothing(*_args: Any, **_kwargs: Any) -> None:
    """Do nothing, whatever is asked."""
