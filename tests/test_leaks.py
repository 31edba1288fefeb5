"""No page tells of a detail that its declaration keeps back: every declared detail is tried.

A detail is narrowed and its value changed. If any answer to a visitor differs between the two
values, that answer tells of it, be it a word, a count, an order, a link or a filter. With the
declaration as it is, some answer differs, so that each trial can fail.
"""

import dataclasses
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import Date, Integer, inspect, update

from directory import clock
from directory.api.entries.filters import FILTERS
from directory.cache.store import configure_cache
from directory.extensions import db
from directory.models import Entry, Provenance, Texts, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import DeclaredDetail
from directory.models.types import Codes, TextsType
from directory.search import sync
from directory.search.documents import all_documents
from directory.search.index_location import FOLDER
from directory.search.queries import FACETS
from directory.transaction import committing
from directory.vocabulary import HOME_NETWORK, Audience, Confidence
from tests.api.conftest import counted_statements
from tests.conftest import make_app

Answers = dict[str, str]

DETAILS = [(kind, declared.name) for kind, model in MODELS_BY_KIND.items() for declared in details_of(model)]
# A row of contact details says itself who it is for; those of the test are for everyone.
OPEN = (Audience.PUBLIC, "audience")
# Each kind has an entry that is tried and one to change a relation to.
KEYS = {
    "jurisdiction": ("KG", "KZ"),
    "network": (HOME_NETWORK, "other-network"),
    "requirement": ("kg-extradition", "kz-extradition"),
}
VALUES: dict[str, tuple[Any, Any]] = {
    "jurisdiction": KEYS["jurisdiction"],
    "network": KEYS["network"],
    "region": ("143", "145"),
    "zones": (("Asia/Bishkek",), ("Asia/Tokyo",)),
    "language": ("fr", "de"),
    "languages": (("fr",), ("de",)),
}
STATE, OTHER_STATE = KEYS["jurisdiction"]
# What the two entries of a kind hold where not any two values do. A State has no relation to itself, and what a treaty
# says of a territory is not shown of a State with acts of its own.
FITTING: dict[str, dict[str, tuple[str, str]]] = {
    "other_name": {"name_kind": ("former", "former")},
    "state_relation": {"other_key": (OTHER_STATE, STATE)},
    "treaty_status": {"jurisdiction_key": (STATE, STATE)},
    "treaty_territory": {"territory_key": (OTHER_STATE, OTHER_STATE)},
}
RESOURCES = {
    "jurisdiction": "jurisdictions",
    "authority": "authorities",
    "focal_point": "focal-points",
    "network": "networks",
    "treaty": "treaties",
    "legislation": "legislation",
    "requirement": "jurisdictions/KG/requirements",
}
# What a detail holds that decides nothing of what else is shown, but for what an entry is called.
INDEX = "the index"
PLAIN, NAMES = ("text", "texts", "list", "date", "address", "contact", "zones"), ("name", "title", "value", "position")
CARDS = (".vcf", "/card.jsonl")
LISTS = (
    "",
    "jurisdictions",
    "focal-points",
    "networks",
    "treaties",
    "measures",
    "phrases",
    "legislation",
    "notices",
    "notices?archive=1",
    "search",
    "help",
    "statistics",
    "statistics/map",
    "statistics/translations",
)


def keys_of(kind: str) -> tuple[str, str]:
    return KEYS.get(kind, (f"{kind}-one", f"{kind}-two"))


def values_of(kind: str, declared: DeclaredDetail) -> tuple[Any, Any]:
    """Return two values that a detail can have."""
    detail, column_type = declared.detail, declared.column_type
    if detail.holds in VALUES:
        return VALUES[detail.holds]
    if detail.holds in MODELS_BY_KIND:
        return keys_of(detail.holds)
    if isinstance(column_type, Date):
        return date(1911, 2, 3), date(1912, 5, 6)
    if isinstance(column_type, Integer):
        return 1, 2
    words = [f"{kind}{declared.name}{end}".replace("_", "") for end in ("uno", "dos")]
    first, second = [*detail.vocabulary, ""][:2] if detail.vocabulary is not None else words
    if isinstance(column_type, TextsType):
        return Texts("en", {"en": first}), Texts("en", {"en": second})
    return ((first,), (second,)) if isinstance(column_type, Codes) else (first, second)


def declared_detail(kind: str, name: str) -> DeclaredDetail:
    return next(one for one in details_of(MODELS_BY_KIND[kind]) if one.name == name)


def rows() -> Iterator[Entry | Provenance]:
    """Yield two entries of each kind with every detail filled and sourced; a part is of the first of its owners."""
    for kind, model in MODELS_BY_KIND.items():
        for place, key in enumerate(keys_of(kind)):
            values = {one.name: values_of(kind, one)[place] for one in details_of(model)}
            values |= {name: two[place] for name, two in FITTING.get(kind, {}).items()}
            columns = inspect(model).columns
            owners = {name: keys_of(of)[0] for name, of in OWNERS.items() if name in columns and name not in values}
            # Of what a row says itself for whom it is, only that of everyone is tried.
            owners |= {"audience": Audience.PUBLIC} if "audience" in columns else {}
            yield model(key=key, **owners, **values)
            for name in values:
                yield Provenance(kind=kind, key=key, detail=name, sources=("https://a.example",), confidence="sourced")


