"""The person or program that reads."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a viewer is here as."""

    VISITOR = "visitor"


@dataclass(frozen=True)
class Viewer:
    """Who reads: a visitor has no account."""

    role: Role


ANONYMOUS = Viewer(Role.VISITOR)
