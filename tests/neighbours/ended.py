"""Ends the things of a position, each in the way in which people end it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from directory import clock
from directory.accounts import service as accounts
from directory.accounts.queries import viewer_of
from directory.consultations.service import asking
from directory.drafts.queries.drafts import get_owned
from directory.drafts.service import retention as drafts
from directory.extensions import db
from directory.models import (
    AccessRequest,
    Account,
    AccountLink,
    ApiToken,
    Authority,
    CalendarLink,
    Campaign,
    CampaignEntry,
    Consultation,
    FocalPoint,
    Handover,
    ImportBatch,
    Invitation,
    Job,
    Notice,
    Proposal,
    ReachabilityTest,
    Report,
    RotaChange,
    Rotation,
    ShiftPattern,
    SourceChange,
)
from directory.proposals import service as proposals
from directory.tokens import digest_of
from directory.transaction import committing
from directory.verification.service import reachability
from tests.matrix.things import Maker


def end_all(things: Mapping[str, str], maker: Maker) -> None:
    """End everything that can end: nothing of it is to be reached by what reached it before."""
    _end_work(things, maker)
    _end_threads(things, maker)
    _end_admission(things)
    _end_people(things)
    _end_rota(things)
    with committing():
        for model, kind in ((Authority, "authority"), (FocalPoint, "desk")):
            db.session.get_one(model, things[kind]).status = "closed"


def _end_work(things: Mapping[str, str], maker: Maker) -> None:
    now, viewer = clock.now(), viewer_of(maker.writer)
    with committing():
        _of(CampaignEntry, token_digest=digest_of(things["link"])).campaign.ends_at = now
        _of(Campaign, public_id=things["campaign"]).ends_at = now
        reachability.cancel(viewer, _of(ReachabilityTest, public_id=things["test"]))
        report = _of(Report, public_id=things["report"])
        report.outcome, report.settled_at = "corrected", now
        _of(SourceChange, public_id=things["source change"]).settled_at = now
        for kind in ("proposal", "unfinished proposal", "begun proposal", "conflict"):
            proposals.withdraw(viewer, db.session.get_one(Proposal, things[kind]))
        for kind in ("import", "file"):
            db.session.get_one(ImportBatch, things[kind]).state = "withdrawn"
        db.session.delete(_of(Job, public_id=things["export"]))
        db.session.get_one(Notice, things["notice"]).withdrawn_at = now


def _end_threads(things: Mapping[str, str], maker: Maker) -> None:
    viewer = viewer_of(maker.writer)
    for kind in ("consultation", "shared consultation"):
        with committing():
            asking.close(viewer, _of(Consultation, public_id=things[kind]))
    with committing():
        _of(Consultation, public_id=things["left consultation"]).state = "closed"
        for kind in ("draft", "shared draft"):
            drafts.delete(viewer, get_owned(viewer, things[kind]))


def _end_admission(things: Mapping[str, str]) -> None:
    now = clock.now()
    with committing():
        _of(Invitation, public_id=things["invitation"]).withdrawn_at = now
        _of(AccessRequest, public_id=things["request"]).decided_at = now
        _of(AccessRequest, digest=digest_of(things["link of a request"])).expires_at = now
        _of(Handover, public_id=things["handover"]).ended_at = now
        _of(ApiToken, public_id=things["token"]).revoked_at = now
        for kind in ("sign-in link", "reset link"):
            _of(AccountLink, digest=digest_of(things[kind])).used_at = now


def _end_people(things: Mapping[str, str]) -> None:
    with committing():
        for kind in ("person", "member", "colleague", "successor"):
            account = db.session.get_one(Account, int(things[kind]))
            accounts.end(account)
            accounts.erase_factors(account)


def _end_rota(things: Mapping[str, str]) -> None:
    with committing():
        # What ends a person's access ends their feed with it.
        _of(CalendarLink, id=int(things["calendar link"])).revoked_at = clock.now()
        for model, kinds in ((ShiftPattern, ("pattern",)), (Rotation, ("rotation",)), (RotaChange, ("change", "swap"))):
            for kind in kinds:
                db.session.delete(db.session.get_one(model, int(things[kind])))


def _of(model: Any, **values: Any) -> Any:
    return db.session.scalars(select(model).filter_by(**values)).one()
