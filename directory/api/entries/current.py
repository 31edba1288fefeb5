"""The answer that the caller is given now for an entry of any kind: what a write of it must match."""

from collections.abc import Callable, Mapping

from flask import Response

from directory.api import authorities, focal_points, jurisdictions, legislation, networks, requirements, treaties
from directory.errors import NotFound

SHOWN: Mapping[str, Callable[[str], Response]] = {
    "jurisdiction": jurisdictions.show,
    "authority": authorities.show,
    "focal_point": focal_points.show,
    "network": networks.show,
    "treaty": treaties.show,
    "requirement": requirements.show,
    "legislation": legislation.show,
}


def current_answer(kind: str, key: str) -> Response:
    """Return the answer with its ETag. Raises NotFound for an entry that is not there, and for one of another kind."""
    if kind not in SHOWN:
        raise NotFound
    return SHOWN[kind](key)
