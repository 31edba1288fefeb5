"""A question to a desk begun from an answer of the atlas."""

from flask import Flask

from tests.consultations.conftest import Scene
from tests.consultations.test_pages import client_of
from tests.html import parse

ANSWER = "/en/atlas?from=KG&to=FR&measure=hearing_witness&offence=tip&stage=trial&urgent=1"


def test_what_the_atlas_was_told_is_not_chosen_again(site: Flask, scene: Scene) -> None:
    asker = client_of(site, scene, "asker")
    begun = {link for link in parse(asker.get(ANSWER)).links if "/consultations/new" in link}

    for link in begun:
        form = parse(asker.get(link))
        chosen = {one["value"] for path in ("option[selected]", "input[checked]") for one in form.all(f"main {path}")}
        assert {"hearing_witness", "tip", "trial", "urgent"} <= chosen, link
        assert [one["name"] for one in form.all("main .questions select")] == ["measure", "offence", "stage", "treaty"]
    assert begun


def test_what_was_chosen_wrongly_is_not_folded(site: Flask, scene: Scene) -> None:
    asker = client_of(site, scene, "asker")
    known = {"urgency": "normal", "measure": "hearing_witness", "offence": "murder", "when": "before"}

    refused = parse(asker.post(f"/en/consultations/new?desk={scene.desk}", data=known))

    assert refused.all("main .questions") == []
    assert refused.one("#offence-error").text == "Choose from the list."
