"""The person or program that reads."""

from dataclasses import dataclass

from directory.vocabulary import Role


@dataclass(frozen=True)
class Viewer:
    """Who reads and acts: a visitor has no account.

    For a practitioner `jurisdiction` and `networks` are the own State and the networks belonged to.
    For a coordinator they are the scope; an empty one does not narrow it.
    """

    role: Role
    account_id: int | None = None
    jurisdiction: str = ""
    networks: frozenset[str] = frozenset()
    authority: str = ""
    desks: frozenset[str] = frozenset()


ANONYMOUS = Viewer(Role.VISITOR)
