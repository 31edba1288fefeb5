"""Transports of mail: SMTP, or a folder of files for development. `MAIL_URL` selects the transport."""

import os
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from directory.errors import BadConfiguration
from directory.setting_values import is_host, require_folder

# The longest wait for a reply of the server.
TIMEOUT_SECONDS = 10
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
FOLDER = "mail"
# Reply codes for a mailbox that does not exist. Source: RFC 5321, 4.2.3; RFC 7504, 4 (556).
NO_SUCH_MAILBOX = frozenset({501, 550, 551, 553, 556})
PERMANENT = 500
# A full mailbox is a temporary failure, although its code belongs to the permanent class. Source: RFC 5321, 4.5.3.1.10.
MAILBOX_FULL = 552
# Enhanced codes of this class: the server's policy refuses the sender, the mailbox may exist. Source: RFC 3463, 3.8.
POLICY = re.compile(rb"\s*[45]\.7\.")


class Bounced(Exception):
    """The server replied that the mailbox does not exist. The exception's text is a code, never an address."""


class Undelivered(Exception):
    """The transport did not confirm that it took the message, and another try may succeed.

    The exception's text is a code or a reason, never an address.
    """


class Refused(Exception):
    """The server will never accept this message. The exception's text is a code, never an address."""


class Unreachable(Undelivered):
    """The server cannot be reached or rejects the sign-in. No message is at fault."""


Transport = Callable[[EmailMessage, str], None]


@dataclass(frozen=True)
class FolderTransport:
    """Writes each message to a file of its own. A message that is sent again replaces its file."""

    path: Path

    def __call__(self, message: EmailMessage, name: str) -> None:
        """Write a message into the folder, as the file `name`.eml. Raises Undelivered if the file cannot be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = self.path / f".{name}.part"
            part.touch(mode=0o600)
            with part.open("wb") as file:
                file.write(bytes(message))
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path / f"{name}.eml")
        except OSError as error:
            raise Undelivered(f"file: {error.strerror}") from error

    def forget(self, name: str) -> None:
        """Delete the file of a message, if there is one."""
        (self.path / f"{name}.eml").unlink(missing_ok=True)


@dataclass(frozen=True)
class SmtpTransport:
    """Sends messages to one server. Each message has a connection of its own."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    own_name: str

    def __call__(self, message: EmailMessage, name: str) -> None:
        """Send a message to its one recipient. The text of the message is encoded as quoted-printable.

        Raises Bounced, Refused, Unreachable or Undelivered if the server does not accept the message.
        """
        language = f"Content-Language: {message['Content-Language']}"
        message.set_content(message.get_content(), cte="quoted-printable", headers=[language])
        try:
            with closing(self._ready()) as server:
                server.send_message(message)
                # The server has accepted the message, so no later failure may cause a second copy.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
        except smtplib.SMTPRecipientsRefused as refused:
            [(code, words)] = refused.recipients.values()
            is_bounced = code in NO_SUCH_MAILBOX and _is_for_good(code, words)
            raise (Bounced if is_bounced else _outcome(code, words))(f"SMTP {code}") from refused
        except smtplib.SMTPDataError as refused:
            raise _outcome(refused.smtp_code, refused.smtp_error)(f"SMTP {refused.smtp_code}") from refused
        except smtplib.SMTPResponseException as refused:
            raise Undelivered(f"SMTP {refused.smtp_code}") from refused
        except (smtplib.SMTPException, OSError) as error:
            raise Undelivered(type(error).__name__) from error

    def _ready(self) -> smtplib.SMTP:
        try:
            server = self._connect()
            try:
                self._prepare(server)
            except BaseException:
                server.close()
                raise
            return server
        except (smtplib.SMTPException, OSError) as error:
            code = getattr(error, "smtp_code", None)
            raise Unreachable(f"SMTP {code}" if code else type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        connect: Callable[..., smtplib.SMTP] = smtplib.SMTP
        if self.scheme == "smtps":
            connect = partial(smtplib.SMTP_SSL, context=ssl.create_default_context())
        return connect(self.host, self.port, local_hostname=self.own_name, timeout=TIMEOUT_SECONDS)

    def _prepare(self, server: smtplib.SMTP) -> None:
        if self.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if self.user:
            # The connection is encrypted by now, if the scheme requires encryption.
            server.login(self.user, self.password)
        server.ehlo_or_helo_if_needed()


def _is_for_good(code: int, words: bytes | str) -> bool:
    """Return whether a server that replies with this code and these words refuses the message for good.

    Return False if the mailbox is full, or if the server's policy refuses the sender: a later try may succeed.
    """
    said = words if isinstance(words, bytes) else words.encode()
    return code >= PERMANENT and code != MAILBOX_FULL and not POLICY.match(said)


def _outcome(code: int, words: bytes | str) -> type[Exception]:
    return Refused if _is_for_good(code, words) else Undelivered


def transport_of(mail_url: str, data_dir: Path, own_name: str) -> Transport:
    """Return the transport that `mail_url` names, without opening it. If `mail_url` names none, mail goes to the folder
    FOLDER in `data_dir`.

    `own_name` is the host name by which this site introduces itself. Raises BadConfiguration if `mail_url` is wrong.
    """
    try:
        url = urlsplit(mail_url or "file:")
        host, port = url.hostname or "", url.port
    except ValueError as error:
        raise BadConfiguration("MAIL_URL cannot be read.") from error
    if url.scheme == "file":
        folder = FolderTransport(Path(unquote(url.path)).resolve() if url.path else data_dir / FOLDER)
        require_folder(folder.path, "MAIL_URL")
        return folder
    if url.scheme not in PORTS or not is_host(host):
        raise BadConfiguration(f"MAIL_URL must begin with file: or with {', '.join(f'{name}://' for name in PORTS)}.")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    return SmtpTransport(url.scheme, host, port or PORTS[url.scheme], user, password, own_name)
