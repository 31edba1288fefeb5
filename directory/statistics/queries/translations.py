"""Reads how far public texts are translated. Names of States come from CLDR and are not counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.gate import open_column
from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import (
    Authority,
    Designation,
    Entry,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Provenance,
    Provision,
    RequirementSheet,
    Rule,
    Texts,
    TreatyStatus,
    TreatyTerritory,
)
from directory.proposals.editable_columns import text_columns
from directory.proposals.entry_parts import PARTS
from directory.statistics.queries.demonstration import counts_in_figures

NO_STATE = ""
# A mapping from model to columns: the column with the State of a row, then the columns by which a query reaches this
# column. Rows of other models belong to no State.
STATES: Mapping[type[Entry], tuple[InstrumentedAttribute[Any], ...]] = {
    Authority: (Authority.jurisdiction_key,),
    Designation: (Authority.jurisdiction_key,),
    FocalPoint: (Authority.jurisdiction_key, FocalPoint.authority_key),
    RequirementSheet: (RequirementSheet.jurisdiction_key,),
    Rule: (RequirementSheet.jurisdiction_key,),
    Legislation: (Legislation.jurisdiction_key,),
    Provision: (Legislation.jurisdiction_key,),
    TreatyStatus: (TreatyStatus.jurisdiction_key,),
    TreatyTerritory: (TreatyTerritory.jurisdiction_key,),
}
THROUGH: Mapping[type[Entry], InstrumentedAttribute[Any]] = {
    Designation: Designation.authority,
    FocalPoint: FocalPoint.authority,
    Provision: Provision.law,
    Rule: Rule.sheet,
}
MARKED: Mapping[type[Entry], type[Authority] | type[FocalPoint]] = {
    Authority: Authority,
    Designation: Authority,
    FocalPoint: FocalPoint,
}


@dataclass
class TranslationCount:
    """Counts for one language:

    - `texts`: texts that were first written in another language.
    - `translated`: texts with an up-to-date translation.
    - `outdated`: texts with an outdated translation.
    """

    texts: int = 0
    translated: int = 0
    outdated: int = 0

    def add(self, *, is_there: bool, is_outdated: bool) -> None:
        """Count one text. If it has a translation (`is_there`), count the translation as outdated or as up to date."""
        self.texts += 1
        self.translated += is_there and not is_outdated
        self.outdated += is_there and is_outdated


def count_texts() -> dict[str, dict[str, TranslationCount]]:
    """Return the counts of public texts by State, then by language. Texts of no State are under NO_STATE."""
    outdated = _outdated()
    counts: dict[str, dict[str, TranslationCount]] = {}
    for model in _models():
        names = [column.name for column in text_columns(model)]
        for key, state, *values in db.session.execute(_query(model, names)):
            for name, texts in zip(names, values, strict=True):
                for language in _to_translate(texts):
                    count = counts.setdefault(state or NO_STATE, {}).setdefault(language, TranslationCount())
                    is_outdated = (model.KIND, key, f"{name}.{language}") in outdated
                    count.add(is_there=language in texts.by_language, is_outdated=is_outdated)
    return counts


def _models() -> Iterator[type[Entry]]:
    models = dict.fromkeys(model for root, parts in PARTS.items() for model in (root, *(part.model for part in parts)))
    return (model for model in models if model is not Jurisdiction and text_columns(model))


def _query(model: type[Entry], names: list[str]) -> Select[Any]:
    """Return a query for key, State and texts. A column that is not public is NULL."""
    of = STATES.get(model, ())
    state = open_column(*of) if of else literal(NO_STATE)
    query = select(model.key, state, *(open_column(getattr(model, name), *of) for name in names))
    if model in THROUGH:
        query = query.join(THROUGH[model])
    return query.where(counts_in_figures(MARKED[model])) if model in MARKED else query


def _to_translate(texts: Texts | None) -> Iterator[str]:
    if texts:
        others = (code for code in LANGUAGES if code != texts.original)
        yield from (code for code in others if set(texts.by_language) > {code} or code not in texts.by_language)


def _outdated() -> set[tuple[str, str, str]]:
    query = select(Provenance.kind, Provenance.key, Provenance.detail).where(Provenance.is_outdated)
    return {(kind, key, detail) for kind, key, detail in db.session.execute(query)}
