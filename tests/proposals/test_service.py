"""Proposals: written by one person, published by another, applied as a whole or not at all."""

from flask import Flask

from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Account, Authority, Proposal, Provenance
from directory.proposals import service
from directory.proposals.editable import current
from directory.proposals.edits import Act, Edit, Given
from directory.transaction import committing
from directory.vocabulary import Role

ENTRY = ("authority", "kg-prosecutor-general")
SOURCE = Given(("https://office.example.org",), "2026-11-01", "sourced")


def person(name: str, role: Role = Role.COORDINATOR, jurisdiction: str = "KG") -> Viewer:
    account = Account(email=f"{name}@example.org", name=name, role=role, jurisdiction_key=jurisdiction or None)
    with committing():
        db.session.add(account)
        db.session.flush()
        return Viewer(role, account.id, jurisdiction)


def renaming(text: str, language: str = "en") -> Edit:
    entry = db.session.get(Authority, ENTRY[1])
    return Edit(Act.CHANGE, *ENTRY, f"name.{language}", current(entry, f"name.{language}"), text, SOURCE)


def submitted(viewer: Viewer, *edits: Edit) -> Proposal:
    with committing():
        proposal = service.propose(viewer, ENTRY, edits)
        service.submit(viewer, proposal)
    return proposal


def test_another_person_publishes_and_the_entry_holds_the_new_value_with_its_source(own_app: Flask) -> None:
    author, reviewer = person("ada"), person("ben")
    proposal = submitted(author, renaming("Office of the Prosecutor General"))

    with committing():
        service.publish(reviewer, proposal)

    entry = db.session.get(Authority, ENTRY[1])
    provenance = db.session.get(Provenance, (*ENTRY, "name.en"))
    assert entry.name.by_language["en"] == "Office of the Prosecutor General"
    assert (provenance.sources, provenance.confidence, provenance.is_edited) == (SOURCE.sources, "sourced", True)
    assert proposal.state == "published"
