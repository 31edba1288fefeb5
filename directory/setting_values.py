"""Parses and checks the values of settings. BadConfiguration names the variable of a bad value."""

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from directory.errors import BadConfiguration

SHORTEST_SECRET_CHARACTERS = 32
LARGEST_PORT = 65_535
LONGEST_HOST_CHARACTERS = 253
# RFC 1123, 2.1, plus the underscore of container names. International names are written in the xn-- form.
HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*", re.IGNORECASE)
# RFC 9116, 2.5.3. It requires https: for a web page; http: is still accepted, as in earlier versions.
CONTACT = re.compile(r"(mailto:[^\s@]+@[^\s@]+|tel:[+0-9][-0-9.()]*|https?://[^\s/].*)")
USUAL_PORTS = {"http": 80, "https": 443}


def number(env: Mapping[str, str], name: str, default: int, most: int, least: int = 0) -> int:
    """Return the whole number in the variable `name`, or `default` if the variable is empty.

    Raises BadConfiguration unless the value is from `least` to `most`.
    """
    text = env.get(name, "") or str(default)
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not is_number or not least <= int(text) <= most:
        raise BadConfiguration(f"{name} must be a whole number from {least} to {most}.")
    return int(text)


def host(env: Mapping[str, str], name: str, default: str) -> str:
    """Return the host name or IP address in the variable `name`. If the variable is empty, return `default`.

    Raises BadConfiguration for any other value. An IPv6 address has no brackets: `::1`.
    """
    text = env.get(name, "") or default
    if not is_host(text):
        raise BadConfiguration(f"{name} must be a host like localhost, 127.0.0.1 or ::1.")
    return text


def is_host(text: str) -> bool:
    """Return whether a text is a host name or an IP address. An IPv6 address has no brackets."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return len(text) <= LONGEST_HOST_CHARACTERS and HOST.fullmatch(text) is not None
    return True


def hosts_and_networks(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return the hosts and networks in the variable `name`, which has commas between them, in lower case.

    Raises BadConfiguration if one of them is neither.
    """
    named = tuple(one.strip().lower() for one in env.get(name, "").split(",") if one.strip())
    for one in named:
        if not (is_host(one) or is_network(one)):
            raise BadConfiguration(f"{name} must be hosts or networks like cases.office.example or 10.1.0.0/16.")
    return named


def is_network(text: str) -> bool:
    """Return whether a text is an IP address, or a network such as 10.1.0.0/16."""
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True


def in_address(host: str) -> str:
    """Return a host in the form that URLs need: an IPv6 address gets brackets."""
    return f"[{host}]" if ":" in host else host


def secret(text: str, name: str) -> str:
    """Return `text`. Raises BadConfiguration if `text` is not printable or is shorter than
    SHORTEST_SECRET_CHARACTERS."""
    if not text.isprintable():
        raise BadConfiguration(f"{name} must be text in UTF-8, on one line.")
    if len(text) < SHORTEST_SECRET_CHARACTERS:
        raise BadConfiguration(
            f"{name} must be set to at least {SHORTEST_SECRET_CHARACTERS} characters; "
            "`make run` writes one of its own into the data folder."
        )
    return text


def site(env: Mapping[str, str], name: str) -> str:
    """Return the origin in the variable `name` as browsers write it, without a default port. Return "" if the variable
    is empty. Raises BadConfiguration if the value is not an origin."""
    text = env.get(name, "").rstrip("/")
    if text and not _is_origin(text):
        raise BadConfiguration(f"{name} must be an address like https://counterpart.example, without a path.")
    parts = urlsplit(text)
    is_usual = parts.port in (None, USUAL_PORTS.get(parts.scheme))
    port = "" if is_usual else f":{parts.port}"
    return f"{parts.scheme}://{in_address(parts.hostname or '')}{port}" if text else ""


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    is_bare = text.isprintable() and not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    return is_bare and parts.scheme in USUAL_PORTS and is_host(parts.hostname or "") and port != 0


def contact(env: Mapping[str, str], name: str) -> str:
    """Return the contact in the variable `name` as a URI (RFC 9116). A mail address becomes a mailto: URI. Return "" if
    the variable is empty. Raises BadConfiguration if the value is not a mailto:, tel: or web address."""
    text = env.get(name, "")
    address = f"mailto:{text}" if "@" in text and ":" not in text else text
    if address and not (address.isprintable() and CONTACT.fullmatch(address)):
        raise BadConfiguration(f"{name} must be a mail address, or begin with https://, mailto: or tel:.")
    return address


def require_folder(path: Path, name: str) -> None:
    """Raise BadConfiguration unless the path, or its nearest existing parent, is a folder."""
    there = _nearest(path)
    if not there.is_dir():
        raise BadConfiguration(f"{name} must be a folder, and {there} is none.")


def require_writable(path: Path, name: str) -> None:
    """Raise BadConfiguration unless the path, or its nearest existing parent, is a folder in which this user may
    write."""
    require_folder(path, name)
    if not os.access(_nearest(path), os.W_OK | os.X_OK, effective_ids=True):
        raise BadConfiguration(f"{name} must be a folder that this user may write, and {path} is none.")


def _nearest(path: Path) -> Path:
    return next(part for part in (path, *path.parents) if os.path.lexists(part))
