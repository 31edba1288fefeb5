"""Segments are merged when there are many of them, or when most of what they hold is deleted."""

import pytest

from search_index.storage.merge_policy import MOST_SEGMENTS, merges_all_segments, merges_small_segments


@pytest.mark.parametrize(("segments", "expected"), [(0, False), (MOST_SEGMENTS - 1, False), (MOST_SEGMENTS, True)])
def test_small_segments_are_merged_when_there_are_many(segments: int, expected: bool) -> None:
    assert merges_small_segments(segments) is expected


@pytest.mark.parametrize(("deleted", "live", "expected"), [(0, 0, False), (5, 5, False), (6, 5, True)])
def test_all_segments_are_merged_when_most_documents_are_deleted(deleted: int, live: int, expected: bool) -> None:
    assert merges_all_segments(deleted=deleted, live=live) is expected
