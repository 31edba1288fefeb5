"""Campaigns: letters that ask offices whether their entries are still right."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import Account
from directory.models.details import KEY_CHARACTERS, NamesEntry
from directory.models.types import DIGEST_CHARACTERS, Instant
from directory.tokens import digest_of, public_id, signed

REMINDERS = ("reminder", "second_reminder")


class Campaign(Model):
    """One campaign for entries of one State, one network and one `kind`. An empty State, network or `kind` does not
    limit the entries."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(30), unique=True, default=public_id)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    jurisdiction_key: Mapped[str | None] = mapped_column(ForeignKey("jurisdiction.key"))
    network_key: Mapped[str | None] = mapped_column(ForeignKey("network.key"))
    kind: Mapped[str] = mapped_column(String(30), default="")
    only_due: Mapped[bool]
    # Whether the campaign asks a single authority for facts about the authority that the directory lacks.
    asks_for_gaps: Mapped[bool] = mapped_column(default=False, server_default=false())
    reminder_days: Mapped[int]
    second_reminder_days: Mapped[int]
    escalation_days: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    # The links in the letters work until this time. If the campaign is stopped, this becomes the time of stopping.
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    author: Mapped[Account] = relationship()


class CampaignEntry(NamesEntry, Model):
    """One entry of a campaign. The letters about the entry contain a link with a secret."""

    __tablename__ = "campaign_entry"
    __table_args__ = (UniqueConstraint("campaign_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    jurisdiction_key: Mapped[str] = mapped_column(String(10), default="")
    public_id: Mapped[str] = mapped_column(String(30), default=public_id)
    token_digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)
    # A code of `CAMPAIGN_STEPS`, or empty if no step is left. The recipients of a step are looked up when the step is
    # taken.
    next_step: Mapped[str] = mapped_column(String(20))
    next_step_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    # Empty until the office answers.
    answer: Mapped[str] = mapped_column(String(20), default="")
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # The text that the office wrote beside its corrections.
    note: Mapped[str] = mapped_column(Text, default="")

    campaign: Mapped[Campaign] = relationship()
    questions: Mapped[list["CampaignQuestion"]] = relationship(back_populates="entry")

    @property
    def token(self) -> str:
        """The secret of the link, derived from `public_id` and the SECRET_KEY.

        All letters about the entry have the same secret.
        """
        return signed("campaign link", self.public_id)

    @property
    def is_to_be_reminded(self) -> bool:
        """Whether the campaign will remind the office of this entry once more, by a letter with the link."""
        return self.next_step in REMINDERS

    def renew_link(self) -> None:
        """Set a new secret for the link, so that the former link stops working.

        The links to the lists of entries that contain this entry stop working too.
        """
        self.public_id = public_id()
        self.token_digest = digest_of(self.token)
        for question in self.questions:
            question.recipient.end_link()


class CampaignRecipient(Model):
    """A recipient of a campaign's letters. The row holds a digest of the address. Only the outbox holds the address."""

    __tablename__ = "campaign_recipient"
    __table_args__ = (UniqueConstraint("campaign_id", "address_digest"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    address_digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))
    public_id: Mapped[str] = mapped_column(String(30), default=public_id)
    # The digest of the secret in the link to the list of the recipient's entries. None while no letter holds one.
    token_digest: Mapped[str | None] = mapped_column(String(DIGEST_CHARACTERS), unique=True)

    campaign: Mapped[Campaign] = relationship()
    questions: Mapped[list["CampaignQuestion"]] = relationship(back_populates="recipient")

    @property
    def token(self) -> str:
        """The secret of the link to the recipient's list of entries, derived from `public_id` and the SECRET_KEY."""
        return signed("campaign list link", self.public_id)

    def open_link(self) -> str:
        """Return the secret of the link to the recipient's list of entries. If there is no link, make one."""
        if self.token_digest is None:
            self.public_id = public_id()
            self.token_digest = digest_of(self.token)
        return self.token

    def end_link(self) -> None:
        """End the link to the recipient's list of entries. The next letter holds a new link."""
        self.token_digest = None


class CampaignQuestion(Model):
    """The record that a recipient was asked about an entry, in one letter or several."""

    __tablename__ = "campaign_question"

    recipient_id: Mapped[int] = mapped_column(ForeignKey("campaign_recipient.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("campaign_entry.id"), primary_key=True, index=True)
    # When the first letter about the entry was queued.
    asked_at: Mapped[datetime] = mapped_column(Instant, default=now)
    # The campaign's latest step in which this recipient got a letter about the entry, or empty.
    step: Mapped[str] = mapped_column(String(20))

    recipient: Mapped[CampaignRecipient] = relationship(back_populates="questions")
    entry: Mapped[CampaignEntry] = relationship(back_populates="questions")
