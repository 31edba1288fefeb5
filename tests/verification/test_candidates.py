"""Which entries a campaign asks about: those of its scope that its author may verify, and of these what is due."""

from datetime import timedelta

import pytest
from flask import Flask

from directory import clock
from directory.access.viewer import ANONYMOUS, Viewer
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Account, Authority, Entry, Provenance
from directory.transaction import committing
from directory.verification.queries.candidates import CampaignScope, list_candidates, narrowed
from directory.verification.queries.entries import rows_by_entry
from directory.verification.service.entries import confirm
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.focal_points.desks import ADMINISTRATOR, OF_NETWORK, OF_STATE, OWN_DESK, WITHOUT_SCOPE, add_desk
from tests.verification.conftest import offices, viewer

KINDS = {"authority", "focal_point", "requirement"}
MEMBERS = {"AM", "KG", "KZ", "TJ", "UZ"}
OF_TWO_NETWORKS = Viewer(Role.COORDINATOR, 1009, "", frozenset({"globe", "casc"}))


def keys(who: Viewer, **scope: object) -> set[str]:
    return {entry.key for entry in list_candidates(who, CampaignScope(**scope))}


def states(entries: list[Entry]) -> dict[str, set[str]]:
    """Return the States of entries by kind."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        found.setdefault(entry.KIND, set()).add(entry.place().jurisdiction)
    return found


def test_a_scope_of_a_state_holds_all_its_entries_and_no_others(small_app: Flask) -> None:
    found = list_candidates(ADMINISTRATOR, CampaignScope(jurisdiction="KG"))

    assert states(found) == {kind: {"KG"} for kind in KINDS}
    assert {"kg-ministry-of-justice", "kg-casc", "kg", "kg-extradition"} <= {entry.key for entry in found}


def test_a_scope_that_narrows_nothing_holds_every_state_and_the_bodies_of_several(small_app: Flask) -> None:
    found = states(list_candidates(ADMINISTRATOR, CampaignScope()))

    assert found["authority"] == {*MEMBERS, "FR", ""}
    assert found["focal_point"] == {"KG", "KZ", "FR"}
    assert found["requirement"] == {*MEMBERS, "FR"}


def test_a_scope_of_a_network_holds_its_members_its_desks_and_the_authorities_that_run_one(small_app: Flask) -> None:
    add_desk("fr-desk", "fr-own", jurisdiction_key="FR")

    found = list_candidates(ADMINISTRATOR, CampaignScope(network="casc"))

    assert states(found)["requirement"] == MEMBERS
    assert {entry.key for entry in found if entry.KIND == "focal_point"} == {"fr-desk", "kg-casc", "kz-casc"}
    authorities = [entry for entry in found if entry.KIND == "authority"]
    assert {entry.place().jurisdiction for entry in authorities} == {*MEMBERS, "FR"}
    assert [entry.key for entry in authorities if entry.place().jurisdiction == "FR"] == ["fr-own"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_scope_of_a_kind_holds_that_kind_by_key(small_app: Flask, kind: str) -> None:
    found = list_candidates(ADMINISTRATOR, CampaignScope(kind=kind))

    assert {entry.KIND for entry in found} == {kind}
    assert [entry.key for entry in found] == sorted(entry.key for entry in found)


def test_nobody_is_given_what_they_may_not_verify(small_app: Flask) -> None:
    add_desk()

    assert states(list_candidates(OF_STATE, CampaignScope())) == {kind: {"KG"} for kind in KINDS}
    assert set.union(*states(list_candidates(OF_NETWORK, CampaignScope())).values()) == MEMBERS
    for who in (OWN_DESK, WITHOUT_SCOPE, ANONYMOUS):
        assert keys(who) == set(), who


def test_an_office_or_desk_that_has_ended_is_not_asked(small_app: Flask) -> None:
    statuses = ("", "active", "closed", "replaced")
    factories.add(*(factories.authority(f"office-{status}", status=status) for status in statuses))
    factories.add(*(factories.focal_point(f"desk-{status}", "office-active", status=status) for status in statuses))

    found = keys(OF_STATE)

    assert {key for key in found if key.startswith(("office-", "desk-"))} == {
        "office-",
        "office-active",
        "desk-",
        "desk-active",
    }


NARROWED: tuple[tuple[Viewer, CampaignScope, CampaignScope], ...] = (
    (ADMINISTRATOR, CampaignScope(), CampaignScope()),
    (OF_STATE, CampaignScope(kind="requirement"), CampaignScope(jurisdiction="KG", kind="requirement")),
    (OF_STATE, CampaignScope(network="globe"), CampaignScope(jurisdiction="KG", network="globe")),
    (OF_STATE, CampaignScope(jurisdiction="KZ"), CampaignScope(jurisdiction="KZ")),
    (
        OF_NETWORK,
        CampaignScope(jurisdiction="KZ", only_due=True),
        CampaignScope(jurisdiction="KZ", network="casc", only_due=True),
    ),
    (OF_TWO_NETWORKS, CampaignScope(network="globe"), CampaignScope(network="globe")),
)


@pytest.mark.parametrize(("who", "asked", "got"), NARROWED)
def test_what_a_coordinator_leaves_open_is_their_own_scope(
    who: Viewer, asked: CampaignScope, got: CampaignScope
) -> None:
    assert narrowed(who, asked) == got


def test_a_coordinator_of_two_networks_says_which_a_campaign_is_for() -> None:
    with pytest.raises(InvalidInput):
        narrowed(OF_TWO_NETWORKS, CampaignScope())


def test_an_entry_is_due_until_all_its_parts_are_verified_and_again_before_that_ends(
    small_app: Flask, coordinator: Account
) -> None:
    [key] = offices(1)
    own, verified_at = viewer(coordinator), clock.now()
    assert key in keys(own, only_due=True)

    with committing():
        confirm(own, db.session.get_one(Authority, key), "en")
    assert key not in keys(own, only_due=True)
    assert key in keys(own)

    with clock.frozen_at(verified_at + timedelta(days=160)):
        assert key in keys(own, only_due=True)

    factories.add(factories.contact("new@example.org", key))
    db.session.expire_all()
    assert key in keys(own, only_due=True)


def test_an_entry_is_due_while_one_of_its_details_is_not_verified(small_app: Flask, coordinator: Account) -> None:
    [key] = offices(1)
    own = viewer(coordinator)

    with committing():
        confirm(own, db.session.get_one(Authority, key), "en", but=[("authority", key, "name")])

    assert key in keys(own, only_due=True)


def test_an_entry_with_translations_is_not_due_once_its_office_has_confirmed_it_in_one_language(
    small_app: Flask, coordinator: Account
) -> None:
    own = viewer(coordinator)
    asked = list_candidates(own, CampaignScope())
    assert {entry.KIND for entry in asked} == KINDS

    with committing():
        for entry in asked:
            confirm(ANONYMOUS, entry, "ky", office="Office of Tests")

    assert keys(own, only_due=True) == set()


def test_what_a_link_does_not_show_makes_no_entry_due(small_app: Flask, coordinator: Account) -> None:
    [key] = offices(1)
    own, entry = viewer(coordinator), db.session.get_one(Authority, key)
    with committing():
        confirm(own, entry, "en")
        entry.coordinator_note = factories.english("A note for coordinators alone")
    unverified = {"kind": "authority", "key": key, "sources": ()}
    factories.add(*(Provenance(detail=detail, **unverified) for detail in ("coordinator_note", "notice")))

    assert key not in keys(own, only_due=True)


def test_a_line_that_a_link_shows_by_its_ends_alone_makes_its_office_due(
    small_app: Flask, coordinator: Account
) -> None:
    [key] = offices(1)
    own = viewer(coordinator)
    with committing():
        confirm(own, db.session.get_one(Authority, key), "en")
    assert key not in keys(own, only_due=True)

    factories.add(factories.contact("+996 312 000 001", key, means="phone", audience="practitioners"))
    db.session.expire_all()

    assert key in keys(own, only_due=True)


def test_the_desks_of_many_entries_are_read_at_once(small_app: Flask) -> None:
    keys = offices(5)
    factories.add(*(factories.contact(f"{key}-casc@example.org", key, network_key="casc") for key in keys))
    factories.add(factories.focal_point("kg-office-desk", keys[0]))
    entries = [db.session.get_one(Authority, key) for key in keys]
    lines = [len(entry.contacts) + len(entry.competences) + len(entry.designations) for entry in entries]

    with counted_statements() as sent:
        rows = rows_by_entry(entries)

    assert len(sent) == 1
    # The line for the network is the desk's where there is a desk, else the authority's.
    assert [len(rows["authority", key]) for key in keys] == [lines[0], *(count + 1 for count in lines[1:])]
