"""Reads campaigns and their entries (`CampaignEntry`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.access.policy import Action, permitted
from directory.access.viewer import Viewer
from directory.clock import now
from directory.errors import Expired, NotFound
from directory.extensions import db
from directory.models import Account, Authority, Campaign, CampaignEntry, CampaignRecipient, Entry, FocalPoint
from directory.models.details import EntryKey
from directory.paging import Paged, paginate
from directory.tokens import digest_of
from directory.verification.messages import ENTRY_ENDED, LINK_ENDED, LINK_USED
from directory.verification.queries.entries import CONFIRMED, entries_by_key
from directory.vocabulary import CAMPAIGN_STEPS, ENDED_STATUSES, CampaignAnswer


def get(viewer: Viewer, public_id: str) -> Campaign:
    """Return a campaign. Raises NotFound if there is no such campaign in the viewer's scope."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.public_id == public_id, _in_scope(viewer)))
    if campaign is None:
        raise NotFound
    return campaign


def list_campaigns(viewer: Viewer, page: int) -> Paged[Campaign]:
    """Return one page of the campaigns in the viewer's scope, newest first."""
    return paginate(select(Campaign).where(_in_scope(viewer)).order_by(Campaign.id.desc()), page)


def is_unanswered_in_scope(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a campaign is in the viewer's scope, is running, and has an entry without an answer
    after the first reminder. Before, the office still has time to answer."""
    waits = (CampaignEntry.answer == CampaignAnswer.NONE, CampaignEntry.next_step.not_in(list(CAMPAIGN_STEPS)[:2]))
    silent = select(CampaignEntry.id).where(CampaignEntry.campaign_id == Campaign.id, *waits, _stands())
    return and_(_in_scope(viewer), Campaign.ends_at > now(), silent.exists())


def list_asked_desks(viewer: Viewer) -> list[str]:
    """Return the keys of the viewer's desks about which a running campaign waits for an answer, sorted."""
    return list(db.session.scalars(select(FocalPoint.key).where(is_asked_of(viewer)).order_by(FocalPoint.key)))


def is_asked_of(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a desk is one of `list_asked_desks`."""
    running = select(Campaign.id).where(Campaign.ends_at > now())
    silent = (CampaignEntry.answer == CampaignAnswer.NONE, CampaignEntry.campaign_id.in_(running))
    asked = select(CampaignEntry.key).where(CampaignEntry.kind == FocalPoint.KIND, *silent)
    return and_(FocalPoint.key.in_(sorted(viewer.desks)), FocalPoint.key.in_(asked))


def is_open(campaign: Campaign) -> bool:
    """Return whether a campaign is still running. Its links work only while it runs."""
    return bool(db.session.scalar(select(Campaign.ends_at > now()).where(Campaign.id == campaign.id)))


def get_by_token(token: str) -> CampaignEntry:
    """Return the CampaignEntry whose link has this token. Raises NotFound for an unknown token.

    Raises Expired if the entry was already answered, has ended or was removed, or if the campaign has ended.
    """
    asked = db.session.scalar(select(CampaignEntry).where(CampaignEntry.token_digest == digest_of(token)))
    if asked is None:
        raise NotFound
    entry = db.session.get(CONFIRMED[asked.kind], asked.key)
    if asked.answer != CampaignAnswer.NONE:
        raise Expired(LINK_USED)
    if entry is None or entry.has_ended:
        raise Expired(ENTRY_ENDED)
    if not is_open(asked.campaign):
        raise Expired(LINK_ENDED)
    return asked


def get_recipient(token: str) -> CampaignRecipient:
    """Return the recipient whose list of entries opens by a link with this token. Raises NotFound for an unknown token,
    and Expired if the campaign has ended."""
    query = select(CampaignRecipient).where(CampaignRecipient.token_digest == digest_of(token))
    found = db.session.scalar(query.options(selectinload(CampaignRecipient.questions)))
    if found is None:
        raise NotFound
    if not is_open(found.campaign):
        raise Expired(LINK_ENDED)
    return found


def list_due(at: datetime, most: int, but_not: Collection[int | str] = ()) -> list[CampaignEntry]:
    """Return up to `most` entries (CampaignEntry) of running campaigns for which the next letter is due at `at` or was
    due earlier, sorted by id. Entries with ids in `but_not` are left out."""
    query = select(CampaignEntry).join(CampaignEntry.campaign).order_by(CampaignEntry.id).limit(most)
    due = (CampaignEntry.next_step != "", CampaignEntry.next_step_at <= at, Campaign.ends_at > at)
    query = query.where(CampaignEntry.id.not_in(but_not))
    return list(db.session.scalars(query.where(*due)))


def list_unanswered(entry_key: EntryKey) -> list[CampaignEntry]:
    """Return the unanswered CampaignEntry rows about an entry, of campaigns that are still running."""
    kind, key = entry_key
    query = (
        select(CampaignEntry).join(CampaignEntry.campaign).where(CampaignEntry.kind == kind, CampaignEntry.key == key)
    )
    return list(db.session.scalars(query.where(CampaignEntry.answer == CampaignAnswer.NONE, Campaign.ends_at > now())))


def list_waiting() -> frozenset[EntryKey]:
    """Return the kinds and keys of all entries about which a running campaign asks and that have no answer."""
    query = select(CampaignEntry.kind, CampaignEntry.key).join(CampaignEntry.campaign)
    rows = db.session.execute(query.where(CampaignEntry.answer == CampaignAnswer.NONE, Campaign.ends_at > now()))
    return frozenset((kind, key) for kind, key in rows)


def list_asks_for_gaps(viewer: Viewer, authorities: Collection[str]) -> list[tuple[CampaignEntry, bool]]:
    """Return the CampaignEntry rows by which `authorities` were asked for missing facts, the newest campaign first.

    Each row comes in a pair with a truth value: whether the row's campaign is in the viewer's scope.
    """
    author = joinedload(CampaignEntry.campaign).joinedload(Campaign.author)
    options = (author.selectinload(Account.networks), author.selectinload(Account.desks))
    query = select(CampaignEntry, _in_scope(viewer)).join(CampaignEntry.campaign).options(author, *options)
    own = (Campaign.asks_for_gaps, CampaignEntry.kind == Authority.KIND, CampaignEntry.key.in_(sorted(authorities)))
    rows = db.session.execute(query.where(*own).order_by(Campaign.id.desc()))
    return [(asked, bool(is_in_scope)) for asked, is_in_scope in rows]


def list_asked(campaign: Campaign) -> list[CampaignEntry]:
    """Return all entries of a campaign, sorted by State, kind and key. The caller checks that the campaign is in
    scope."""
    query = select(CampaignEntry).where(CampaignEntry.campaign_id == campaign.id)
    return list(
        db.session.scalars(query.order_by(CampaignEntry.jurisdiction_key, CampaignEntry.kind, CampaignEntry.key))
    )


def list_to_ask(campaign: Campaign) -> dict[CampaignEntry, Entry]:
    """Return a mapping from each unanswered CampaignEntry of a campaign to its entry, in the order of `list_asked`.
    Rows whose entry was removed, closed or replaced are left out."""
    unanswered = [one for one in list_asked(campaign) if one.answer == CampaignAnswer.NONE]
    found = entries_by_key(one.entry_key for one in unanswered)
    entries = {one: found[one.entry_key] for one in unanswered if one.entry_key in found}
    return {one: entry for one, entry in entries.items() if not entry.has_ended}


def _stands() -> ColumnElement[bool]:
    """Return the SQL condition that the entry of a CampaignEntry is in the directory and was not closed or replaced."""
    return or_(
        *(
            and_(CampaignEntry.kind == kind, CampaignEntry.key.in_(select(model.key).where(*_is_not_ended(model))))
            for kind, model in CONFIRMED.items()
        )
    )


def _is_not_ended(model: Any) -> list[ColumnElement[bool]]:
    return [model.status.not_in(ENDED_STATUSES)] if model in (Authority, FocalPoint) else []


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    in_networks = Campaign.network_key.in_(sorted(viewer.networks))
    return permitted(viewer, Action.VERIFY, Campaign.jurisdiction_key, in_networks)
