"""What grows in a text: characters, words, digits, lines, what stands inside what. Each for any length and number."""

from collections.abc import Callable, Mapping
from random import Random

Text = Callable[[int, int], str]
# Inputs are numbered by tens: one that is sent again has a number between, so that it is another with the same choices.
NUMBERS_APART = 10


def turn(number: int) -> int:
    """Return which choice it is the turn of in the input of a number."""
    return number // NUMBERS_APART


def _words(alphabet: str) -> Text:
    def made(length: int, number: int) -> str:
        pick = Random(number).choice
        return " ".join(pick(alphabet) for _ in range(length // 2))[:length]

    return made


def _different(length: int, number: int) -> str:
    words = Random(number).sample(range(10**6), min(length // 4, 10**6))
    return " ".join(map(str, words))[:length]


def _repeated(unit: str) -> Text:
    return lambda length, number: (str(number) + unit * (length // len(unit) + 1))[:length]


# Two versions of one text in words of two kinds share the most that texts can without being alike.
TEXTS: Mapping[str, Text] = {
    "characters": _repeated("x"),
    "words": _words("ab"),
    "words of many kinds": _different,
    "digits": lambda length, number: "1" * (length - 1) + str(number % 10),
    "numbers": _repeated("1-"),
    "numbers that may be called": _repeated("+1 (1) "),
    "lines": _repeated("a\n"),
    "lines of addresses": _repeated("https://a.example/\n"),
    "parts of an address": _repeated("a.a@a."),
    "letters from right to left": _repeated("1א "),
    "brackets": _repeated("["),
    "signs": _repeated(",;|& "),
    "spaces": lambda length, number: f"a{' ' * (length - 3)}{number % 10}"[:length],
    "marks": _repeated("a\u0301\u0302"),
}
LONGEST_ADDRESS_BYTES = 3_900


def for_address(kind: str, most_bytes: int, number: int) -> str:
    """Return as much of a text as an address holds in so many bytes."""
    text = TEXTS[kind](most_bytes, number)
    return text[: most_bytes // 3 if kind in PERCENT_ENCODED else most_bytes]


PERCENT_ENCODED = {"lines", "lines of addresses", "letters from right to left", "brackets", "signs", "marks"}
