"""The JSON of each kind of entry: its parts, its related lists, its short form.

Details are not listed here: the models declare them, and the gate releases them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import inspect

from directory.models import (
    Authority,
    ContactDetail,
    Entry,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Network,
    RequirementSheet,
    StateRelation,
    Treaty,
    TreatyStatus,
    TreatyTerritory,
)


@dataclass(frozen=True)
class EntryShape:
    """The JSON form of one kind of entry. `name` is the detail with the entry's name.

    `parts` is a mapping from the name of some parts in JSON to the name of the model's relationship for these parts.
    `gathered` is a mapping from the name of further parts in JSON to their model. The code of the resource loads these
    further parts itself.

    `related` is a mapping from the name of a list in JSON to a kind of entry. The list contains the related entries of
    this kind in short form (see `related_lists`).

    The short form has the plain values of the details in `short`. `short_parts` is a mapping from the name of some
    parts to one of their details. The short form also has the values of this detail.
    """

    model: type[Entry]
    name: str = "name"
    parts: Mapping[str, str] = field(default_factory=dict)
    gathered: Mapping[str, type[Entry]] = field(default_factory=dict)
    related: Mapping[str, str] = field(default_factory=dict)
    short: tuple[str, ...] = ()
    short_parts: Mapping[str, str] = field(default_factory=dict)

    def part_models(self) -> dict[str, type[Entry]]:
        """Return a mapping from the part's name in JSON to the model of the part."""
        relationships = inspect(self.model).relationships
        return {name: relationships[of].mapper.class_ for name, of in self.parts.items()} | dict(self.gathered)


SHAPES: Mapping[str, EntryShape] = {
    "jurisdiction": EntryShape(
        Jurisdiction,
        parts={"other_names": "other_names"},
        gathered={"statuses": TreatyStatus, "territories": TreatyTerritory, "relations": StateRelation},
        related={
            "networks": "network",
            "authorities": "authority",
            "focal_points": "focal_point",
            "requirements": "requirement",
            "treaties": "treaty",
            "legislation": "legislation",
        },
        short=("alpha3", "region", "official_languages", "time_zones"),
    ),
    "authority": EntryShape(
        Authority,
        parts={"functions": "competences", "designations": "designations", "contacts": "contacts"},
        related={"focal_points": "focal_point"},
        short=("authority_kind", "status", "successor_key", "languages_accepted", "mark"),
        short_parts={"functions": "function"},
    ),
    "focal_point": EntryShape(
        FocalPoint,
        gathered={"contacts": ContactDetail},
        short=("authority_key", "network_key", "cover", "mark"),
    ),
    "network": EntryShape(
        Network,
        parts={"members": "members"},
        related={"focal_points": "focal_point"},
        short=("short_name", "network_kind"),
        short_parts={"members": "jurisdiction_key"},
    ),
    "treaty": EntryShape(
        Treaty,
        name="title",
        parts={
            "parties": "parties",
            "rules": "rules",
            "coverage": "coverage",
            "terms": "terms",
            "relations": "relations",
        },
        gathered={"statuses": TreatyStatus, "territories": TreatyTerritory},
        short=("level", "subject", "signed_on", "in_force_from"),
        short_parts={"parties": "jurisdiction_key"},
    ),
    "requirement": EntryShape(RequirementSheet, parts={"rules": "rules"}, short=("measure",)),
    "legislation": EntryShape(
        Legislation, name="title", parts={"provisions": "provisions"}, short=("citation", "article", "link")
    ),
}
