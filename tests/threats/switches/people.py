"""Turns off what keeps a person's account and decisions their own (rows 7, 13 to 18, 28, 34, 35, 38)."""

import dataclasses
from typing import Any

from flask import request

from directory.accounts.revocation import SECRET_KINDS
from directory.accounts.totp import OneTimeCodes
from directory.models import Account, CalendarLink, FollowSettings, Invitation
from directory.people.service import acceptance, granting
from tests.threats.replacing import nothing, replace


def forms_need_no_token() -> None:
    """A form is taken from whichever page it was sent."""
    replace("directory.web.csrf.refuse_foreign_forms", nothing)


def an_invitation_waits_for_ever() -> None:
    """The link of an invitation that was accepted, withdrawn or is over still makes an account."""
    Invitation.state = lambda _self, _at: "waiting"  # type: ignore[method-assign]


def codes_are_forgotten() -> None:
    """The code that was taken last is not remembered."""
    OneTimeCodes.get_last_counter = nothing  # type: ignore[method-assign,assignment]


def sessions_never_end() -> None:
    """A session is good whatever became of it or its person."""
    replace("directory.accounts.queries.is_open", lambda _row: True)


def forms_fill_accounts() -> None:
    """Whatever field a form holds is written into the account that it makes."""
    made = acceptance._account_of

    def account_of(invitation: Invitation, name: str) -> Account:
        account = made(invitation, name)
        for field in ("role", "jurisdiction_key", "authority_key"):
            setattr(account, field, request.form.get(field, getattr(account, field)))
        return account

    replace("directory.people.service.acceptance._account_of", account_of)


def authors_decide() -> None:
    """Who wrote a proposal may publish it as well."""
    replace("directory.proposals.decisions.require_other", nothing)


def the_last_write_stands() -> None:
    """A program writes without saying which version it has read."""
    replace("directory.api.preconditions.require_if_match", nothing)


def every_address_is_ours() -> None:
    """Who has signed in is led on to whatever address stood in the form."""
    replace("directory.web.redirects.local_path", lambda address: address)


def tries_are_not_counted() -> None:
    """What is costly or may be guessed can be tried for ever."""

    def hit(_limit: str, *_who: Any) -> None:
        """Count nothing."""

    replace("directory.accounts.attempt_limits.count_attempt", hit)


def offices_are_given_unasked() -> None:
    """Of an authority that is given it is asked only whether it is of the State offered, not who may admit there."""
    asked = granting.may_give_each

    def may_give_each(viewer: Any, grants: Any) -> list[bool]:
        return asked(viewer, [dataclasses.replace(grant, authority="") for grant in grants])

    replace("directory.people.service.granting.may_give_each", may_give_each)


def addresses_outlive_recovery() -> None:
    """Calendar links and feed addresses are no secrets of a person: nothing that ends those ends them."""
    kept = (CalendarLink, FollowSettings)
    others = tuple(kind for kind in SECRET_KINDS if not any(column.class_ in kept for column in kind.columns))
    replace("directory.accounts.revocation.SECRET_KINDS", others)
