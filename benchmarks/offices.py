"""Fictional institutions, each with names in fourteen languages."""

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from random import Random

from benchmarks.phrases import name_forms, phrases
from benchmarks.places import written

LANGUAGES = ("ar", "az", "en", "es", "fr", "hy", "ka", "kk", "ky", "ru", "tg", "tk", "uz", "zh")
OFFICIAL = {
    "AM": ("hy",), "AZ": ("az",), "GE": ("ka",), "KG": ("ky", "ru"), "KZ": ("kk", "ru"), "TJ": ("tg",), "TM": ("tk",),
    "UZ": ("uz",), "RU": ("ru",), "CN": ("zh",), "FR": ("fr",), "ES": ("es",), "AE": ("ar",), "EG": ("ar",),
}  # fmt: skip
OTHER_OFFICIAL = ((), (), (), ("fr",), ("es",), ("ar",))
HOME = 8
"""The number of States at the beginning of OFFICIAL that have several times as many offices as other States."""
# 1,000 offices are in about 600 places, and 100,000 offices in about 11,000.
NEW_PLACES = 0.65
FEWEST_RANKS = 100
TO_CYRILLIC = str.maketrans(
    "abcdefghijklmnopqrstuvxyzABCDEFGHIJKLMNOPQRSTUVXYZ", "абсдефгҳижклмнопқрстувхйзАБСДЕФГҲИЖКЛМНОПҚРСТУВХЙЗ"
)
PAIRS = {"oʻ": "ў", "gʻ": "ғ", "sh": "ш", "ch": "ч", "ya": "я", "yu": "ю", "Oʻ": "Ў", "Sh": "Ш", "Ch": "Ч"}


@dataclass(frozen=True)
class Office:
    """A fictional institution: its State, its kind, the rank of its place, and its names by language."""

    state: str
    kind: str
    rank: int
    names: dict[str, str]

    @property
    def called(self) -> tuple[str, ...]:
        """The names that the institution itself uses: in English, and in the languages of its State."""
        own = {"en", *official(self.state)}
        names = tuple(name for language, name in self.names.items() if language in own)
        return (*names, cyrillic(self.names["uz"])) if self.state == "UZ" else names

    @property
    def translated(self) -> tuple[str, ...]:
        """The institution's names in all other languages."""
        own = {"en", *official(self.state)}
        return tuple(name for language, name in self.names.items() if language not in own)


@lru_cache(maxsize=1024)
def office(number: int, seed: int = 1) -> Office:
    """Return the office with this number."""
    random = Random(seed << 40 | number)
    state, rank = random_state(random), int(FEWEST_RANKS * random.paretovariate(NEW_PLACES)) % 10**7
    forms, units = name_forms()
    kind, form = random.choice(forms)
    unit = random.choice(units) if random.random() < 0.5 else dict.fromkeys(LANGUAGES, "{office}")
    section = str(random.randint(1, 40))
    names = {}
    for language in LANGUAGES:
        name = form[language].format(place=written(rank, language), number=section)
        names[language] = unit[language].format(office=name, number=section)
    return Office(state, kind, rank, names)


def cyrillic(text: str) -> str:
    """Return an Uzbek text in Cyrillic letters."""
    for latin, letter in PAIRS.items():
        text = text.replace(latin, letter)
    return text.translate(TO_CYRILLIC)


def official(state: str) -> tuple[str, ...]:
    """Return the official languages of a State in which offices have names, without English."""
    return OFFICIAL.get(state) or OTHER_OFFICIAL[sum(map(ord, state)) % len(OTHER_OFFICIAL)]


@cache
def _states() -> tuple[tuple[str, ...], tuple[float, ...]]:
    codes = tuple(dict.fromkeys((*OFFICIAL, *phrases()["jurisdiction"])))
    return codes, tuple(accumulate(1 / (place + HOME) for place in range(len(codes))))


def random_state(random: Random) -> str:
    """Return the code of a random State. The States of the home network are more frequent than others."""
    codes, upto = _states()
    return random.choices(codes, cum_weights=upto)[0]