OWNERS = {"authority_key": "authority", "sheet_key": "requirement"}


@pytest.fixture(scope="module")
def small_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return an app over two entries of each kind, at a moment that stands still."""
    app = make_app(tmp_path_factory.mktemp("leaks"))
    with pytest.MonkeyPatch.context() as patch, app.app_context():
        patch.setattr(clock, "now", lambda: datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
        upgrade()
        with committing():
            # Each table after those that it refers to: rows have keys here, not relationships to order them.
            for table in db.metadata.sorted_tables:
                db.session.add_all(row for row in rows() if row.__table__ is table)
                db.session.flush()
        yield app


@contextmanager
def audience(kind: str, name: str, readers: Audience) -> Iterator[None]:
    """Declare another audience of a detail while the block runs."""
    info = inspect(MODELS_BY_KIND[kind]).columns[name].info
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(info, "detail", dataclasses.replace(info["detail"], audience=readers))
        _forget()
        yield
    _forget()


def _forget() -> None:
    """Forget what was made by other declarations or values; the site itself begins anew with new ones."""
    details_of.cache_clear()
    configure_cache(current_app)


@contextmanager
def holding_other_value(kind: str, name: str) -> Iterator[None]:
    """Give the first entry of a kind its other value, from another source and verified, while the block runs."""
    original = getattr(db.session.get_one(MODELS_BY_KIND[kind], keys_of(kind)[0], populate_existing=True), name)
    value = next(one for one in values_of(kind, declared_detail(kind, name)) if one != original)
    one, other = (
        ("https://a.example", Confidence.SOURCED, None),
        ("https://b.example", Confidence.OUTDATED, date(2025, 6, 7)),
    )
    write(kind, name, value, *other)
    try:
        yield
    finally:
        write(kind, name, original, *one)


def write(kind: str, name: str, value: Any, source: str, confidence: str, verified_on: date | None) -> None:
    """Write past the log of changes, which is no part of what is tried, nor is what is kept until it says something."""
    model, key = MODELS_BY_KIND[kind], keys_of(kind)[0]
    provenance = (Provenance.kind == kind, Provenance.key == key, Provenance.detail == name)
    with committing():
        db.session.execute(update(model).where(model.key == key).values({name: value}))
        changed = {
            "sources": (source,),
            "confidence": confidence,
            "verified_on": verified_on,
            "is_dead": bool(verified_on),
        }
        db.session.execute(update(Provenance).where(*provenance).values(changed))
    _forget()


def addresses() -> list[str]:
    """Return the addresses of everything that has an address of its own."""
    keys = {kind: keys_of(kind) for kind in RESOURCES if kind not in ("legislation", "requirement")}
    entries = [f"{RESOURCES[kind]}/{key}" for kind, two in keys.items() for key in two]
    states = [f"jurisdictions/{code}/{page}" for code in KEYS["jurisdiction"] for page in ("card", "requirements")]
    kinds = ("jurisdiction", "authority", "focal_point")
    cards = [f"{RESOURCES[kind]}/{key}{end}" for kind in kinds for key in keys[kind] for end in CARDS]
    measures = [f"measures/{code}" for code in values_of("requirement", declared_detail("requirement", "measure"))]
    laws = [f"legislation/{key}" for key in keys_of("legislation")]
    notices = [f"notices/{key}" for key in keys_of("notice")]
    pages = [*entries, *laws, *notices, *states, *cards, *measures, *LISTS, "jurisdictions/compare?codes=KG,KZ"]
    sheets = [f"requirements/{key}" for key in keys_of("requirement")]
    answers = [*entries, *measures, *laws, *sheets, *RESOURCES.values(), "search", "jurisdictions/KZ/requirements"]
    return [*(f"/api/v1/{address}" for address in answers), *(f"/en/{page}" for page in pages)]


def questions(kind: str, name: str) -> Iterator[str]:
    """Yield every search and suggestion asked for either value of a detail; of a code, every filter and facet too."""
    declared = declared_detail(kind, name)
    for value in values_of(kind, declared):
        text = str(value.text("en") if isinstance(value, Texts) else value[0] if isinstance(value, tuple) else value)
        yield from (f"/en/search?q={text}", f"/en/notices?archive=1&q={text}", f"/api/v1/suggest?q={text}")
        if declared.detail.holds not in (*VALUES, *MODELS_BY_KIND, "code"):
            continue
        yield f"/en/focal-points?network={text}"
        yield f"/en/focal-points?jurisdiction={text}"
        yield from (f"/en/notices?archive=1&{name}={text}" for name in ("network", "kind", "jurisdiction"))
        yield from (f"/api/v1/search?{facet}={text}" for facet in FACETS)
        for of, filters in FILTERS.items():
            yield from (f"/api/v1/{RESOURCES[of]}?{one.name}={text}" for one in filters)


class Site:
    """The small app with what is remembered of it: what its index holds, and which kinds an address reads, as it was
    asked last and as declared. What is kept back is read by fewer addresses."""

    def __init__(self, app: Flask) -> None:
        self.app, self.indexed = app, ""
        self.reads: dict[str, set[str]] = {}
        self.reads_as_declared: dict[str, set[str]] = {}

    def ask(self, address: str) -> str:
        """Return what a visitor is answered, and remember of which kinds of entry rows were read for it."""
        # What an earlier answer left in the session or the cache would be read without a statement, and so not be
        # remembered.
        db.session.expunge_all()
        configure_cache(self.app)
        with counted_statements() as statements:
            answer = self.app.test_client().get(address)
        assert answer.status_code < 500, address
        tables = set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(statements)))
        self.reads[address] = {kind for kind, model in MODELS_BY_KIND.items() if model.__tablename__ in tables}
        # A refusal has the number of its request in it.
        return answer.text if answer.status_code == 200 else str(answer.status_code)

    def documents(self) -> str:
        """Return what the index holds, and make it so where it does not."""
        documents = repr_of_documents()
        if documents != self.indexed:
            sync.rebuild()
            self.indexed = documents
        return documents


def repr_of_documents() -> str:
    return "\n".join(map(repr, all_documents()))


@pytest.fixture(scope="module")
def site(small_app: Flask) -> Site:
    return Site(small_app)


@pytest.fixture(scope="module")
def as_declared(site: Site) -> Answers:
    """Return all answers while every detail has the audience that it is declared with."""
    answers = {INDEX: site.documents()} | {address: site.ask(address) for address in addresses()}
    site.reads_as_declared = dict(site.reads)
    return answers


def reading(site: Site, kind: str) -> list[str]:
    """Return the addresses whose answers read rows of a kind, which are the only ones that can tell of them: first that
    of the entry itself, then those that read little."""
    own = f"/api/v1/{RESOURCES.get(kind)}/{keys_of(kind)[0]}"
    found = (address for address in addresses() if kind in site.reads_as_declared[address])
    return sorted(found, key=lambda address: (address != own, len(site.reads_as_declared[address])))


def trials() -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield the details to keep back together: each alone, but of plain words, which decide nothing of what else is
    shown, one of each kind of entry."""
    plain: dict[str, list[tuple[str, str]]] = {}
    for kind, name in DETAILS:
        is_plain = declared_detail(kind, name).detail.holds in PLAIN and name not in NAMES
        plain.setdefault(kind if is_plain else "", []).append((kind, name))
    yield from ((one,) for one in plain.pop(""))
    yield from (tuple(filter(None, together)) for together in zip_longest(*plain.values()))


