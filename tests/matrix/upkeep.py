"""What coordinators of a spot work with: proposals, reports, campaigns, imports, and mail that did not arrive."""

from directory.access.viewer import ANONYMOUS
from directory.accounts.queries import viewer_of
from directory.catalogues import CatalogueKey
from directory.extensions import db
from directory.imports import service as imports
from directory.models import (
    Authority,
    BouncedAddress,
    CampaignEntry,
    CampaignQuestion,
    CampaignRecipient,
    ContactDetail,
    Mail,
    SourceChange,
    SourceTable,
)
from directory.models.details import Entry
from directory.outbox.service import queue
from directory.proposals import service as proposals
from directory.proposals.editable_columns import current_value
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.tokens import digest_of
from directory.transaction import committing
from directory.verification.queries.candidates import CampaignScope
from directory.verification.service import campaigns, reports
from directory.verification.service import entries as verification
from directory.vocabulary import Audience
from directory.wordings import service as wordings
from directory.wordings.queries import get_string
from tests import factories
from tests.imports.files import check, submit
from tests.imports.files import table as file_of
from tests.matrix.entries import line_of
from tests.matrix.things import Maker

SOURCE = StatedProvenance(("https://office.example.org",), "2026-11-01", "sourced")


def add_work(maker: Maker) -> None:
    add_proposals(maker)
    add_reports(maker)
    add_source_change(maker)
    add_campaign(maker)
    add_imports(maker)
    add_lost_mail(maker)
    add_source_table(maker)
    add_wording(maker)


def add_proposals(maker: Maker) -> None:
    """Store a proposal of each audience, one that is unfinished, and one that no longer fits its entry."""
    entry = db.session.get_one(Authority, maker.spot.authority)
    line = db.session.get_one(ContactDetail, line_of(maker.spot, Audience.NETWORK))
    network, coordinators = maker.column(Audience.NETWORK), maker.column(Audience.COORDINATORS)
    propose(maker, "of a public detail", entry, "note.en")
    propose(maker, "of a line for the network", line, "value", network)
    propose(maker, "of a note for coordinators", entry, "coordinator_note.en", coordinators)
    propose(maker, "that is unfinished", entry, "note.en", is_draft=True)
    propose(maker, "that conflicts", entry, "stage_note.en")
    with committing():
        entry = db.session.get_one(Authority, maker.spot.authority)
        entry.stage_note = factories.english("Changed since")


def propose(maker: Maker, which: str, row: Entry, detail: str, audience: str = "", *, is_draft: bool = False) -> None:
    needs = ("nobody",) if is_draft else (maker.upkeep,)
    of_value = (*needs, audience) if audience else needs
    value, note = maker.word(f"value proposed {which}", *of_value), maker.word(f"note of a proposal {which}", *needs)
    text = f"{value}@example.org" if detail == "value" else value
    edit = Edit(EditAction.CHANGE, *row.entry_key, detail, current_value(row, detail), text, SOURCE)
    viewer, entry_key = viewer_of(maker.writer), ("authority", maker.spot.authority)
    with committing():
        made = proposals.propose(viewer, entry_key, [edit], note=note)
        if not is_draft:
            proposals.submit(viewer, made)
    maker.things.add("proposal", made.id, *needs)
    if not is_draft:
        maker.canaries.stand_on(f"proposals/{made.id}", value, note)


def add_reports(maker: Maker) -> None:
    for audience in (Audience.PUBLIC, Audience.NETWORK):
        words = maker.word(f"words of a report of a line for {audience}")
        # The form promises that nobody sees it.
        address = maker.word(f"address of a report of a line for {audience}", "nobody")
        contact = db.session.get_one(ContactDetail, line_of(maker.spot, audience))
        with committing():
            made = reports.report(contact, "no_answer", words, f"{address}@example.org", "en")
        maker.things.add("report", made.public_id, maker.upkeep)
        maker.canaries.stand_on(f"verification/reports/{made.public_id}", words)


def add_source_change(maker: Maker) -> None:
    words = maker.word("sentence of a source", on="sources")
    change = SourceChange(
        address="https://source.example.org/",
        what="changed",
        kind="authority",
        key=maker.spot.authority,
        detail="note",
        jurisdiction_key=maker.spot.state,
        old=words,
    )
    factories.add(change)
    maker.things.add("source change", change.public_id, maker.upkeep)


