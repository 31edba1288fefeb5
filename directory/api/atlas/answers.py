"""The answer of the atlas for a request between two States, as JSON."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from directory import i18n
from directory.access.facts import SourceNote
from directory.addresses import page_address
from directory.atlas.answer import AtlasAnswer
from directory.atlas.answer_data import AnswerData
from directory.atlas.arrest import ArrestTerm, ArrestTerms
from directory.atlas.channels import ChannelVerdict
from directory.atlas.content import ContentItem
from directory.atlas.institutions import Addressee
from directory.atlas.languages import AcceptedLanguage
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.question import AtlasQuestion
from directory.atlas.sentences import (
    arrest_sentences,
    basis_sentences,
    channel_sentences,
    statement_sentence,
    warning_sentence,
)
from directory.atlas.sheet_statements import SheetStatement
from directory.focal_points.availability import DeskAvailability
from directory.treaties.citations import Titles
from directory.treaties.territories import TerritoryLine
from directory.vocabulary import BASIS_USES, CHANNELS, NEXT_WAYS, TOPIC_GROUPS

JSON = dict[str, Any]


def body(found: AtlasAnswer, data: AnswerData, language: str) -> JSON:
    """Return the whole answer as JSON (the schema `AtlasAnswer`), in words of `language`."""
    titles = data.titles
    return {
        "from": found.question.requesting,
        "to": found.question.requested,
        "measure": found.question.measure,
        "law": found.question.offence.law or None,
        "article": found.question.offence.article or None,
        "on": found.question.on.isoformat(),
        "treaties": [
            treaty(basis, found.question, found.declarations.get(basis.treaty, ()), data, language)
            for basis in found.bases
        ],
        "without_treaty": statements(found.routes, titles),
        "authorities": [authority(one) for one in found.addressees],
        "channels": [_channel(one, titles) for one in found.channels],
        "language_rules": statements(found.language_rules, titles),
        "languages": [_language(one, titles, language) for one in found.languages],
        "language_laws": statements(found.language_laws, titles),
        "content": [_item(one) for one in found.content],
        "rules": [
            {"group": code, "label": str(TOPIC_GROUPS.label(code)), "statements": statements(said, titles)}
            for code, said in found.sections.items()
        ],
        "provisional_arrest": _arrest(found.arrest, titles),
        "consult": desk(found.desk),
        "urgent": _urgent(found, titles),
        "warnings": [warning_sentence(one, titles) for one in found.warnings],
        "next": [str(NEXT_WAYS.label(code)) for code in found.next_ways],
    }


def _urgent(found: AtlasAnswer, titles: Titles) -> JSON | None:
    if found.urgent is None:
        return None
    return {
        "channels": [one.channel for one in found.urgent.channels],
        "rules": statements(found.urgent.means, titles),
        "in_writing": statements(found.urgent.in_writing, titles),
    }


def statements(said: Iterable[SheetStatement], titles: Titles) -> list[JSON]:
    """Return the statements as JSON (the schema `AtlasStatement`), in the order given."""
    return [
        {
            "topic": one.topic,
            "state": one.state or None,
            "answer": one.answer or None,
            "text": statement_sentence(one, titles),
            "treaty": one.treaty or None,
            "article": one.article or None,
            "statement": one.statement or None,
            "phase": one.phase or None,
            "towards": one.towards or None,
            "since": _day(one.since),
            "until": _day(one.until),
        }
        | _source(one.source)
        for one in said
    ]


def authority(one: Addressee) -> JSON:
    """Return an authority as JSON (the schema `AtlasAuthority`). In the result, `part` is the role of the authority for
    the request, and `under` is the treaty under which the authority is designated, or None."""
    link = one.institution.link
    return {
        "kind": link.kind,
        "id": link.key,
        "name": link.text.text,
        "url": page_address(link.kind, link.key),
        "part": one.part,
        "under": one.under or None,
    }


def _channel(one: ChannelVerdict, titles: Titles) -> JSON:
    return {
        "channel": one.channel,
        "label": str(CHANNELS.label(one.channel)),
        "lawful": one.lawful,
        "yields": one.yields,
        "reason": channel_sentences(one, titles),
    }


def _language(one: AcceptedLanguage, titles: Titles, language: str) -> JSON:
    return {
        "code": one.code,
        "name": i18n.language_name(one.code, language),
        "under": one.said.treaty or None,
        "reason": statement_sentence(one.said, titles),
    } | _source(one.said.source)


def _arrest(terms: ArrestTerms | None, titles: Titles) -> JSON | None:
    if terms is None:
        return None
    return {
        "release_possible": _code(terms.possible),
        "release_due": _code(terms.due),
        "text": " ".join(arrest_sentences(terms, titles)),
    }


def _code(term: ArrestTerm | None) -> str | None:
    return term.code if term else None


def _item(one: ContentItem) -> JSON:
    return {
        "item": one.text.text,
        "code": one.code or None,
        "mandatory": one.is_mandatory,
        "phase": one.phase or None,
        "source": one.basis or _first(one.source),
    }


def treaty(
    basis: LegalBasis,
    question: AtlasQuestion,
    declared: Iterable[SheetStatement],
    data: AnswerData,
    language: str,
) -> JSON:
    """Return a treaty as JSON (the schema `AtlasTreaty`), with its territories and its use for the request. `declared`
    are the requested State's declarations under the treaty."""
    return {
        "code": basis.treaty,
        "name": data.titles[basis.treaty].text.text,
        "url": page_address("treaty", basis.treaty),
        "in_force_from": _day(basis.in_force_from),
        "computed": basis.is_computed,
        "verified": basis.is_supported,
        "use": basis.use,
        "use_label": str(BASIS_USES.label(basis.use)),
        "leading": basis.is_leading,
        "reason": basis_sentences((*filter(None, [basis.order]), *basis.reasons), data.titles, language),
        "declarations": statements(declared, data.titles),
        "territories": [_territory(one) for one in data.territories_of(basis.treaty, question)],
    }


def _territory(one: TerritoryLine) -> JSON:
    return {
        "state": one.state.key,
        "effect": one.effect,
        "territories": list(one.codes),
        "text": one.sentence,
        "article": one.article or None,
        "since": _day(one.since),
        "until": _day(one.until),
    } | _source(one.source)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def desk(found: DeskAvailability | None) -> JSON | None:
    """Return a desk to consult as JSON (the schema `AtlasDesk`), or None if there is no desk. `on_duty` is None if the
    desk has no rota that the viewer may read."""
    if found is None:
        return None
    line = found.desk
    return {
        "kind": "focal_point",
        "id": line.link.key,
        "name": line.link.text.text,
        "network": line.network.key,
        "cover": line.cover,
        "url": page_address("focal_point", line.link.key),
        "on_duty": found.duty.is_on_duty if found.duty else None,
    }


def _source(note: SourceNote | None) -> JSON:
    return {"source": _first(note), "confidence": note.confidence if note else None}


def _first(note: SourceNote | None) -> str | None:
    return note.sources[0] if note and note.sources else None
