"""Campaigns. In a campaign, offices are asked whether their entries are still right."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import Account
from directory.models.details import KEY_CHARACTERS, NamesEntry
from directory.models.types import DIGEST_CHARACTERS
from directory.tokens import digest_of, public_id, signed

REMINDERS = ("reminder", "second_reminder")


class Campaign(Model):
    """One campaign for the entries of a State, of a network, or of a State within a network. Addresses name the
    campaign by its random `public_id`.

    An empty State, network or `kind` (of entry) means all. If `only_due` is true, the campaign covers only entries that
    are due to be confirmed. If `asks_for_gaps` is true, the campaign asks one authority for the facts that the
    directory lacks about this authority.

    `reminder_days`, `second_reminder_days` and `escalation_days` are the waits between the letters of the campaign. The
    links in these letters work until `ends_at`. Stopping a campaign sets `ends_at` to the time of stopping.
    """

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(30), unique=True, default=public_id)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    jurisdiction_key: Mapped[str | None] = mapped_column(ForeignKey("jurisdiction.key"))
    network_key: Mapped[str | None] = mapped_column(ForeignKey("network.key"))
    kind: Mapped[str] = mapped_column(String(30), default="")
    only_due: Mapped[bool]
    asks_for_gaps: Mapped[bool] = mapped_column(default=False, server_default=false())
    reminder_days: Mapped[int]
    second_reminder_days: Mapped[int]
    escalation_days: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    author: Mapped[Account] = relationship()


class CampaignEntry(NamesEntry, Model):
    """One entry of a campaign. The letters about the entry contain a link with a secret. The database contains only the
    digest of this secret.

    `next_step` is a code of `CAMPAIGN_STEPS`, or empty if no step is left. The recipients of a step are looked up when
    the step is taken, since people and addresses change. `answer` is empty until the office answers. `note` is the text
    that the office wrote beside its corrections.
    """

    __tablename__ = "campaign_entry"
    __table_args__ = (UniqueConstraint("campaign_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    jurisdiction_key: Mapped[str] = mapped_column(String(10), default="")
    public_id: Mapped[str] = mapped_column(String(30), default=public_id)
    token_digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)
    next_step: Mapped[str] = mapped_column(String(20))
    next_step_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    answer: Mapped[str] = mapped_column(String(20), default="")
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    note: Mapped[str] = mapped_column(Text, default="")

    campaign: Mapped[Campaign] = relationship()

    @property
    def token(self) -> str:
        """The secret of the link. It is derived from `public_id` and the site's SECRET_KEY. So the link in a reminder
        is the same as in the first letter."""
        return signed("campaign link", self.public_id)

    @property
    def is_to_be_reminded(self) -> bool:
        """Whether another letter with the link will go to the office."""
        return self.next_step in REMINDERS

    def renew_link(self) -> None:
        """Set a new secret for the link. The former link stops working."""
        self.public_id = public_id()
        self.token_digest = digest_of(self.token)