def add_campaign(maker: Maker) -> None:
    """Store a campaign in which the office has proposed a correction."""
    entry = db.session.get_one(Authority, maker.spot.authority)
    scope = CampaignScope(maker.spot.state, maker.spot.network, "authority")
    with committing():
        campaign = campaigns.start(viewer_of(maker.writer), scope, campaigns.ReminderSchedule())
    note, text = (
        maker.word("note of an answer", on=f"verification/campaigns/{campaign.public_id}"),
        maker.word("correction"),
    )
    place = ("authority", entry.key, "note")
    with committing():
        verification.correct(ANONYMOUS, entry, "en", {place: text}, note)
    maker.things.add("campaign", campaign.public_id, maker.upkeep)
    desk = CampaignScope(maker.spot.state, maker.spot.network, "focal_point")
    with committing():
        of_desks = campaigns.start(viewer_of(maker.writer), desk, campaigns.ReminderSchedule())
    asked = db.session.query(CampaignEntry).filter_by(campaign_id=of_desks.id, key=maker.spot.desk).one()
    maker.things.add("link", asked.token, "public")
    own = {"campaign_id": of_desks.id, "address_digest": digest_of(asked.key)}
    with committing():
        recipient = CampaignRecipient(**own, questions=[CampaignQuestion(entry=asked, step="")])
        db.session.add(recipient)
        maker.things.add("list of a campaign", recipient.open_link(), "public")


def add_imports(maker: Maker) -> None:
    """Store a file that waits for a decision, one that its author has not sent, and an export of the author's."""
    spot, upkeep = maker.spot, maker.upkeep
    for is_sent in (True, False):
        needs = (upkeep,) if is_sent else ("nobody",)
        which = "sent" if is_sent else "not sent"
        name = maker.word(f"name of a file {which}", *needs)
        note = maker.word(f"note in a file {which}", *needs)
        phone = maker.word(f"phone in a file {which}", *needs, maker.column(Audience.NETWORK))
        given = {"source": "https://example.org/list", "confidence": "sourced"}
        line = {"means": "phone", "value": phone, "audience": "network", "network": spot.network}
        rows = [
            {"kind": "authority", "key": spot.authority, "stage_note.en": note, **given},
            {"kind": "contact_detail", "authority": spot.authority, **line, **given},
        ]
        batch = check(maker.writer, file_of(rows), f"{name}.csv")
        assert batch.counts["refused"] == 0, batch.counts
        if is_sent:
            submit(maker.writer, batch)
            maker.canaries.stand_on(f"imports/{batch.id}", name, note, phone)
        maker.things.add("import", batch.id, *needs)
    with committing():
        job = imports.ask_for_export(viewer_of(maker.writer), "csv")
    maker.things.add("export", job.public_id, "nobody")


def add_lost_mail(maker: Maker) -> None:
    address = f"{maker.word('address that mail does not reach', 'operation', on='operation')}@example.org"
    with committing():
        queue("invitation_known", address, "en", key=f"lost {maker.spot.name}", link="https://directory.example.org")
        db.session.add(BouncedAddress(address=address, reason="SMTP 550"))
    lost = db.session.query(Mail).filter_by(address=address).one()
    lost.state = "bounced"
    factories.add(lost)
    maker.things.add("mail", lost.id, "operation")


def add_source_table(maker: Maker) -> None:
    """Store an official table, which administrators alone see."""
    word = maker.word("participant that is left out", "operation", on=f"sources/tables/{maker.spot.name}")
    address = "https://depositary.example.org/list.xml"
    factories.add(
        SourceTable(name=maker.spot.name, reader="un_treaty", address=address, treaty_key="untoc", left_out=(word,))
    )
    maker.things.add("source table", maker.spot.name, "operation")


def add_wording(maker: Maker) -> None:
    """Store a suggested wording of a language that nobody looks after: administrators alone decide on it."""
    words = maker.word("reason of a wording", "operation")
    with committing():
        string = get_string("kk", CatalogueKey("", "Networks").code)
        made = wordings.suggest(viewer_of(maker.writer), "kk", string, [f"Желі {maker.spot.name}"], words, "/networks")
    maker.things.add("wording", made.public_id, "operation")
    maker.canaries.stand_on(f"wordings/suggestions/{made.public_id}", words)
