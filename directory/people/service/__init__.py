"""Decides who gets an account and when it ends. Each act is audited, and mailed to the people concerned."""

from directory.people.service.forgetting import forget_old
from directory.people.service.handovers import end_overlaps
from directory.people.service.invitations import end_invitations_ahead
from directory.people.service.letters import tell_administrators

__all__ = ["end_invitations_ahead", "end_overlaps", "forget_old", "tell_administrators"]
