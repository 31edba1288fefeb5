"""Presents the list of campaigns."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from directory import i18n
from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.models import Campaign
from directory.proposals.labels import entry_label
from directory.verification.queries import campaigns as queries
from directory.vocabulary import KINDS


@dataclass(frozen=True)
class CampaignLine:
    """A campaign in a list, with its scope in words."""

    id: str
    scope: str
    started_at: datetime
    ends_at: datetime
    is_open: bool


@dataclass(frozen=True)
class CampaignListPage:
    """One page of the list of campaigns. `total` and `pages` count all campaigns and all pages."""

    lines: list[CampaignLine]
    total: int
    page: int
    pages: int


def list_page(viewer: Viewer, number: int, language: str) -> CampaignListPage:
    """Return one page of the campaigns in the viewer's scope, newest first."""
    found = queries.list_campaigns(viewer, number)
    return CampaignListPage([line(campaign, language) for campaign in found.rows], found.total, found.page, found.pages)


def line(campaign: Campaign, language: str) -> CampaignLine:
    """Return a campaign as a line of the list of campaigns."""
    parts = [
        entry_label("jurisdiction", campaign.jurisdiction_key, language) if campaign.jurisdiction_key else "",
        entry_label("network", campaign.network_key, language) if campaign.network_key else "",
        str(KINDS.label(campaign.kind)) if campaign.kind else "",
        gettext("only entries that are due") if campaign.only_due else "",
        gettext("what the directory does not know of an office") if campaign.asks_for_gaps else "",
    ]
    scope = i18n.side_by_side(filter(None, parts)) or gettext("Everything")
    ends_at = as_utc(campaign.ends_at)
    return CampaignLine(campaign.public_id, scope, as_utc(campaign.started_at), ends_at, queries.is_open(campaign))
