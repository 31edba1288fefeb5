"""Finds the network addresses of a host, and refuses a host that is not on the public internet.

Source: OWASP, Server-Side Request Forgery Prevention Cheat Sheet.
"""

import ipaddress
import socket
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from threading import Thread
from urllib.parse import urlsplit

from directory.setting_values import is_network

# The only part of IPv6 that is assigned to the public internet. NAT64 and mapped addresses are outside. Source: IANA,
# IPv6 Global Unicast Address Assignments.
PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
# Each address of these networks contains an IPv4 address, to which a gateway may pass the packets on. Source: RFC 3056
# and RFC 4380.
GATEWAYS = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))
# Only these ports are connected to, since other ports belong to other services.
PORTS = {"http": 80, "https": 443}
# The longest wait for the name servers.
LOOKUP_SECONDS = 3


class FetchRefusal(StrEnum):
    """The reason why an address is not fetched."""

    SCHEME = "scheme"
    PORT = "port"
    USER = "user"
    PRIVATE = "private"
    ROBOTS = "robots"
    REDIRECTS = "redirects"
    DOWNGRADE = "downgrade"
    SIZE = "size"
    TIME = "time"
    ENCODING = "encoding"


class FetchRefused(Exception):
    """An address is not fetched, or its answer is thrown away."""

    def __init__(self, reason: FetchRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Endpoint:
    """The target of a connection. `host` is the name in the web address, and `ip` the checked network address."""

    host: str
    ip: str
    port: int


def host_of(address: str) -> str:
    """Return the host of an http or https address, or "" for any other text."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in PORTS else ""


def endpoint_of(host: str, port: int, inside: Sequence[str] = ()) -> Endpoint:
    """Return the endpoint of a host. Connect to the `ip` of the endpoint: a second look-up may give another address
    (DNS rebinding). `inside` are the hosts and networks that the operator allows although they are not public.

    Raises FetchRefused if any network address of the host is neither public nor allowed, and OSError if the host is not
    known or the name servers do not answer within LOOKUP_SECONDS.
    """
    addresses = _addresses_of(host, port)
    if not all(is_public(address) or _is_allowed(host, address, inside) for address in addresses):
        raise FetchRefused(FetchRefusal.PRIVATE)
    return Endpoint(host, addresses[0], port)


def is_public(address: str) -> bool:
    """Return whether a network address belongs to the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        return ip.is_global and ip in PUBLIC_IPV6 and not any(ip in network for network in GATEWAYS)
    return ip.is_global and not ip.is_multicast


def _addresses_of(host: str, port: int) -> list[str]:
    answer: Future[list[str]] = Future()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.set_result(list(dict.fromkeys(str(address[0]) for *_, address in found)))
        except ValueError as error:
            answer.set_exception(OSError(f"No host can have this name: {error}"))
        except OSError as error:
            answer.set_exception(error)

    # A look-up has no timeout of its own. A daemon, so that one that hangs does not keep the process.
    Thread(target=look_up, daemon=True).start()
    return answer.result(LOOKUP_SECONDS)


def _is_allowed(host: str, address: str, inside: Sequence[str]) -> bool:
    """Return whether the operator allows an address that is not public: its network is named, or its host is, and the
    address is not one of this machine or link alone."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    networks = [ipaddress.ip_network(one) for one in inside if is_network(one)]
    if any(ip in network for network in networks):
        return True
    is_here = ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_unspecified
    return host.lower() in inside and not is_here
