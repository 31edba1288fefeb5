"""Commands for issuers, by which people sign in with the account of their office."""

import sys
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from directory.command_faults import standard_input
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Jurisdiction
from directory.office_accounts import queries, service
from directory.office_accounts.connection import IssuerUnreachable, is_issuer_address
from directory.office_accounts.flow import logout_uri, redirect_uri
from directory.office_accounts.provider import issuer_connection, read_keys, read_metadata
from directory.office_accounts.service import IssuerTerms
from directory.terminal import echo
from directory.transaction import committing

issuers = AppGroup("issuers", help="Servers of offices by which people sign in (OpenID Connect).")


@issuers.command("add")
@click.option("--url", required=True, help="Address of the issuer, exactly as the issuer itself names it.")
@click.option("--name", required=True, help="Name on the sign-in page.")
@click.option("--client-id", required=True, help="By what name the issuer knows this site.")
@click.option("--jurisdiction", required=True, help="ISO code of the State whose people may sign in.")
@click.option("--authority", help="Key of the authority, if for its people alone.")
@click.option("--acr", "acr", multiple=True, help="A value of acr that stands for two factors; may be given again.")
@click.option("--amr", "amr", multiple=True, help="A value of amr that stands for two factors; may be given again.")
@click.option("--tells-of-logout", is_flag=True, help="The issuer tells of ends of sessions (back-channel logout).")
def add(url: str, jurisdiction: str, authority: str | None, acr: tuple[str, ...], **told: Any) -> None:
    """Add an issuer. Its secret is read from standard input. Prints the addresses to be registered at the issuer."""
    secret = standard_input().readline().strip()
    if not secret:
        _refuse("Give the client secret on standard input.")
    if not is_issuer_address(url):
        _refuse("Write the https address exactly as the issuer itself names it, without ? and #.")
    if db.session.get(Jurisdiction, jurisdiction) is None:
        _refuse("There is no such State.")
    amr_values = told.pop("amr")
    terms = IssuerTerms(
        url=url,
        client_secret=secret,
        jurisdiction=jurisdiction,
        authority=authority or "",
        acr_values=acr,
        amr_values=amr_values,
        **told,
    )
    try:
        metadata = read_metadata(issuer_connection(), url)
        keys = read_keys(issuer_connection(), metadata)
        with committing():
            public_id = service.add_issuer(None, terms, metadata, keys).public_id
    except IssuerUnreachable as error:
        _refuse(f"The server does not answer as an issuer with this address would: {error}.")
    echo(f"Issuer: {public_id}")
    echo(f"Redirect address: {redirect_uri(public_id)}")
    echo(f"Address for back-channel logout: {logout_uri(public_id)}")


@issuers.command("list")
def list_issuers() -> None:
    """List all issuers: id, address, State, how many people have bound an account there."""
    found = queries.list_all_issuers()
    for one in found:
        echo(f"{one.public_id} {one.url} {one.jurisdiction_key}: {queries.count_bound(one)} bound")
    if not found:
        echo("There are no issuers.")


@issuers.command("remove")
@click.argument("public_id")
def remove(public_id: str) -> None:
    """Remove an issuer that is lost. All accounts there are unbound, and their people told by mail."""
    try:
        with committing():
            service.remove_issuer(None, queries.get_issuer(public_id))
    except NotFound:
        _refuse("There is no such issuer.")


def _refuse(reason: str) -> NoReturn:
    echo(reason, err=True)
    sys.exit(1)
