"""Makes a plain-text mail from a queued letter, in the language of its one recipient."""

import hashlib
import ipaddress
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError, InvalidHeaderDefect, MessageError, NonASCIILocalPartDefect
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from textwrap import shorten
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from directory.addresses import address_in_mail
from directory.clock import as_utc
from directory.config import Config
from directory.errors import BadConfiguration
from directory.extensions import db
from directory.i18n import label_language, territory_name
from directory.models import Account, Mail
from directory.outbox.letters import LETTERS, MISSING_VALUE, LetterTemplate
from directory.outbox.queries import normalized_address
from directory.vocabulary import Role

KEY_DIGEST_CHARACTERS = 32
LONGEST_LINE_CHARACTERS = 990
LONGEST_NAME_CHARACTERS = 160
# Embeddings, overrides and isolates. Source: Unicode Standard Annex 9, table 1.
DIRECTION_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
HEADER = HeaderRegistry()
# People with these roles have no coordinator: they ask those who run the site.
KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
# Defects that make a sender invalid. Obsolete syntax, such as an unquoted dot in a name, is allowed and sent corrected.
DEFECTS = (InvalidHeaderDefect, NonASCIILocalPartDefect)


@dataclass(frozen=True)
class LetterText:
    """Subject and text of a letter, in the language of its reader."""

    subject: str
    text: str


class UnsendableLetter(Exception):
    """The letter can never be sent: its name is unknown, a value is missing, or a value would break a header line."""


class BadAddress(Exception):
    """The address cannot stand in the header of a message, so no mail can be sent to it."""


def message_of(mail: Mail, config: Config) -> EmailMessage:
    """Return the message for a queued letter. Copies of one message have the same Message-ID.

    `letter_values` among the extensions of the app reads names that are not stored with the letter.

    Raises UnsendableLetter or BadAddress for a letter that can never be sent.
    """
    message = EmailMessage(policy=SMTP)
    try:
        language = label_language(mail.language)
        values = current_app.extensions["letter_values"](mail.letter, mail.language, mail.values) | mail.values
        letter = letter_text(mail.letter, mail.language, values, config, role_of(mail.address))
        message["Subject"], text = letter.subject, letter.text
        message["From"] = sender(config)
    except (KeyError, TypeError, ValueError) as error:
        raise UnsendableLetter(f"unfit: {type(error).__name__}") from error
    try:
        message["To"] = Address(addr_spec=mail.address)
        if reply_to := mail.values.get("reply_to"):
            message["Reply-To"] = Address(addr_spec=reply_to)
    except (MessageError, ValueError, IndexError) as error:
        raise BadAddress from error
    message["Date"] = format_datetime(as_utc(mail.queued_at))
    message["Message-ID"] = f"<{name_of(mail)}@{host_of(config)}>"
    message["Auto-Submitted"] = "auto-generated"
    is_long = max(map(len, text.splitlines())) > LONGEST_LINE_CHARACTERS
    cte = "quoted-printable" if is_long else "8bit"
    message.set_content(text, cte=cte, headers=[f"Content-Language: {language}"])
    return message


def letter_text(
    name: str, language: str, values: Mapping[str, Any], config: Config, role: Role | None = None
) -> LetterText:
    """Return subject and text of the letter `name` of `LETTERS` in a language, with `values` in its placeholders.
    `role` is the role of its reader, or None if the reader has no account.

    Raises KeyError if the letter is unknown or a value is missing.
    """
    with force_locale(label_language(language)):
        letter = LETTERS[name]
        filled = _values(letter, language, values, config)
        paragraphs = [str(part) % filled for part in (letter.text, *letter.closing)]
        subject = str(letter.subject) % filled
        if letter.is_urgent or filled.get("is_urgent"):
            subject = _("URGENT: %(subject)s", subject=subject)
        if filled.get("is_exercise"):
            subject = _("EXERCISE: %(subject)s", subject=subject)
            paragraphs.insert(0, _("This is an exercise. Everything in it is invented."))
        footer = "\n".join(("-- ", _origin(filled, config), *_whom_to_ask(letter, language, role, config)))
        return LetterText(subject, "\n\n".join((*paragraphs, footer)))


