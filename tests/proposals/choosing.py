"""What the form of a conflict sends of all that it shows."""

from directory.models import Proposal
from directory.proposals.queries import choice_of, list_conflicts


def choosing(proposal: Proposal, said: str) -> dict[str, str]:
    """Return the same choice (YOURS, THEIRS) between each change in conflict and what its place holds now."""
    return {choice_of(edit, held): said for edit, held in list_conflicts(proposal)}
