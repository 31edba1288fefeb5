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
            if value is there:
                setattr(one, key, other)
            elif isinstance(value, tuple) and any(item is there for item in value):
                setattr(one, key, tuple(other if item is there else item for item in value))


def nothing(*_args: Any, **_kwargs: Any) -> None:
    """Do nothing, whatever is asked."""