def preview_text(name: str, language: str, **values: Any) -> LetterText:
    """Return the subject and text that a reader would get if the letter `name` were sent now with these `values`."""
    return letter_text(name, language, values, current_app.config["SETTINGS"])


def one_line(text: str) -> str:
    """Return a text as one line, cut to LONGEST_NAME_CHARACTERS characters. Letters quote names in this form.

    Control characters and line breaks become spaces, so that a name adds no line. Characters that change the direction
    of writing are left out.
    """
    seen = "".join(one if unicodedata.category(one) not in ("Cc", "Zl", "Zp") else " " for one in text)
    return shorten(seen.translate(DIRECTION_CONTROLS), LONGEST_NAME_CHARACTERS, placeholder="…")


def _values(letter: LetterTemplate, language: str, given: Mapping[str, Any], config: Config) -> dict[str, Any]:
    """Return the values for the letter's placeholders. Call this while `language` is the locale (`force_locale`)."""
    values: dict[str, Any] = dict.fromkeys(letter.added, MISSING_VALUE) | {"site": config.site_address} | dict(given)
    if "path" in values:
        values["link"] = address_in_mail(language, values["path"])
    if values.get("state_code"):
        values["state"] = territory_name(values["state_code"], language)
    return values


def name_of(mail: Mail) -> str:
    """Return a digest of the message's key, for the Message-ID and the name of the message's file.

    The digest does not reveal the key.
    """
    return hashlib.sha256(mail.key.encode()).hexdigest()[:KEY_DIGEST_CHARACTERS]


def sender(config: Config) -> Address:
    """Return MAIL_FROM. If MAIL_FROM is empty, return a no-reply address at this site's host.

    Raises BadConfiguration if MAIL_FROM is wrong.
    """
    if not config.mail_from:
        return Address("Counterpart", "no-reply", host_of(config))
    try:
        header: Any = HEADER("From", config.mail_from)
        is_wrong = any(isinstance(defect, DEFECTS) for defect in header.defects)
        [address] = [] if is_wrong else list(header.addresses)
        return Address(address.display_name or "Counterpart", address.username, address.domain)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise BadConfiguration("MAIL_FROM must be one address, or a name with the address between < and >.") from error


def host_of(config: Config) -> str:
    """Return the host name of this site, or `localhost` if the site is reached by a bare IP address."""
    host = urlsplit(config.site_address).hostname or "localhost"
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    return "localhost"


def role_of(address: str) -> Role | None:
    """Return the role of the person with this mail address, or None if nobody with an account has it."""
    role = db.session.scalar(select(Account.role).where(Account.email == normalized_address(address)))
    return Role(role) if role else None


def _origin(values: Mapping[str, Any], config: Config) -> str:
    site, reply_to = config.site_address, values.get("reply_to")
    if reply_to:
        return str(
            _("This message comes from Counterpart, %(site)s. Answers go to %(address)s.", site=site, address=reply_to)
        )
    return str(_("This message comes from Counterpart, %(site)s. Answers to it are not read.", site=site))


def _whom_to_ask(letter: LetterTemplate, language: str, role: Role | None, config: Config) -> list[str]:
    """Return the last line of a letter, which says whom to ask about the letter, as a list of one item. For an
    administrator of a site without a contact, return []."""
    if letter.names_writer:
        return [
            _(
                "Questions, and messages that you did not expect: call whoever writes to you, by a number that you know"
                " from elsewhere."
            )
        ]
    if role is not None and role not in KEEPERS:
        return [_("Questions, and messages that you did not expect: ask your coordinator.")]
    if config.security_contact:
        contact = config.security_contact.removeprefix("mailto:")
        return [_("Questions, and messages that you did not expect: %(contact)s", contact=contact)]
    if role is Role.ADMINISTRATOR:
        return []
    told = _("Questions, and messages that you did not expect: the help page says whom to ask: %(link)s")
    return [told % {"link": address_in_mail(language, "help")}]
