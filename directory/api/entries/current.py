"""What the API answers now for an entry. A write to the entry must name the ETag of this answer."""

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
    """Return the API's answer for an entry with its ETag. Raises NotFound if there is no such entry, or if the viewer
    may read nothing of the entry."""
    if kind not in SHOWN:
        raise NotFound
    return SHOWN[kind](key)
