"""Rules of treaties as the seed files have them: whether a paragraph binds without more is read in its own words."""

from sqlalchemy import select

from directory.extensions import db
from directory.models import TreatyRule


def test_formalities_are_an_item_of_the_request_only_where_the_law_of_its_sender_requires_them(context: None) -> None:
    """ETS 182, art. 8."""
    query = select(TreatyRule).where(TreatyRule.treaty_key == "ets182", TreatyRule.article == "8")
    found = {rule.topic: rule.obligation for rule in db.session.scalars(query)}

    assert found == {"execution": "must", "content": "if_applicable"}
