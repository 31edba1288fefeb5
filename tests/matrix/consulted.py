"""What was asked of the desk of a spot, and the outline that was shared with it: for its participants alone."""

from directory import clock
from directory.accounts.queries import viewer_of
from directory.consultations.outline import OutlineContent, OutlineItem
from directory.consultations.service import answering, asking, outlines
from directory.consultations.service.asking import DeskQuestion
from directory.consultations.service.entries import WrittenText
from directory.models import Consultation
from directory.transaction import committing
from tests.matrix.things import Maker


def add_consultation(maker: Maker) -> None:
    """Store a question to the desk with a note of those who asked."""
    parts = ("subject", "question", "reference", "message")
    words = {part: maker.word(f"{part} of a consultation", f"consulted/{maker.spot.name}") for part in parts}
    written, viewer = WrittenText(words["question"], "en"), viewer_of(maker.writer)
    about = {"measure": "extradition", "offence": "tip", "urgency": "normal", "formal_request_on": clock.today()}
    asked = DeskQuestion(
        maker.spot.desk, subject=words["subject"], reference=words["reference"], words=written, **about
    )
    with committing():
        made = asking.ask(viewer, asked)
    with committing():
        answering.send_message(viewer, made, WrittenText(words["message"], "en"))
        note = maker.word("note of who asked in a consultation", "nobody")
        answering.send_message(viewer, made, WrittenText(note, "en", is_note=True))
    add_outline(maker, made)
    maker.canaries.stand_on(f"consultations/{made.public_id}", *words.values())
    maker.things.add("consultation", made.public_id, f"overseen/{maker.spot.name}")


def add_outline(maker: Maker, made: Consultation) -> None:
    """Store an outline with a word beside it and one in the wording of its item, which everyone could read then."""
    parts = ("message beside an outline", "wording of an item of an outline")
    message, wording = (maker.word(part, f"consulted/{maker.spot.name}") for part in parts)
    item = OutlineItem(
        "gone", is_there=True, is_mandatory=False, topic="content_item", original="en", wording={"en": wording}
    )
    with committing():
        outlines.share(
            viewer_of(maker.writer), made, OutlineContent(("extradition",), (), (item,)), WrittenText(message, "en")
        )
    maker.canaries.stand_on(f"consultations/{made.public_id}", message, wording)
