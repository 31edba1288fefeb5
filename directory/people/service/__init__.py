"""Decides who gets an account, and when an account ends. Each decision is recorded in the audit chain."""

from directory.people.service.forgetting import forget_old
from directory.people.service.handovers import end_access_after_last_day
from directory.people.service.invitations import end_postdated_invitations
from directory.people.service.letters import tell_administrators

__all__ = ["end_access_after_last_day", "end_postdated_invitations", "forget_old", "tell_administrators"]