# Of those in turn: a relation, a value, a code, a list, and plain words of several kinds.
@pytest.mark.long(each=26, start=12)
@pytest.mark.usefixtures("as_declared")
@pytest.mark.parametrize(
    "details", list(trials()), ids=lambda details: " ".join(f"{kind}.{name}" for kind, name in details)
)
def test_a_detail_that_is_kept_back_is_told_nowhere(site: Site, details: tuple[tuple[str, str], ...]) -> None:
    kinds = {kind for kind, _ in details}
    asked = dict.fromkeys(
        address for kind, name in details for address in (*reading(site, kind), *questions(kind, name))
    )

    with ExitStack() as kept_back, ExitStack() as changed:
        for kind, name in details:
            kept_back.enter_context(audience(kind, name, Audience.COORDINATORS))
        documents = site.documents()
        before = {address: site.ask(address) for address in asked}
        told = [address for address in asked if kinds & site.reads[address]]
        for kind, name in details:
            changed.enter_context(holding_other_value(kind, name))
        assert site.documents() == documents
        after = {address: site.ask(address) for address in told}

    assert [address for address in told if before[address] != after[address]] == []


@pytest.mark.parametrize(("kind", "name"), [one for one in DETAILS if declared_detail(*one).detail.audience in OPEN])
def test_a_detail_that_everyone_may_read_is_told_somewhere(
    site: Site, as_declared: Answers, kind: str, name: str
) -> None:
    if site.indexed != as_declared[INDEX]:
        site.documents()

    with holding_other_value(kind, name):
        told = (address for address in reading(site, kind) if site.ask(address) != as_declared[address])
        assert next(told, None) or repr_of_documents() != as_declared[INDEX]


def test_no_word_that_is_kept_back_is_in_the_files_of_the_index(small_app: Flask) -> None:
    [word, _] = values_of("authority", declared_detail("authority", "name"))
    folder = Path(small_app.config["SETTINGS"].data_dir) / FOLDER

    def is_there() -> bool:
        sync.rebuild()
        return any(word.text("en").encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())

    assert is_there()
    with audience("authority", "name", Audience.COORDINATORS):
        assert not is_there()
    sync.rebuild()
