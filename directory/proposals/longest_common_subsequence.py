"""The longest common subsequence of the words of two texts."""

from collections.abc import Sequence

# The most words that are compared. In longer texts, all words between the common beginning and end count as changed.
MOST_WORDS = 10_000


def common_subsequence(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return, for each word of the common subsequence, its position in `old` and its position in `new`, in order.

    Equal words at the beginning and at the end are matched first. If more than MOST_WORDS words remain in the middle of
    either text, no words in the middle are matched. Algorithm: H. Hyyrö, AWOCA 2004.
    """
    head = _count_alike(old, new)
    tail = _count_alike(old[head:][::-1], new[head:][::-1])
    middle = _longest(old[head : len(old) - tail], new[head : len(new) - tail])
    ends = [(len(old) - place, len(new) - place) for place in range(tail, 0, -1)]
    return [*((place, place) for place in range(head)), *((i + head, j + head) for i, j in middle), *ends]


def _count_alike(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))


def _longest(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    if max(len(old), len(new)) > MOST_WORDS:
        return []
    places: dict[str, int] = {}
    for place, word in enumerate(old):
        places[word] = places.get(word, 0) | 1 << place
    whole = (1 << len(old)) - 1
    # Bit i of row j is 0 if the first i + 1 words of `old` have a longer common subsequence with the first j words of
    # `new` than the first i words have.
    rows, row = [whole], whole
    for word in new:
        met = row & places.get(word, 0)
        row = ((row + met) | (row - met)) & whole
        rows.append(row)
    return _followed(old, new, rows)


def _followed(old: Sequence[str], new: Sequence[str], rows: Sequence[int]) -> list[tuple[int, int]]:
    """Read the pairs of positions from `rows`, the table that `_longest` makes. Return the pairs in order."""
    i, j, found = len(old), len(new), []
    while i and j:
        if old[i - 1] == new[j - 1]:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif rows[j] >> (i - 1) & 1:
            i -= 1
        else:
            j -= 1
    return found[::-1]
