"""The outline of a draft in a thread: who sees it, and what the asked desk says of it, item by item."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.consultations.encryption import cipher_of, place_of_comment
from directory.consultations.outline import ItemComment, OutlineContent, OutlineItem
from directory.consultations.queries import threads
from directory.consultations.queries.outlines import DecryptedOutline, get_outline, list_outlines
from directory.consultations.queries.rules import DEFAULTS
from directory.consultations.service import asking, outlines, seats
from directory.consultations.service.entries import NOTHING, WrittenText
from directory.envelope_encryption import NotOpened
from directory.errors import InvalidInput, NotFound
from directory.extensions import db
from directory.jobs.schedule import shred_consultations
from directory.models import Consultation, OutlineComment
from directory.transaction import committing
from tests.consultations.conftest import Scene, letters_of
from tests.consultations.test_pages import client_of, page_of

WRITTEN, WORDING = "Look at the bandicoot", "Call it a bilby"
RULE = {"en": "the number of the wombat", "fr": "le numéro du wombat"}
OUTLINE = OutlineContent(
    ("hearing_witness",),
    ("untoc",),
    (
        OutlineItem("purpose", is_there=True, is_mandatory=True),
        OutlineItem("legal_basis", is_there=False, is_mandatory=False),
        OutlineItem("fr-rule", False, True, "content_item", "fr", RULE),
    ),
)


def shared(scene: Scene, **values: Any) -> Consultation:
    """Return a consultation in which an outline was shared."""
    made = scene.ask(**values)
    with committing():
        outlines.share(scene.viewer("asker"), made, OUTLINE, WrittenText(WRITTEN, "en"))
    return made


def opened(made: Consultation) -> DecryptedOutline:
    db.session.rollback()
    return get_outline(db.session.get_one(Consultation, made.id), 1)


def say(scene: Scene, made: Consultation, said: dict[int, ItemComment], who: str = "member", seen: int = 0) -> None:
    with committing():
        outlines.comment(scene.viewer(who), made, 1, said, "en", seen)


def stands(made: Consultation) -> dict[int, ItemComment]:
    """Return what stands of each item now."""
    return {item: said.comment for item, said in opened(made).latest().items()}


def form(seen: int = 0, **said: str) -> dict[str, str]:
    """Return what the page of an outline sends."""
    empty = {f"{part}_{item}": "" for item in (1, 2, 3) for part in ("verdict", "wording")}
    return empty | {"seen": str(seen), "written_in": "en"} | said


@pytest.mark.parametrize("who", ["asker", "member", "deputy"])
def test_both_sides_see_the_outline_in_the_thread_in_print_and_in_the_file(site: Flask, scene: Scene, who: str) -> None:
    made = shared(scene)
    say(scene, made, {1: ItemComment("other_wording", WORDING), 3: ItemComment("missing")})

    texts = (
        WRITTEN,
        WORDING,
        "Hearing a witness",
        "Purpose for which",
        "not ticked, mandatory",
        "the number of the wombat",
    )
    for page in ("", "/print", "/export"):
        shown = client_of(site, scene, who).get(page_of(made, page)).text
        assert [text for text in texts if text not in shown] == [], page
    assert RULE["fr"] in client_of(site, scene, who).get(page_of(made).replace("/en/", "/fr/")).text


OTHERS = (
    *("visitor", "third State", "stranger at home", "colleague", "member of the other desk", "executing officer"),
    *("coordinator there", "coordinator here", "administrator"),
)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sees_an_outline_or_comments_on_it(site: Flask, scene: Scene, who: str) -> None:
    made = shared(scene)
    say(scene, made, {1: ItemComment("other_wording", WORDING)})
    client, page = client_of(site, scene, who), page_of(made, "/outlines/1")

    answers = [client.get(page), client.post(page, data=form(1, verdict_1="missing")), client.get(page_of(made))]

    assert [one.status_code for one in answers[:2]] == ([303, 400] if who == "visitor" else [404, 404])
    assert [word for word in (WRITTEN, WORDING, RULE["en"]) for one in answers if word in one.text] == []
    assert stands(made) == {1: ItemComment("other_wording", WORDING)}


@pytest.mark.parametrize("who", ["asker", "executing officer"])
def test_the_asked_desk_alone_comments(site: Flask, scene: Scene, who: str) -> None:
    made = shared(scene)
    with committing():
        seats.bring_in(scene.viewer("member"), made, scene.executing_office, NOTHING)

    for answer in (
        client_of(site, scene, who).get(page_of(made, "/outlines/1")),
        client_of(site, scene, who).post(page_of(made, "/outlines/1"), data=form(verdict_1="missing")),
    ):
        assert answer.status_code == 404
    assert "Comment item by item" not in client_of(site, scene, who).get(page_of(made)).text
    assert stands(made) == {}


def test_the_desk_does_not_share_an_outline(scene: Scene) -> None:
    made = scene.ask()

    with pytest.raises(NotFound), committing():
        outlines.share(scene.viewer("member"), made, OUTLINE, WrittenText(WRITTEN, "en"))


def test_an_outline_is_a_message_and_comments_are_an_answer(scene: Scene) -> None:
    made = shared(scene)
    assert (made.state, made.answered_at) == ("open", None)

    say(scene, made, {1: ItemComment("acceptable")})

    assert (made.state, made.next_step_at, made.outcome) == ("answered", None, "")
    assert made.answered_at is not None
    news = [to for letter, to in letters_of(made) if letter == "consultation_news"]
    assert scene.people["asker"].email in news
    assert scene.people["member"].email in news


def test_a_comment_is_changed_on_the_page_and_what_was_said_before_stays_in_the_thread(
    site: Flask, scene: Scene
) -> None:
    made, member = shared(scene), client_of(site, scene, "member")

    for seen, said in enumerate(({"verdict_1": "missing"}, {"verdict_1": "other_wording", "wording_1": WORDING}, {})):
        assert member.post(page_of(made, "/outlines/1"), data=form(seen, **said)).status_code == 303

    assert stands(made) == {1: ItemComment()}
    thread = member.get(page_of(made)).text
    assert thread.count("commented on an outline") == 3
    assert WORDING in thread
    assert "comment withdrawn" in thread


def test_neither_a_verdict_nor_its_words_are_said_to_may_stay_empty(site: Flask, scene: Scene) -> None:
    page = client_of(site, scene, "member").get(page_of(shared(scene), "/outlines/1")).text

    assert "verdict_1" in page
    assert "(optional)" not in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"wording_1": WORDING}, "Choose an answer for this item"),
        ({"verdict_1": "other_wording"}, "Write how the item should be worded."),
        ({"verdict_1": "fine"}, "Choose from the list"),
        ({"verdict_1": "missing", "wording_1": "x" * 2001}, "Write at most 2000 characters."),
        ({"verdict_1": "missing", "wording_1": "Born on 12.03.1988"}, "The text seems to contain a date of birth"),
        ({"verdict_1": "missing", "written_in": "xx"}, "Choose from the list"),
    ],
)
def test_a_wrong_comment_is_told_and_nothing_typed_is_lost(
    site: Flask, scene: Scene, said: dict[str, str], words: str
) -> None:
    made = shared(scene)

    answer = client_of(site, scene, "member").post(page_of(made, "/outlines/1"), data=form(**said))

    assert answer.status_code == 422
    assert words in answer.text
    assert said.get("wording_1", "") in answer.text
    assert stands(made) == {}


def test_what_looks_like_data_of_a_person_is_sent_when_the_writer_insists(site: Flask, scene: Scene) -> None:
    made, text = shared(scene), "Our law is of 12.03.1998"
    said = form(verdict_1="missing", wording_1=text, as_it_is="y")

    assert client_of(site, scene, "member").post(page_of(made, "/outlines/1"), data=said).status_code == 303
    assert stands(made) == {1: ItemComment("missing", text)}


def test_colleagues_who_comment_on_different_items_at_once_lose_nothing(scene: Scene) -> None:
    made = shared(scene)

    say(scene, made, {1: ItemComment("missing"), 2: ItemComment()})
    say(scene, made, {1: ItemComment(), 2: ItemComment("acceptable")}, "deputy", seen=0)

    assert stands(made) == {1: ItemComment("missing"), 2: ItemComment("acceptable")}


def test_an_item_that_a_colleague_commented_on_meanwhile_is_told_and_sent_again_goes_through(
    site: Flask, scene: Scene
) -> None:
    made, deputy = shared(scene), client_of(site, scene, "deputy")
    say(scene, made, {1: ItemComment("missing", "theirs"), 3: ItemComment("acceptable")})
    mine = {"verdict_1": "other_wording", "wording_1": "mine"}

    refused = deputy.post(page_of(made, "/outlines/1"), data=form(0, **mine))
    assert refused.status_code == 422
    assert "A colleague commented" in refused.text
    assert [text for text in ("theirs", ">mine</textarea>") if text not in refused.text.replace("\r\n", "")] == []
    assert 'name="seen" type="hidden" value="2"' in refused.text
    assert stands(made)[1] == ItemComment("missing", "theirs")
    again = form(2, **mine, verdict_3="acceptable")
    assert deputy.post(page_of(made, "/outlines/1"), data=again).status_code == 303

    assert stands(made) == {1: ItemComment("other_wording", "mine"), 3: ItemComment("acceptable")}


def test_an_item_that_the_writer_left_alone_is_shown_as_it_is_now_when_the_form_comes_back(
    site: Flask, scene: Scene
) -> None:
    made, deputy = shared(scene), client_of(site, scene, "deputy")
    say(scene, made, {1: ItemComment("missing", "theirs"), 3: ItemComment("other_wording", "of the wombat")})

    refused = deputy.post(page_of(made, "/outlines/1"), data=form(0, verdict_1="acceptable")).text

    assert ">of the wombat</textarea>" in refused.replace("\r\n", "")


def test_the_same_comments_sent_twice_are_one_act(site: Flask, scene: Scene) -> None:
    made, member = shared(scene), client_of(site, scene, "member")

    for _ in range(2):
        said = form(0, verdict_1="missing", wording_1="as it is")
        assert member.post(page_of(made, "/outlines/1"), data=said).status_code == 303

    assert len(opened(made).comments) == 1
    acts = [one.act for one in threads.list_entries(scene.viewer("member"), made)]
    assert acts == ["asked", "outlined", "commented"]


def test_an_unknown_item_and_an_unknown_outline_change_nothing(site: Flask, scene: Scene) -> None:
    made, member = shared(scene), client_of(site, scene, "member")

    say(scene, made, {0: ItemComment("missing"), 4: ItemComment("missing")})

    assert stands(made) == {}
    assert made.state == "open"
    for number in ("0", "2", "9" * 30):
        assert member.get(page_of(made, f"/outlines/{number}")).status_code == 404


def test_nothing_is_shared_or_said_in_a_closed_consultation_and_what_was_typed_stays(site: Flask, scene: Scene) -> None:
    made, member = shared(scene), client_of(site, scene, "member")
    with committing():
        asking.close(scene.viewer("asker"), made)

    answer = member.post(page_of(made, "/outlines/1"), data=form(verdict_1="missing", wording_1=WORDING))

    assert answer.status_code == 422
    assert "This consultation is closed." in answer.text
    assert WORDING in answer.text
    with pytest.raises(InvalidInput), committing():
        outlines.share(scene.viewer("asker"), made, OUTLINE, WrittenText("Another", "en"))


def test_a_desk_that_handed_the_question_over_sees_and_says_nothing_more(site: Flask, scene: Scene) -> None:
    made = shared(scene)
    with committing():
        seats.hand_over(scene.viewer("member"), made, scene.other_desk, NOTHING)

    assert client_of(site, scene, "member").get(page_of(made, "/outlines/1")).status_code == 404
    assert client_of(site, scene, "member of the other desk").get(page_of(made, "/outlines/1")).status_code == 200


def test_outlines_and_comments_are_bound_to_their_thread_and_place(scene: Scene) -> None:
    made, other = shared(scene), shared(scene)
    for one in (made, other):
        say(scene, one, {1: ItemComment("missing", "one"), 2: ItemComment("missing", "two")})
    first, second = opened(made).comments
    rows = {row.item: row for row in db.session.query(OutlineComment).filter_by(outline_id=opened(made).outline.id)}

    with pytest.raises(NotOpened):
        cipher_of(made).open(place_of_comment(first.entry, 1), rows[second.item].sealed_comment)
    with committing():
        opened(made).outline.sealed_content = opened(other).outline.sealed_content
    with pytest.raises(NotOpened):
        list_outlines(made)


def test_what_is_shredded_is_gone_with_its_comments(site: Flask, scene: Scene) -> None:
    made = shared(scene)
    say(scene, made, {1: ItemComment("other_wording", WORDING)})
    with committing():
        made.changed_at = made.answer_by = clock.now() - timedelta(days=9 * DEFAULTS["kept_days"])

    shred_consultations()

    db.session.expire_all()
    sealed = select(OutlineComment.sealed_comment).where(OutlineComment.entry.has(consultation_id=made.id))
    assert db.session.scalars(sealed).all() == [b""]
    page = client_of(site, scene, "asker").get(page_of(made)).text
    assert "What was written is gone." in page
    assert WORDING not in page
    member = client_of(site, scene, "member")
    assert member.post(page_of(made, "/outlines/1"), data=form(verdict_1="missing")).status_code == 404
