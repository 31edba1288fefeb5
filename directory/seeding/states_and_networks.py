"""Loads States with their names and relations, and networks with their members."""

from directory import i18n
from directory.models import Jurisdiction, Network, NetworkMember, OtherName, StateRelation, Texts, Treaty
from directory.seeding.rows import SeedRow
from directory.seeding.sources import SeedSource
from directory.seeding.store import SeedStore, combined
from directory.vocabulary import COVERED, NETWORK_KINDS, STATE_RELATIONS

NAME_KINDS = frozenset({"official", "former", "informal", "abbreviation", "adjective", "native"})


def put_jurisdiction(store: SeedStore, row: SeedRow) -> str:
    """Store a State, with its CLDR names in the languages of the interface. Return CREATED, CHANGED or UNCHANGED."""
    code = row.text("code", required=True)
    languages = row.codes("official_languages")
    names = {language: i18n.territory_name(code, language) for language in i18n.LANGUAGES}
    if i18n.DEFAULT not in names or names[i18n.DEFAULT] == code:
        row.refuse(f"CLDR has no name for {code!r}")
    original = next((language for language in languages if language in i18n.LANGUAGES), i18n.DEFAULT)
    values = {
        "name": Texts(original, names),
        "alpha3": row.text("alpha3", required=True),
        "region": row.text("region", required=True),
        "time_zones": row.codes("time_zones"),
        "official_languages": languages,
    }
    return store.put(Jurisdiction, code, values, SeedSource.of_details(row, values))


def put_other_name(store: SeedStore, row: SeedRow) -> str:
    """Store another name of a State. Return CREATED, CHANGED or UNCHANGED."""
    code, name = known_state(store, row), row.text("name", required=True)
    kind = row.text("kind", required=True)
    if kind not in NAME_KINDS:
        row.refuse(f"kind {kind!r} is not one of: {', '.join(sorted(NAME_KINDS))}")
    language = row.text("language")
    values = {"jurisdiction_key": code, "name": name, "language": language, "name_kind": kind}
    return store.put(OtherName, f"{code}:{kind}:{language}:{name}", values, SeedSource.of(row))


def put_state_relation(store: SeedStore, row: SeedRow) -> str:
    """Store a relation of two States. Return CREATED, CHANGED or UNCHANGED."""
    states = sorted(row.codes("states"))
    if len(states) != 2 or not all(store.has(Jurisdiction, state) for state in states):
        row.refuse("states must be two States of jurisdictions.csv")
    first, other = states
    values = {
        "jurisdiction_key": first,
        "other_key": other,
        "relation": row.code("relation", STATE_RELATIONS),
        "since": row.date("from"),
        "until": row.date("until"),
        "note": row.texts("text"),
    }
    return store.put(StateRelation, f"{first}:{other}:{values['relation']}", values, SeedSource.of(row))


def put_network(store: SeedStore, row: SeedRow) -> str:
    """Store a network and its members. Return CREATED, CHANGED or UNCHANGED.

    An empty list of members means that the members are not known.
    """
    code = row.text("code", required=True)
    if row.text("treaty") and not store.has(Treaty, row.text("treaty")):
        row.refuse("treaty is not known")
    values = {
        "name": row.texts("name_en"),
        "short_name": row.text("short_name_en"),
        "other_names": (),
        "network_kind": row.code("kind", NETWORK_KINDS),
        "since": row.text("since"),
        "treaty_key": row.text("treaty") or None,
        "measures": row.codes("measures", COVERED),
        "scope": row.texts("scope"),
        "website": row.text("public_source") if row.text("public_source").startswith("http") else "",
        "note": row.texts("note"),
    }
    source = SeedSource((row.text("public_source", required=True),), row.confidence())
    outcomes = [store.put(Network, code, values, source)]
    members = row.codes("members")
    for member in members:
        if not store.has(Jurisdiction, member):
            row.refuse(f"member {member!r} is not a State of jurisdictions.csv")
        membership = {"network_key": code, "jurisdiction_key": member}
        member_source = SeedSource((row.text("members_source", required=True),), row.confidence())
        outcomes.append(store.put(NetworkMember, f"{code}:{member}", membership, member_source))
    outcomes.append(store.remove_missing_parts(NetworkMember, network_key=code))
    return combined(outcomes)


def known_state(store: SeedStore, row: SeedRow, name: str = "jurisdiction") -> str:
    """Return the code of the State in the column `name`. Raises BadSeed if this load has not stored that State."""
    code = row.text(name, required=True)
    if not store.has(Jurisdiction, code):
        row.refuse(f"{name} {code!r} is not a State of jurisdictions.csv")
    return code
