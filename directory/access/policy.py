"""Who may read what, as a table. A viewer sees a detail because a row here says so; no row, no."""

from collections.abc import Mapping

from directory.access.viewer import Role, Viewer
from directory.vocabulary import Audience

READERS: Mapping[Audience, frozenset[Role]] = {
    Audience.PUBLIC: frozenset({Role.VISITOR}),
}


def may_read(viewer: Viewer, audience: Audience) -> bool:
    """Return whether a row admits this viewer to details of this audience."""
    return viewer.role in READERS.get(audience, frozenset())
