"""Refuses query parameters that an operation does not have: a misspelt filter would silently find everything."""

import re
from collections.abc import Mapping
from functools import cache

from flask import request
from flask_babel import gettext

from directory.api.document.openapi import ROOT, all_operations
from directory.api.document.operations import Operation
from directory.errors import InvalidInput
from directory.web.request_validation import visible

LONGEST_NAME_SHOWN = 60
_VARIABLE = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")


def refuse_unknown_parameters() -> None:
    """Raise InvalidInput if the query has a parameter that the operation of this request does not have. The message
    names the parameter, and those that the operation has. Does nothing if there is no such operation."""
    if not request.args or request.url_rule is None:
        return
    path = _VARIABLE.sub(r"{\1}", request.url_rule.rule).removeprefix(ROOT)
    operation = _operations().get((path, request.method.replace("HEAD", "GET")))
    known = operation.query_names(request.args) if operation else set(request.args)
    for name in request.args:
        if operation and name not in known:
            taken = (one.name for one in operation.all_parameters() if one.where == "query")
            raise InvalidInput(
                gettext(
                    "%(field)s is not a parameter of this address. Its parameters are: %(known)s.",
                    field=visible(name)[:LONGEST_NAME_SHOWN],
                    known=", ".join(taken),
                )
            )


@cache
def _operations() -> Mapping[tuple[str, str], Operation]:
    return {(one.path, one.method.upper()): one for one in all_operations()}
