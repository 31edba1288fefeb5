"""Passwords: the rules for a good password, hashing, and checking.

Source of the rules: NIST SP 800-63B-4, 3.1.1 (at least 15 characters, no required kinds of characters, no common
password) and OWASP ASVS 5.0, 6.2.
"""

import re
from functools import lru_cache
from typing import Any

import zxcvbn
from flask_babel import lazy_gettext as _l
from flask_security import hash_password, verify_password

from directory.models import Account, AccountSecrets
from directory.web.request_validation import normalized

SHORTEST = 15
LONGEST = 128
LEAST_SCORE = 3
# The most characters that zxcvbn gets. With symbols in place of letters, it took 1.6 seconds for 72 characters and 0.2
# seconds for 32.
LONGEST_MEASURED = 32
# Words that an attacker of this site would try first, after the person's own name. Source: OWASP ASVS 5.0, 6.1.2.
WORDS_OF_THE_SITE = (
    "counterpart",
    "directory",
    "casc",
    "unodc",
    "untoc",
    "interpol",
    "europol",
    "eurojust",
    "prosecutor",
    "prosecution",
    "prokuratura",
    "general",
    "justice",
    "ministry",
    "minjust",
    "police",
    "authority",
    "central",
    "trafficking",
    "smuggling",
    "migrants",
    "focalpoint",
    "kazakhstan",
    "kyrgyzstan",
    "tajikistan",
    "turkmenistan",
    "uzbekistan",
    "azerbaijan",
    "armenia",
    "georgia",
)
EASY = _l("This password is easy to guess: it is common or follows a pattern. Use several unrelated words.")


def fault_of(password: str, *about_the_person: str) -> Any:
    """Return a sentence that describes the fault of a new password, or None if the password has no fault.

    A password needs SHORTEST to LONGEST characters and the zxcvbn score LEAST_SCORE. Words of `about_the_person` do not
    raise the score.
    """
    length = len(normal(password))
    if length < SHORTEST:
        return _l("Use at least %(count)s characters. Several words are good; spaces are allowed.", count=SHORTEST)
    if length > LONGEST:
        return _l("Use at most %(count)s characters.", count=LONGEST)
    known = re.findall(r"\w{3,}", " ".join(about_the_person))
    measured = zxcvbn.zxcvbn(normal(password)[:LONGEST_MEASURED], [*known, *WORDS_OF_THE_SITE])
    return EASY if measured["score"] < LEAST_SCORE else None


def hash_of(password: str) -> str:
    """Return the hash under which a password is stored: argon2id, 64 MiB, three passes."""
    return str(hash_password(normal(password)))


def is_password(password: str, account: Account | None, secrets: AccountSecrets | None) -> bool:
    """Return whether this is the password of an active account. Without an account, the check takes the same time."""
    kept = secrets.password_hash if secrets else ""
    typed = normal(password)
    matches = bool(verify_password(typed[:LONGEST], kept or _hash_of_nobody())) and len(typed) <= LONGEST
    return matches and bool(kept) and account is not None and account.active


def normal(password: str) -> str:
    """Return a password in the form NFKC, so that different keyboards give the same characters."""
    return normalized("NFKC", password)


@lru_cache(maxsize=1)
def _hash_of_nobody() -> str:
    return hash_of("nobody has this password")
