"""On the pages of consultations each time of day names its zone."""

import re

import pytest
from flask import Flask

from directory.consultations.outline import ItemComment
from tests.consultations.conftest import Scene
from tests.consultations.test_outlines import WORDING, say, shared
from tests.consultations.test_pages import client_of, page_of

TIME = re.compile(r"<time[^>]*>([^<]*\d\d:\d\d)</time>(.{0,90})", re.DOTALL)
ZONE = re.compile(r"\s*(<[^>]*>)*[^<]*(<[^>]*>\s*)*\((<bdi>)?[^<()]+(</bdi>)?\)")


@pytest.mark.parametrize("page", ["list", "", "/print"])
def test_each_time_names_its_zone(site: Flask, scene: Scene, page: str) -> None:
    made = shared(scene)
    say(scene, made, {1: ItemComment("other_wording", WORDING)})
    address = "/en/consultations" if page == "list" else page_of(made, page)

    times = TIME.findall(client_of(site, scene, "member").get(address).text)

    assert len(times) > 0
    assert [text for text, after in times if not ZONE.match(after)] == []
