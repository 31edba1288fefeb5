"""The JSON of each kind of entry: its parts, its related lists, its short form. The models declare the details."""

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
    """The JSON form of one kind of entry. `name` is the detail that names the entry, `short` are the details of the
    short form.

    The other fields are mappings. Each key is the name of a list in the JSON. The value depends on the field:

    - `parts`: the relationship of the model that leads to the parts
    - `gathered`: the model of the parts, which the endpoint loads itself
    - `related`: the kind of the related entries (see `related_lists`)
    - `short_parts`: a detail of the parts; the short form shows only this detail of each part
    - `computed`: the schema of an object that the endpoint computes for one entry
    """

    model: type[Entry]
    name: str = "name"
    parts: Mapping[str, str] = field(default_factory=dict)
    gathered: Mapping[str, type[Entry]] = field(default_factory=dict)
    related: Mapping[str, str] = field(default_factory=dict)
    short: tuple[str, ...] = ()
    short_parts: Mapping[str, str] = field(default_factory=dict)
    computed: Mapping[str, str] = field(default_factory=dict)

    def part_models(self) -> dict[str, type[Entry]]:
        """Return the models of the parts, by the part's name in JSON."""
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
        computed={"standing": "DeskStanding"},
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
