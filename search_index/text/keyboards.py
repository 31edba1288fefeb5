"""Converts a text to the text that the same keys would type in another keyboard layout of Windows: ghbdtn is привет."""

from collections.abc import Iterator

# Georgian and Armenian are left out: their letters lie on the keys of the Latin letters that sound alike.
_LATIN = {
    "az": "`1234567890-=qüertyuiopöğasdfghjklıəzxcvbnmçş.",
    "tk": "ž1234567890-=äwertyuiopňöasdfghjkl;'züçýbnm,./",
    "us": "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./",
}
_CYRILLIC = {
    "kk": '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№',
    "tg": "ё1234567890ғӯйқукенгшҳзхъфҷвапролджэячсмитӣбю.",
    "uz": "ё1234567890ғҳйцукенгшўзхъфқвапролджэячсмитьбю.",
    "ru": "ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.",
}
# One key types lam and alif together.
_ARABIC = {"ar": "ذ1234567890-=ضصثقفغعهخحجدشسيبلاتنمكطئءؤر\ufefbىةوزظ"}
_SCRIPTS = (_LATIN, _CYRILLIC, _ARABIC)
_TABLES = [
    str.maketrans(typed, meant)
    for script in _SCRIPTS
    for typed in script.values()
    for other in _SCRIPTS
    if other is not script and _LATIN in (script, other)
    for meant in other.values()
]


def retyped(text: str) -> Iterator[str]:
    """Yield the texts that the same keys type in other keyboard layouts, each once.

    A text is left out if a letter of `text` becomes a character that is no letter.
    """
    typed = text.lower()
    tables = (table for table in _TABLES if all(letter.isspace() or ord(letter) in table for letter in typed))
    texts = dict.fromkeys(typed.translate(table) for table in tables)
    yield from (one for one in texts if all(b.isalpha() for a, b in zip(typed, one, strict=True) if a.isalpha()))
