"""Presents issuers to those who sign in and to administrators, and a person's bound accounts to this person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from directory import i18n
from directory.collation import sorted_by_name
from directory.models import Account, Issuer, OfficeAccount
from directory.office_accounts import queries
from directory.office_accounts.flow import logout_uri, redirect_uri
from directory.people.presenters.words import InstantText, moment


@dataclass(frozen=True)
class IssuerChoice:
    """An issuer by which somebody can sign in. `state` is the name of its State, and `host` that of its server."""

    public_id: str
    name: str
    state: str
    host: str


@dataclass(frozen=True)
class BoundLine:
    """An account of an office that a person has bound."""

    public_id: str
    issuer: str
    host: str
    bound_at: InstantText | None
    used_at: InstantText | None


@dataclass(frozen=True)
class IssuerLine:
    """An issuer, for administrators."""

    public_id: str
    name: str
    url: str
    state: str
    bound: int
    counts_second_factor: bool
    tells_of_logout: bool


@dataclass(frozen=True)
class RegistrationAddresses:
    """The addresses of this site that are registered at an issuer."""

    redirect_uri: str
    logout_uri: str


def issuer_choices(issuers: Iterable[Issuer], language: str) -> list[IssuerChoice]:
    """Return issuers by the names of their States, then by their own names."""
    choices = [
        IssuerChoice(one.public_id, one.name, i18n.territory_name(one.jurisdiction_key, language), _host(one.url))
        for one in issuers
    ]
    return sorted_by_name(choices, lambda one: f"{one.state} {one.name}")


def bound_lines(bound: Sequence[OfficeAccount], language: str) -> list[BoundLine]:
    """Return a person's bound accounts, in the order given."""
    return [
        BoundLine(
            one.public_id,
            one.issuer.name,
            _host(one.issuer.url),
            moment(one.bound_at, language),
            moment(one.used_at, language),
        )
        for one in bound
    ]


def unbound_issuers(issuers: Sequence[Issuer], account: Account) -> list[Issuer]:
    """Return those of the issuers at which a person has bound no account."""
    return [one for one in issuers if queries.find_of_person(one.id, account) is None]


def issuer_lines(issuers: Sequence[Issuer], language: str) -> list[IssuerLine]:
    """Return all issuers for administrators, in the order given."""
    return [
        IssuerLine(
            one.public_id,
            one.name,
            one.url,
            i18n.territory_name(one.jurisdiction_key, language),
            queries.count_bound(one),
            bool(one.acr_values or one.amr_values),
            one.tells_of_logout,
        )
        for one in issuers
    ]


def addresses_of(public_id: str) -> RegistrationAddresses:
    """Return what is registered at an issuer."""
    return RegistrationAddresses(redirect_uri(public_id), logout_uri(public_id))


def form_values(issuer: Issuer) -> dict[str, Any]:
    """Return the values that fill in the form of an issuer. The secret is never shown."""
    return {
        "name": issuer.name,
        "url": issuer.url,
        "client_id": issuer.client_id,
        "jurisdiction": issuer.jurisdiction_key,
        "authority": issuer.authority_key or "",
        "acr_values": " ".join(issuer.acr_values),
        "amr_values": " ".join(issuer.amr_values),
        "tells_of_logout": issuer.tells_of_logout,
    }


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
