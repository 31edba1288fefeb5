"""Seals the file number that an office gives a request. Only the people of the office that holds the entry read it."""

from flask_babel import gettext as _

from directory.access.disclosure_log import RestrictedValue, note
from directory.access.viewer import Viewer
from directory.models import DocketEntry
from directory.requests.encryption import DOCKET_ENCRYPTION, FILE_NUMBER
from directory.web.request_validation import is_plain_text

LONGEST_CHARACTERS = 60


def fault_in_file_number(number: str) -> str:
    """Return what is wrong with a file number, or "". One without a digit may be a name."""
    if len(number) > LONGEST_CHARACTERS:
        return str(_("Write at most %(max)d characters.")) % {"max": LONGEST_CHARACTERS}
    if not is_plain_text(number):
        return str(_("Leave out characters that cannot be seen."))
    if number and not any(one.isdigit() for one in number):
        return str(_("A file number has digits. Write no name here."))
    return ""


def seal_file_number(entry: DocketEntry, number: str) -> None:
    """Seal a file number in place of the earlier one, by a new key. An empty number erases both. The entry must have
    its `public_id`."""
    entry.wrapped_key, entry.key_name, entry.sealed_file_number = None, "", b""
    if number:
        entry.sealed_file_number = DOCKET_ENCRYPTION.new_cipher(entry).seal(FILE_NUMBER, number)


def file_number_of(viewer: Viewer, entry: DocketEntry) -> str:
    """Return the file number of an entry that the viewer's office holds, and note that it is disclosed. Return "" if
    there is none. The caller checks that the office holds the entry."""
    if entry.wrapped_key is None:
        return ""
    note(RestrictedValue(viewer, entry.entry_key, FILE_NUMBER))
    return DOCKET_ENCRYPTION.cipher_of(entry).open(FILE_NUMBER, entry.sealed_file_number)
