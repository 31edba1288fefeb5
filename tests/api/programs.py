"""Programs that ask the API with the token of a person: `Program(app, factories.account(Role.COORDINATOR))`."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from directory.models import Account
from directory.people.service import api_tokens
from directory.transaction import committing


def bearer(account: Account, scope: str = "read") -> dict[str, str]:
    """Return the header with a new token of a person."""
    with committing():
        token = api_tokens.create(account, scope, 30, "A program of tests")
    return {"Authorization": f"Bearer {token}"}


class Program:
    """A client that shows the token of a person."""

    def __init__(self, app: Flask, account: Account, scope: str = "write") -> None:
        self.account, self.client, self.headers = account, app.test_client(), bearer(account, scope)

    def ask(self, method: str, address: str, body: Any = None, version: str = "", **headers: str) -> TestResponse:
        """Return an answer; `version` is sent as If-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = self.headers | ({"If-Match": version} if version else {}) | named
        return self.client.open(f"/api/v1/{address}", method=method, headers=sent, json=body)

    def get(self, address: str) -> TestResponse:
        return self.ask("GET", address)

    def version(self, address: str) -> str:
        """Return the ETag of an address."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.text
        return str(answer.headers["ETag"])

    def write(self, method: str, address: str, body: Any = None, of: str = "", **headers: str) -> TestResponse:
        """Return the answer to a write for the version that `of` has now."""
        return self.ask(method, address, body, self.version(of or address), **headers)
