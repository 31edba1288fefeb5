"""Whoever keeps a copy by `changes` asks for every entry again whose public JSON has become another."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select
from sqlalchemy.types import Date, Integer

from directory.api.entries.current import current_answer
from directory.api.entries.shapes import SHAPES
from directory.extensions import db
from directory.models import (
    Authority,
    Change,
    Competence,
    ContactDetail,
    Designation,
    Entry,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Network,
    NetworkMember,
    OtherName,
    Provenance,
    Provision,
    RequirementSheet,
    Rule,
    Treaty,
    TreatyCoverage,
    TreatyParty,
    TreatyRule,
    TreatyStatus,
    TreatyTerm,
    TreatyTerritory,
    details_of,
)
from directory.models.change import MODELS_BY_KIND
from directory.models.details import DeclaredDetail, EntryKey
from directory.models.types import TextsType
from directory.search.documents import BUILDERS
from directory.transaction import committing
from directory.vocabulary import SUBJECTS, Confidence
from tests import factories
from tests.stored import add_states

HOLDERS: dict[str, type[Entry]] = {
    "authority": Authority,
    "focal_point": FocalPoint,
    "jurisdiction": Jurisdiction,
    "legislation": Legislation,
    "network": Network,
    "treaty": Treaty,
}
OTHERS = {"language": "fr", "region": "145", "zones": ("Asia/Tashkent",)}
SUBJECT = next(iter(SUBJECTS))
DAY = date(2026, 3, 2)


def entries() -> Iterator[Entry]:
    english = factories.english
    yield from (Network(key="ejn", name=english("EJN"), network_kind="prosecutors"), law("law"), law("other-law"))
    yield from (treaty("mla", subject=SUBJECT), treaty("other-mla", subject=SUBJECT))
    yield from (factories.authority(key, name=english(key)) for key in ("office", "other-office"))
    yield from (factories.focal_point(key, "office") for key in ("desk", "other-desk"))
    yield RequirementSheet(key="kg", jurisdiction_key="KG", note=english("Sheet"))
    yield RequirementSheet(key="tj", jurisdiction_key="TJ", note=english("Sheet"))
    yield OtherName(key="KG:name", jurisdiction_key="KG", name="Kirghizia", language="en", name_kind="former")
    yield NetworkMember(key="casc:KG", network_key="casc", jurisdiction_key="KG")
    yield Competence(key="office:extradition", authority_key="office", function="extradition")
    yield Designation(key="office:basis", authority_key="office", treaty_key="untoc", legislation_key="law")
    yield factories.contact("+996 312 000 001", "office", means="phone", languages=("ru",))
    yield factories.contact("+996 312 000 002", "office", means="phone", network_key="casc")
    yield TreatyParty(key="mla:KG", treaty_key="mla", jurisdiction_key="KG")
    yield TreatyStatus(key="untoc:KG", treaty_key="untoc", jurisdiction_key="KG", action="ratification", acted_on=DAY)
    yield TreatyTerritory(
        key="untoc:KG:t",
        treaty_key="untoc",
        jurisdiction_key="KG",
        effect="excluded",
        territory_key="TJ",
        speaker="state",
    )
    yield TreatyRule(key="untoc:18", treaty_key="untoc", article="18", text=english("Rule"))
    yield TreatyCoverage(key="untoc:all", treaty_key="untoc", measures=("extradition",), through_key="mla")
    yield TreatyTerm(key="untoc:term", treaty_key="untoc", measures=("extradition",), topic="languages")
    yield Provision(key="law:000", legislation_key="law", about=english("Article"))
    yield Rule(key="kg:1", sheet_key="kg", topic="languages", treaty_key="untoc", legislation_key="law")


def law(key: str) -> Legislation:
    return Legislation(key=key, jurisdiction_key="KG", title=factories.english(key))


def treaty(key: str, **values: Any) -> Treaty:
    return Treaty(
        key=key, title=factories.english(key), short_title=factories.english(key), level="bilateral", **values
    )


@pytest.fixture
def filled(empty_app: Flask) -> Flask:
    # Nothing here asks the index, and one that follows each change takes a third of the time.
    empty_app.extensions["after_commit"].clear()
    add_states()
    with committing():
        for entry in entries():
            db.session.add(entry)
            db.session.flush()
        db.session.add_all(
            Provenance(kind=row.KIND, key=row.key, detail=one.name, sources=("A list",), confidence="unverified")
            for model in MODELS_BY_KIND.values()
            for row in db.session.scalars(select(model))
            for one in details_of(model)
        )
    return empty_app


def answers(app: Flask) -> dict[EntryKey, str]:
    """Return the public JSON of every entry."""
    db.session.expire_all()
    keys = [(kind, key) for kind in BUILDERS for key in db.session.scalars(select(MODELS_BY_KIND[kind].key))]
    with app.test_request_context("/api/v1/"):
        return {(kind, key): current_answer(kind, key).get_data(as_text=True) for kind, key in keys}


def newest() -> int:
    return db.session.scalar(select(func.max(Change.public_id))) or 0


def overlooked(app: Flask, before: dict[EntryKey, str], since: int) -> set[EntryKey]:
    """Return the entries whose JSON is another than before, and that changes do not name."""
    after = answers(app)
    rows = db.session.execute(select(Change.kind, Change.key).where(Change.public_id > since))
    different = {entry for entry in before.keys() | after.keys() if before.get(entry) != after.get(entry)}
    before.clear()
    before.update(after)
    return different - {(kind, key) for kind, key in rows}


def another(row: Entry, one: DeclaredDetail) -> Any:
    """Return another value for a detail of a row, or None where there is no other."""
    held, value = one.detail.holds, getattr(row, one.name)
    if held in HOLDERS:
        others = select(HOLDERS[held].key).where(HOLDERS[held].key.not_in((value or "", row.key)))
        found: Any = db.session.scalars(others).first()
    elif isinstance(one.column_type, TextsType):
        found = factories.english("Other")
    elif one.detail.vocabulary is not None:
        codes = [code for code in one.detail.vocabulary if value not in (code, (code,))]
        found = (codes[0],) if isinstance(value, tuple) else codes[-1]
    elif isinstance(one.column_type, Date | Integer):
        found = (value or DAY) + timedelta(days=1) if isinstance(one.column_type, Date) else (value or 0) + 1
    else:
        found = OTHERS.get(held, ("fr",) if isinstance(value, tuple) else "x")
    return found


def is_telling(row: Entry, one: DeclaredDetail) -> bool:
    """Return whether a detail stands in lists, points elsewhere, or is a name: all others stand for these."""
    shape = SHAPES.get(row.KIND)
    listed = (*shape.short, shape.name) if shape else ()
    return shape is None or one.name in listed or one.detail.holds in HOLDERS or one.name == "note"


def telling_details() -> list[tuple[str, str, DeclaredDetail]]:
    rows = [row for kind, model in MODELS_BY_KIND.items() if kind != "notice" for row in _first(model)]
    return [(row.KIND, row.key, one) for row in rows for one in details_of(type(row)) if is_telling(row, one)]


def _first(model: type[Entry]) -> list[Entry]:
    return list(db.session.scalars(select(model).order_by(model.key.desc()).limit(1)))


@pytest.mark.long(each=4)
@pytest.mark.parametrize("part", range(4))
def test_every_entry_whose_json_a_changed_detail_changes_is_among_the_changes(filled: Flask, part: int) -> None:
    before, found = answers(filled), {}
    for kind, key, one in telling_details()[part::4]:
        since, row = newest(), db.session.get_one(MODELS_BY_KIND[kind], key)
        with committing():
            if (value := another(row, one)) is not None:
                setattr(row, one.name, value)
        if missing := overlooked(filled, before, since):
            found[kind, key, one.name] = missing

    assert found == {}


@pytest.mark.long(each=2)
@pytest.mark.parametrize("part", range(2))
def test_every_entry_whose_json_provenance_changes_is_among_the_changes(filled: Flask, part: int) -> None:
    before, found = answers(filled), {}
    rows = db.session.execute(select(Provenance.kind, func.max(Provenance.key)).group_by(Provenance.kind)).all()
    for place in [(kind, key, details_of(MODELS_BY_KIND[kind])[-1].name) for kind, key in rows[part::2]]:
        since = newest()
        with committing():
            db.session.get_one(Provenance, place).confidence = Confidence.SECONDARY
        if missing := overlooked(filled, before, since):
            found[place] = missing

    assert found == {}


PARTS = (Competence, Designation, ContactDetail, OtherName, NetworkMember, TreatyParty, TreatyStatus, TreatyTerritory)
ROWS = (*PARTS, Provision, TreatyRule, TreatyCoverage, TreatyTerm, Rule, FocalPoint)


@pytest.mark.long(each=2, start=1)
@pytest.mark.parametrize("part", range(2))
def test_every_entry_whose_json_a_row_that_goes_or_comes_changes_is_among_the_changes(filled: Flask, part: int) -> None:
    before, found = answers(filled), {}
    for model, key in [(one, row.key) for one in ROWS[part::2] for row in _first(one)]:
        row = db.session.get_one(model, key)
        again = {one.key: getattr(row, one.key) for one in inspect(model).column_attrs}
        for act in ("goes", "comes"):
            since = newest()
            with committing():
                if act == "goes":
                    db.session.delete(db.session.get_one(model, key))
                else:
                    db.session.add(model(**again))
            if missing := overlooked(filled, before, since):
                found[model.KIND, key, act] = missing

    assert found == {}


@pytest.mark.parametrize("value", ["network", "public"])
def test_a_line_that_is_for_others_from_now_on_changes_its_desks_too(filled: Flask, value: str) -> None:
    line = db.session.scalars(select(ContactDetail).where(ContactDetail.value == "+996 312 000 001")).one()
    with committing():
        line.audience = {"network": "public", "public": "network"}[value]
    before, since = answers(filled), newest()

    with committing():
        line.audience = value

    assert overlooked(filled, before, since) == set()


def test_what_is_not_for_everyone_changes_no_copy(filled: Flask) -> None:
    since = newest()

    with committing():
        db.session.get_one(Authority, "office").coordinator_note = factories.english("Within")
        db.session.get_one(FocalPoint, "desk").members_note = factories.english("Within")

    assert newest() == since
