"""Entries found, in words: what stands on a card of the results and in suggestions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext

from directory import i18n
from directory.access.facts import UNKNOWN_SOURCE, Link, Text, fact, name_of, original_name, source_note
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.models import Authority, Entry, FocalPoint, RequirementSheet, Treaty
from directory.search.presenters import Hit
from directory.vocabulary import KINDS, MEASURES

Card = tuple[Text, Text | None, str | None, tuple[str, ...], str]


def hits(viewer: Viewer, document_keys: Sequence[str], entries: Mapping[str, Entry], language: str) -> list[Hit]:
    """Return one card for each document key, in their order; entries that are gone are left out."""
    found = [(key, entries[key]) for key in document_keys if key in entries]
    readings = dict(zip((key for key, _ in found), read_all(viewer, [e for _, e in found]), strict=True))
    made = []
    for key in document_keys:
        kind, _, own_key = key.partition(":")
        if kind == "measure":
            made.append(_measure_hit(own_key, language))
        elif key in readings:
            made.append(_entry_hit(viewer, entries[key], readings[key], language))
    return made


def _entry_hit(viewer: Viewer, entry: Entry, reading: Reading, language: str) -> Hit:
    card = CARDS.get(reading.kind, _named_card)
    name, original, state, words, badge = card(viewer, entry, reading, language)
    first = next(iter(reading.details.values()), None)
    return Hit(
        link=Link(reading.kind, reading.key, name),
        kind_label=str(KINDS.label(reading.kind)),
        original=original,
        state=state_link(state, language) if state else None,
        words=words,
        badge=badge,
        source=source_note(first.provenance if first else None),
    )


def _measure_hit(code: str, language: str) -> Hit:
    label = Text(str(MEASURES.label(code)), i18n.chrome_language(language))
    words = (MEASURES[code].source,) if MEASURES[code].source else ()
    return Hit(Link("measure", code, label), str(KINDS.label("measure")), None, None, words, "", UNKNOWN_SOURCE)


def state_link(code: str, language: str) -> Link:
    """Return a link to a State by its CLDR name."""
    return Link("jurisdiction", code, Text(i18n.territory_name(code, language), language))


def _named_card(viewer: Viewer, entry: Any, reading: Reading, language: str) -> Card:
    detail = "title" if reading.get("title") else "name"
    words = _texts(reading, language, "official_languages", "network_kind", "scope", "citation")
    original = original_name(reading, language, detail)
    return name_of(reading, language, detail), original, reading.value("jurisdiction_key"), words, ""


def _authority_card(viewer: Viewer, entry: Authority, reading: Reading, language: str) -> Card:
    functions = (fact(r, "function", language) for r in read_all(viewer, entry.competences))
    words = tuple(text.text for found in functions if found for text in found.texts)
    original = original_name(reading, language)
    return name_of(reading, language), original, reading.value("jurisdiction_key"), words, ""


def _desk_card(viewer: Viewer, entry: FocalPoint, reading: Reading, language: str) -> Card:
    authority, network = read_all(viewer, [entry.authority, entry.network])
    words = (name_of(network, language).text,)
    badge = " ".join(_texts(reading, language, "cover"))
    original = original_name(authority, language)
    return name_of(authority, language), original, authority.value("jurisdiction_key"), words, badge


def _treaty_card(viewer: Viewer, entry: Treaty, reading: Reading, language: str) -> Card:
    parties = [r.value("jurisdiction_key") for r in read_all(viewer, entry.parties)]
    names = tuple(i18n.territory_name(code, language) for code in parties if code)
    words = names or _texts(reading, language, "short_title", "level")
    return name_of(reading, language, "title"), original_name(reading, language, "title"), None, words, ""


def _sheet_card(viewer: Viewer, entry: RequirementSheet, reading: Reading, language: str) -> Card:
    code = reading.value("jurisdiction_key", "")
    state, measure = i18n.territory_name(code, language), _texts(reading, language, "measure")
    if measure:
        # Translators: title of a requirement sheet, e.g. "Kyrgyzstan: extradition"
        title = gettext("%(state)s: %(measure)s", state=state, measure=measure[0])
    else:
        # Translators: title of a State's general requirement sheet
        title = gettext("%(state)s: what a request must contain", state=state)
    accepted = {
        text.text
        for r in read_all(viewer, entry.rules)
        if (found := fact(r, "languages", language))
        for text in found.texts
    }
    return Text(title, i18n.chrome_language(language)), None, code, tuple(sorted(accepted)), ""


def _texts(reading: Reading, language: str, *names: str) -> tuple[str, ...]:
    found = (fact(reading, name, language) for name in names)
    return tuple(text.text for one in found if one for text in one.texts)


CARDS: dict[str, Callable[[Viewer, Any, Reading, str], Card]] = {
    "authority": _authority_card,
    "focal_point": _desk_card,
    "treaty": _treaty_card,
    "requirement": _sheet_card,
}
