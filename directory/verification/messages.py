"""Texts shown to users, for several modules of verification."""

from flask_babel import lazy_gettext as _l

NETWORK_MISSING = _l("Choose a network of yours.")
LINK_USED = _l(
    "An answer about this entry was saved already. If a detail is wrong now, open the page of the authority and choose"
    " “Wrong number or no answer?” beside the contact."
)
LINK_ENDED = _l(
    "The campaign of this link has ended. If a detail is wrong now, open the page of the authority and choose “Wrong"
    " number or no answer?” beside the contact."
)
ENTRY_ENDED = _l(
    "The entry about which this link asks was closed, replaced or removed meanwhile. There is nothing to answer."
)
NOTHING_IN_SCOPE = _l("No entry in your scope matches these choices. Choose more widely.")
SETTLED = _l("Another person settled this report already.")
CHANGED = _l(
    "The entry has changed since you opened the page. Open the page again and check the entry before you answer."
)
TEST_OVER = _l("This test is over. There is nothing to do.")
CALL_STAYS = _l("Only the person who logged a call can take it back, and only within a day.")
DESK_TESTED_OFTEN = _l("This desk was tested often enough for now.")
PERSON_TESTED_OFTEN = _l("You have made very many tests.")
TEST_REPEATED = _l("A test of this desk is repeated already. Cancel it first, or send a test that is not repeated.")
TESTS_WAIT = _l("Enough tests of this desk wait to be sent. Cancel one of them first.")
NOBODY_REACHED = _l("Nobody of this desk can be reached by mail. Name its members first, or log a test call.")
DESK_ENDED = _l("This desk no longer takes calls.")
NO_ADDRESS = _l("No mail can be sent to this address: it is not one address, or mail to it came back. Log a test call.")
NO_LINE = _l("Only a phone, a mail address or another line can be dead: anything else is corrected by a proposal.")
CAMPAIGN_OVER = _l("This campaign has ended. Start a new one to ask again.")
REMINDED_LATELY = _l("Nobody can be reminded now: a recipient gets at most one letter a day.")
