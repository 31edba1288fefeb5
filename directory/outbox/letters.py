"""All letters, in one table. The values that fill a letter's placeholders are never restricted.

Three letters quote content: `follows` quotes public news, `verification_gaps` names facts that the directory lacks, and
`audit_head` quotes the newest row of the audit chain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.vocabulary import ALERTS

# Shown for a placeholder without a value: the State of an international body, or a placeholder that an upgrade added.
MISSING_VALUE = "–"


@dataclass(frozen=True)
class LetterTemplate:
    """Subject and text of a letter, with named placeholders (`%(link)s`) for the values given to `queue`.

    - `added`: placeholders that a later version added to the letter. A letter that was queued before shows
      MISSING_VALUE for them.
    - `closing`: paragraphs after the text, which may be the same for several letters.
    - `is_urgent`: if true, the subject always begins with the word for urgent. If false, the subject begins with this
      word if `queue` was called with `is_urgent=True`.

    The subject begins with the word for an exercise, and the text says so, if `queue` was called with
    `is_exercise=True`.
    """

    subject: Any
    text: Any
    added: tuple[str, ...] = ()
    closing: tuple[Any, ...] = ()
    is_urgent: bool = False

    @property
    def names_writer(self) -> bool:
        """Whether the letter says whom to ask back."""
        return _QUESTIONS in self.closing


_NOT_YOU = _l(
    "It happened on %(at)s. The browser called itself: %(browser)s.\n\nIf it was you, there is nothing to do. If it was"
    " not, end all other sessions, change your password, and tell whoever invited you:\n\n%(link)s"
)
_WAYS_NOT_PROVEN = _l(
    "If alarms wake you: they use none of your ways until you have tried it again, since somebody else may have added"
    " it. Open the page “How alarms wake you”, remove each way that you do not know, and try the others."
)
_QUESTIONS = _l("Questions: %(contact)s")
_GENUINE = _l(
    "Is this letter genuine? Its links begin with %(site)s/ and with nothing else. You need not use them: write that"
    " address into your browser yourself, and sign in or look up your office there. Or call the office that writes to"
    " you by a number that you know from elsewhere."
)
# For readers who may not know the site, in letters that come from no office that a reader could call.
_GENUINE_LINKS = _l(
    "Is this letter genuine? Its links begin with %(site)s/ and with nothing else. You need not use them: write that"
    " address into your browser yourself."
)
# A reader can compare the number of the alarm in the letter with the number that the site shows.
_GENUINE_ALARM = _l(
    "Is this letter genuine? Its link begins with %(site)s/ and with nothing else. You need not use it: write that"
    " address into your browser yourself and sign in. While the alarm goes on, the page “Your work” shows the same"
    " number."
)
# For the only letter whose link is needed: the invited person has no account yet.
_GENUINE_INVITATION = _l(
    "Is this letter genuine? Its link begins with %(site)s/ and with nothing else. You need this link: without it no"
    " account can be made. If in doubt, first call the office that writes to you by a number that you know from"
    " elsewhere."
)
_SECOND_FACTOR = _l(
    "On the page behind the link you choose a password. Then you set up a second factor: a passkey (the fingerprint,"
    " face or PIN with which you unlock your device, or a security key), or a code from an app."
)
_PASSKEY = _l(
    "On the page behind the link you choose a password. Then you set up a passkey: the fingerprint, face or PIN with"
    " which you unlock your device, or a security key. Members of a desk and administrators need one; a code from an"
    " app does not replace it."
)
# For somebody who has an account with other factors: signing in ends at the page that adds a passkey.
_PASSKEY_MISSING = _l(
    "Your account has no passkey yet, and members of a desk and administrators need one: the fingerprint, face or PIN"
    " with which you unlock your device, or a security key. Until you set it up, you can do nothing else in your"
    " account. Sign in by the link above: the page that sets it up opens. Do this before your first shift."
)
_RIGHTS_CHANGED = (
    _l("Your role or scope was changed"),
    _l("What your account may do was changed. Sign in again to see it:\n\n%(link)s"),
)
_HANDOVER_RECEIVED = (
    _l("You take over from %(leaver)s"),
    _l(
        "The tasks of %(leaver)s have been handed over to you. Their last day is %(day)s.\n\nDesks"
        " handed over:\n%(desks)s\n\nThe leaver’s shifts after this day: %(shifts)s.\n\nYour account lists"
        " your tasks:\n\n%(link)s"
    ),
)
_ASK_AGAIN = _l("If this is a mistake, ask again, and say why:\n\n%(link)s")
# A letter about entries: their names on separate lines, a shorter form of the names for the subject, who asks, the last
# day to answer, and the contact for questions.
_ASKED_ABOUT = ("entries", "about", "asker", "until", "contact")
# A letter about a handover: both people, the last day, the desks on lines of their own, and whether shifts pass.
_OF_HANDOVER = ("leaver", "successor", "day", "desks", "shifts")
# A letter about duty: the desk, and when a shift begins. Who else is on duty is not for everyone: no person is named.
_OF_DUTY = ("desk", "shift")
# A letter about an imported file: its name, who imported it, and when.
_OF_FILE = ("file", "author", "at")
# A letter about a request for access that was refused: for which office, when it was made, and whose decision it is.
_OF_REQUEST = ("office", "day", "decider", "link")
# A letter about a report: the office, the kind of contact, and when it was reported.
_OF_REPORT = ("about", "means", "day")
# An invitation: the rights that it offers, who invites, until when, and whom to ask back.
_OF_INVITATION = ("role", "inviter", "until", "contact")
_INVITATION = _l("Invitation to the directory Counterpart from %(inviter)s")
_INVITED = _l(
    "%(inviter)s invites you to Counterpart, the directory of authorities for legal assistance. You would be:"
    " %(role)s.\n\nAccept by %(until)s on the page behind this link. It is for you alone and works"
    " once:\n\n%(link)s\n\nIf you did not expect this, do nothing: without you no account is made."
)
_ANSWER = _l(
    "Please answer by %(until)s. On the page behind this link you confirm each entry with one button, or correct it. No"
    " account is needed, and opening the page changes nothing:\n\n%(link)s"
)
_COMPLETE = _l(
    "Please answer by %(until)s on the page behind this link: write what is missing in its last field, and correct what"
    " is wrong. No account is needed, and opening the page changes nothing:\n\n%(link)s"
)
_PAGE = _l("The page of the office:\n\n%(link)s")
_SETTLED = {
    "corrected": _l(
        "Thank you. The contact that you reported on %(day)s was wrong and is corrected: %(about)s (%(means)s)."
    ),
    "right": _l(
        "Thank you. The office was asked about the contact that you reported on %(day)s, and says that it is right:"
        " %(about)s (%(means)s)."
    ),
    "dead": _l(
        "Thank you. Nobody answers any more at the contact that you reported on %(day)s, and the page of the office now"
        " says so: %(about)s (%(means)s)."
    ),
}
_REFUSALS = {
    "office_not_confirmed": _l(
        "%(decider)s refused the request for access that you made on %(day)s for “%(office)s”, because this office"
        " could not be confirmed."
    ),
    "private_address": _l(
        "%(decider)s refused the request for access that you made on %(day)s for “%(office)s”, because the address is"
        " not one of this office. Ask again with an address of the office."
    ),
    "other_way": _l(
        "%(decider)s refused the request for access that you made on %(day)s for “%(office)s”: access for this office"
        " is arranged by your central authority. Ask there."
    ),
    "not_admitted": _l(
        "%(decider)s refused the request for access that you made on %(day)s for “%(office)s”, because this office is"
        " not among those that are admitted."
    ),
}
_TESTS = {
    "circle": _l(
        "This is a test of the desk %(desk)s. Please open the page and press the button “Circle”, at once:\n\n%(link)s"
    ),
    "square": _l(
        "This is a test of the desk %(desk)s. Please open the page and press the button “Square”, at once:\n\n%(link)s"
    ),
    "triangle": _l(
        "This is a test of the desk %(desk)s. Please open the page and press the button “Triangle”, at once:"
        "\n\n%(link)s"
    ),
}


def _own(subject: Any) -> LetterTemplate:
    return LetterTemplate(subject, _NOT_YOU, added=("at", "browser"))


LETTERS: Mapping[str, LetterTemplate] = {
    "proposal_waiting": LetterTemplate(
        _l("A proposal waits for a second person: %(about)s"),
        _l(
            "%(author)s proposes a change in your scope, which waits for a second person: %(about)s. Look at it, and"
            " publish or refuse it:\n\n%(link)s"
        ),
        added=("about", "author"),
    ),
    "proposal_reverting": LetterTemplate(
        _l("A published change is to be reverted: %(about)s"),
        _l(
            "%(author)s proposes to revert a change that was published in your scope: %(about)s. The reason stands on"
            " the page. Read it, and publish or refuse the proposal:\n\n%(link)s"
        ),
        added=("about", "author"),
    ),
    "proposal_of_office": LetterTemplate(
        _l("An office corrects its entry: %(about)s"),
        _l(
            "The office itself has answered a letter of a verification campaign, and corrects what the directory says"
            " of it: %(about)s. Look at the correction, and publish or refuse it:\n\n%(link)s"
        ),
        added=("about",),
    ),
    "source_proposals": LetterTemplate(
        _l("Proposals from an official table wait for you"),
        _l(
            "The site has read the official table “%(table)s” and proposes what differs from the directory in your"
            " scope. Look at the proposals, and publish or refuse them:\n%(link)s"
        ),
    ),
    "proposal_published": LetterTemplate(
        _l("Your proposal is published: %(about)s"),
        _l("%(decider)s published what you proposed: %(about)s.\n\n%(link)s"),
        added=("about", "decider"),
    ),
    "proposal_published_amended": LetterTemplate(
        _l("Your proposal is published with another source: %(about)s"),
        _l(
            "%(decider)s published what you proposed: %(about)s. The source that you gave was changed before. The page"
            " shows your source and the new one:\n\n%(link)s"
        ),
        added=("about", "decider"),
    ),
    "proposal_refused": LetterTemplate(
        _l("Your proposal is refused: %(about)s"),
        _l(
            "%(decider)s refused what you proposed: %(about)s. The page of the proposal gives the reason. You can"
            " correct the proposal there and submit it again:\n\n%(link)s"
        ),
        added=("about", "decider"),
    ),
    "proposal_overruled": LetterTemplate(
        _l("Your proposal is closed: %(about)s"),
        _l(
            "The entry changed after you had proposed your change: %(about)s. %(decider)s kept what it says now, and"
            " your proposal changes nothing any more:\n\n%(link)s"
        ),
        added=("about", "decider"),
    ),
    "proposal_published_at_once": LetterTemplate(
        _l("A contact was changed at once: %(about)s"),
        _l("%(author)s changed and verified a contact in your scope, without a second person: %(about)s.\n\n%(link)s"),
        added=("about", "author"),
    ),
    "follows": LetterTemplate(
        _l("News of what you follow"),
        _l(
            "This changed at what you follow:\n\n%(news)s\n\nAll of it, how often you are told, and how to stop:"
            "\n%(link)s"
        ),
    ),
    "invitation": LetterTemplate(
        _INVITATION, _INVITED, added=_OF_INVITATION, closing=(_SECOND_FACTOR, _QUESTIONS, _GENUINE_INVITATION)
    ),
    "invitation_with_passkey": LetterTemplate(
        _INVITATION, _INVITED, added=_OF_INVITATION, closing=(_PASSKEY, _QUESTIONS, _GENUINE_INVITATION)
    ),
    "invitation_known": LetterTemplate(
        _l("You were invited to Counterpart again"),
        _l(
            "%(inviter)s invited this address, which has an account already. Nothing was changed. If you need more"
            " access than you have, ask whoever invited you:\n\n%(link)s"
        ),
        added=("inviter", "contact"),
        closing=(_QUESTIONS,),
    ),
    "invitation_accepted": LetterTemplate(
        _l("Your invitation was accepted: %(person)s"),
        _l("%(person)s, whom you invited, now has an account:\n\n%(link)s"),
        added=("person",),
    ),
    "invitation_to_agree": LetterTemplate(
        _l("Somebody outside of your State lets a person into an office of it"),
        _l(
            "The page behind the link says whom, who invites them, and into which office. They get no access before"
            " somebody of your State agrees. Call the office by a number that you know from elsewhere, then agree or"
            " refuse within 14 days:\n\n%(link)s"
        ),
    ),
    "invitation_refused": LetterTemplate(
        _l("A State has refused your invitation into an office of it"),
        _l("The invitation has ended. Ask the office whom it wants to take in:\n\n%(link)s"),
    ),
    "account_made": LetterTemplate(
        _l("Your account was made"),
        _l(
            "An account was made from the invitation sent to this address. Its second factor is set up"
            " here:\n\n%(link)s\n\nIf it was not you, tell whoever invited you at once."
        ),
    ),
    "account_ended": LetterTemplate(
        _l("Your account was ended"),
        _l("Your account was ended by those who look after it, and you are signed out everywhere:\n\n%(link)s"),
    ),
    "people_to_confirm": LetterTemplate(
        _l("Who still works at the office?"),
        _l(
            "Once a year each office confirms who still holds an account. The page behind the link names the people"
            " whom you can confirm. Who is not confirmed by %(narrowed)s is shown no restricted details any more, and"
            " loses the account on %(ended)s:\n\n%(link)s"
        ),
    ),
    "account_unconfirmed": LetterTemplate(
        _l("Nobody has confirmed yet that you still work at your office"),
        _l(
            "If nobody does by %(narrowed)s, you are shown no restricted details any more, and on %(ended)s your"
            " account ends. Ask a colleague with an account, or your coordinator, to confirm you:\n\n%(link)s"
        ),
    ),
    "account_narrowed": LetterTemplate(
        _l("You are shown no restricted details any more"),
        _l(
            "Nobody has confirmed that you still work at your office. Unless a colleague with an account or your"
            " coordinator does, your account ends on %(ended)s:\n\n%(link)s"
        ),
    ),
    "account_lapsed": LetterTemplate(
        _l("Your account has ended"),
        _l(
            "Nobody has confirmed that you still work at your office. If you do, your coordinator can restore"
            " it:\n\n%(link)s"
        ),
    ),
    "account_restored": LetterTemplate(
        _l("Your account works again"),
        _l("Those who look after your account restored it. Sign in as before:\n\n%(link)s"),
    ),
    "sessions_ended": LetterTemplate(
        _l("You were signed out everywhere"),
        _l(
            "Those who look after your account ended all of its sessions, and its tokens, calendar links and other"
            " secret addresses. Sign in again:\n\n%(link)s"
        ),
    ),
    "rights_changed": LetterTemplate(*_RIGHTS_CHANGED),
    "rights_changed_without_passkey": LetterTemplate(*_RIGHTS_CHANGED, closing=(_PASSKEY_MISSING,)),
    "recovery": LetterTemplate(
        _l("Your way back into your account"),
        _l(
            "Those who look after your account dropped its factors, because you asked them. This link signs you"
            " in once, to set new ones:\n\n%(link)s\n\nIf you did not ask, tell them at once."
        ),
    ),
    "request_confirm": LetterTemplate(
        _l("Confirm your request for access"),
        _l(
            "Access to Counterpart was asked for with this address. Open the page and confirm it within 48"
            " hours; nobody sees the request before:\n\n%(link)s\n\nIf it was not you, do nothing: it is"
            " forgotten."
        ),
        closing=(_GENUINE_LINKS,),
    ),
    "request_known": LetterTemplate(
        _l("You have an account already"),
        _l("Access to Counterpart was asked for with this address, which has an account:\n\n%(link)s"),
    ),
    "request_waiting": LetterTemplate(
        _l("A request for access waits for you: %(state)s"),
        _l("A person of %(state)s asks for access within your scope. Look at the request and decide:\n\n%(link)s"),
        added=("state",),
    ),
    **{
        f"request_refused_{reason}": LetterTemplate(
            _l("Your request for access to Counterpart is refused"),
            text,
            added=_OF_REQUEST,
            closing=(_ASK_AGAIN, _GENUINE_LINKS),
        )
        for reason, text in _REFUSALS.items()
    },
    "token_made": LetterTemplate(
        _l("A token of the API was made for your account"),
        _l("A program can now read as you do. If it was not you, revoke the token at once:\n\n%(link)s"),
    ),
    "handover_started": LetterTemplate(
        _l("Your handover was started; your last day is %(day)s"),
        _l(
            "Your tasks are handed over to %(successor)s. Your last day is %(day)s. Until it is over both of you have"
            " access.\n\nDesks handed over:\n%(desks)s\n\nYour shifts after this day: %(shifts)s.\n\n%(link)s"
        ),
        added=_OF_HANDOVER,
    ),
    "handover_received": LetterTemplate(*_HANDOVER_RECEIVED, added=_OF_HANDOVER),
    "handover_received_without_passkey": LetterTemplate(
        *_HANDOVER_RECEIVED, added=_OF_HANDOVER, closing=(_PASSKEY_MISSING,)
    ),
    "handover_stopped": LetterTemplate(
        _l("Your handover was stopped"),
        _l("Your access does not end for now:\n\n%(link)s"),
    ),
    "handover_of_moved": LetterTemplate(
        _l("A handover in your scope was stopped"),
        _l(
            "The person who was to leave was given another authority or another State, so their access does not end."
            " The successor keeps what they were given:\n\n%(link)s"
        ),
    ),
    "handover_ended": LetterTemplate(
        _l("A handover waits for your sign-off"),
        _l(
            "The last day of %(leaver)s, %(day)s, has passed and their access has ended. The successor is"
            " %(successor)s.\n\nDesks handed over:\n%(desks)s\n\nCheck the handover and sign it off:\n\n%(link)s"
        ),
        added=_OF_HANDOVER,
    ),
    "password_reset": LetterTemplate(
        _l("A new password for Counterpart"),
        _l(
            "Someone, probably you, asked for a new password. It is chosen on the page behind this link, once and"
            " within an hour. Passkeys and code generator stay, recovery codes end:\n\n%(link)s\n\nIf it was not"
            " you, do nothing."
        ),
    ),
    "codes_refused": LetterTemplate(
        _l("Many wrong codes for your account"),
        _l(
            "Somebody gave your password and then many wrong codes. If it was you, wait a quarter of an hour, or use a"
            " passkey. If it was not, your password is known: choose a new one at once:\n\n%(link)s"
        ),
    ),
    "half_sign_in": LetterTemplate(
        _l("Your password was given, but no second factor"),
        _l(
            "Somebody gave the password of your account and then no second factor that is right, so nothing was opened."
            " If it was you, there is nothing to do. If it was not, your password is known: choose a new one at"
            " once:\n\n%(link)s"
        ),
    ),
    "new_browser": _own(_l("Your account was opened in a browser that is new to it")),
    "password_set": _own(_l("A password was chosen for your account")),
    "password_changed": _own(_l("The password of your account was changed")),
    "password_chosen_by_mail": LetterTemplate(
        _l("A new password was chosen for your account by the mailed link"),
        _l(
            "Your recovery codes have ended with the old password: sign in and make new ones. If it was not you, ask"
            " whoever looks after your account to let you begin again.\n\n%(link)s"
        ),
        closing=(_WAYS_NOT_PROVEN,),
    ),
    "totp_added": _own(_l("A code generator was added to your account")),
    "totp_removed": _own(_l("The code generator of your account was removed")),
    "passkey_added": _own(_l("A passkey was added to your account")),
    "passkey_removed": _own(_l("A passkey of your account was removed")),
    "office_account_bound": _own(_l("An account of your office was bound to your account")),
    "office_account_unbound": _own(_l("An account of your office was unbound from your account")),
    "alarm_way_added": _own(_l("A way by which alarms wake you was added")),
    "alarm_way_removed": _own(_l("A way by which alarms wake you was removed")),
    "webhook_added": _own(_l("A webhook was added to your account")),
    "webhook_secret_renewed": _own(_l("The secret of a webhook of your account was renewed")),
    "webhook_removed": _own(_l("A webhook of your account was removed")),
    "webhook_disabled": LetterTemplate(
        _l("A webhook of your account was turned off"),
        _l(
            "Its receiver has not accepted a message for nearly three days, or has answered that it is gone. Nothing"
            " more is sent to it. What waits is kept for 30 days: see to the receiver, then turn the webhook on"
            " again:\n\n%(link)s"
        ),
    ),
    "recovery_codes_made": _own(_l("New recovery codes were made for your account")),
    "recovery_code_used": _own(_l("A recovery code of your account was used")),
    "factors_dropped": _own(_l("Password and second factors of your account were dropped")),
    "own_sessions_ended": _own(_l("Sessions of your account were ended")),
    "audit_head": LetterTemplate(
        _l("Keep this message: the newest line of the record of who did what"),
        _l(
            "Keep this message where the site's machine cannot change it. Should the record be in doubt, put the line"
            " into a file and have it compared: flask --app wsgi audit verify --heads FILE\n\n%(line)s"
        ),
    ),
    **{
        f"alert_{alert.code}": LetterTemplate(
            alert.label,
            _l(
                "This fault was found at the site that you administer. The runbook says what to do, under"
                " “%(code)s”. The site’s own report now:\n\n%(link)s"
            ),
            is_urgent=True,
        )
        for alert in ALERTS.values()
    },
    "alert_desks": LetterTemplate(
        _l("Desks that did not answer their last test: %(about)s"),
        _l(
            "These desks did not answer their last test. Please have them reached another way:\n\n%(desks)s\n\nThe"
            " tests stand here:\n\n%(link)s"
        ),
        added=("about", "desks"),
        is_urgent=True,
    ),
    **{
        f"alert_{alert.code}_over": LetterTemplate(
            _l("Alert ended: %(alert)s", alert=alert.label),
            _l("The alert has ended. The site’s own report now:\n\n%(link)s"),
        )
        for alert in ALERTS.values()
    },
    "verification_ask": LetterTemplate(
        _l("Please confirm by %(until)s: %(about)s"),
        _l(
            "%(asker)s asks your office to look at what the directory Counterpart says of it. Prosecutors of other"
            " States rely on it. It is about:\n\n%(entries)s"
        ),
        added=_ASKED_ABOUT,
        closing=(_ANSWER, _QUESTIONS, _GENUINE),
    ),
    "verification_gaps": LetterTemplate(
        _l("Please complete by %(until)s: %(about)s"),
        _l(
            "%(asker)s asks your office for what the directory Counterpart does not know of it. Prosecutors of other"
            " States look for it and miss this:\n\n%(entries)s\n\n%(gaps)s"
        ),
        added=_ASKED_ABOUT,
        closing=(_COMPLETE, _QUESTIONS, _GENUINE),
    ),
    "verification_reminder": LetterTemplate(
        _l("Reminder: please confirm by %(until)s: %(about)s"),
        _l(
            "%(asker)s asked your office to look at what the directory Counterpart says of it, and has no answer yet"
            " about:\n\n%(entries)s"
        ),
        added=_ASKED_ABOUT,
        closing=(_ANSWER, _QUESTIONS, _GENUINE),
    ),
    "verification_second_reminder": LetterTemplate(
        _l("Last reminder: please confirm by %(until)s: %(about)s"),
        _l(
            "%(asker)s still has no answer from your office about what the directory Counterpart says of it. Without"
            " one, readers are told that it is not verified, and a coordinator is asked to call you. It is"
            " about:\n\n%(entries)s"
        ),
        added=_ASKED_ABOUT,
        closing=(_ANSWER, _QUESTIONS, _GENUINE),
    ),
    "verification_escalation": LetterTemplate(
        _l("Offices did not answer a verification campaign"),
        _l(
            "A campaign in your scope has entries that nobody confirmed in spite of two reminders. The list stands"
            " here; please reach these offices another way:\n\n%(link)s"
        ),
    ),
    **{
        f"reachability_{button}": LetterTemplate(
            _l("Test: does your desk answer? %(desk)s"),
            text,
            added=("desk",),
            closing=(_GENUINE_LINKS,),
        )
        for button, text in _TESTS.items()
    },
    "reachability_silent": LetterTemplate(
        _l("A desk did not answer a test: %(desk)s"),
        _l(
            "This desk in your scope did not answer a test of its reachability in time: %(desk)s, %(state)s. Please"
            " reach it another way; the test stands here:\n\n%(link)s"
        ),
        added=("desk", "state"),
    ),
    "reachability_line_silent": LetterTemplate(
        _l("A line of a desk did not answer a test: %(desk)s"),
        _l(
            "This line of a desk in your scope did not answer a test of its reachability in time: %(line)s, %(desk)s,"
            " %(state)s. Please reach the desk another way, and correct the line if it is wrong; the test stands"
            " here:\n\n%(link)s"
        ),
        added=("line", "desk", "state"),
    ),
    "reachability_cancelled": LetterTemplate(
        _l("Your test of a desk was cancelled: %(desk)s"),
        _l(
            "Somebody else cancelled a test that you made: %(desk)s, %(state)s. Who it was stands on the page of the"
            " test:\n\n%(link)s"
        ),
        added=("desk", "state"),
    ),
    "reachability_plan_changed": LetterTemplate(
        _l("Your plan of tests was changed: %(desk)s"),
        _l(
            "Somebody else changed or ended the plan of tests that you made: %(desk)s, %(state)s. Who it was stands in"
            " the history of the desk; the plans stand here:\n\n%(link)s"
        ),
        added=("desk", "state"),
    ),
    "report_received": LetterTemplate(
        _l("A contact was reported as wrong: %(about)s"),
        _l(
            "A reader says that a contact of this office is wrong or does not answer: %(about)s. Please check it and"
            " settle it:\n\n%(link)s"
        ),
        added=("about",),
    ),
    "wordings_waiting": LetterTemplate(
        _l("Suggested wordings wait for you"),
        _l(
            "A reader suggests another wording of a text of this site, in a language that you look after. Look at what"
            " waits, and publish or refuse it. You get at most one such letter a day:\n\n%(link)s"
        ),
    ),
    **{
        f"report_{outcome}": LetterTemplate(
            _l("What you reported was checked: %(about)s"), text, added=_OF_REPORT, closing=(_PAGE, _GENUINE_LINKS)
        )
        for outcome, text in _SETTLED.items()
    },
    "swap_asked": LetterTemplate(
        _l("A colleague asks you to take over a shift: %(desk)s"),
        _l(
            "A colleague asks whether you take over a shift at the desk %(desk)s. It begins: %(shift)s. Look at it and"
            " answer:\n\n%(link)s"
        ),
        added=_OF_DUTY,
    ),
    "duty_changed": LetterTemplate(
        _l("When you are on duty was changed: %(desk)s"),
        _l(
            "The rota of the desk %(desk)s was changed, and with it when you are on duty. Your next shift"
            " begins: %(shift)s. See all of your shifts:\n\n%(link)s"
        ),
        added=_OF_DUTY,
    ),
    "duty_moved": LetterTemplate(
        _l("When you are on duty was changed: %(desk)s"),
        _l(
            "The staff of the desk %(desk)s has changed, and with it when you are on duty. Your next shift begins:"
            " %(shift)s. See all of your shifts:\n\n%(link)s"
        ),
        added=_OF_DUTY,
    ),
    "holidays_confirmed": LetterTemplate(
        _l("Public holidays change when you are on duty: %(desk)s"),
        _l(
            "The public holidays of your State were confirmed, and the rota of the desk %(desk)s follows them."
            " Your next shift begins: %(shift)s. See all of your shifts:\n\n%(link)s"
        ),
        added=_OF_DUTY,
    ),
    "holidays_unconfirmed": LetterTemplate(
        _l("Please confirm the public holidays: %(state)s"),
        _l(
            "%(state)s, %(year)s. Rotas of desks are laid out into a year whose public holidays nobody has confirmed"
            " yet. Until then they take nobody off duty. Look at the days and confirm them:\n\n%(link)s"
        ),
        added=("state", "year"),
    ),
    "holidays_unconfirmed_in_several": LetterTemplate(
        _l("Please confirm the public holidays of %(year)s"),
        _l(
            "Rotas of desks are laid out into %(year)s, and nobody has confirmed the public holidays of these States"
            " for that year yet. Until then they take nobody off duty. Look at the days and confirm them:\n\n%(states)s"
        ),
    ),
    "swap_agreed": LetterTemplate(
        _l("Your shift was taken over: %(desk)s"),
        _l(
            "A colleague takes over your shift at the desk %(desk)s. Your next shift begins: %(shift)s. The rota of"
            " your desk:\n\n%(link)s"
        ),
        added=_OF_DUTY,
    ),
    "swap_declined": LetterTemplate(
        _l("Your shift was not taken over: %(desk)s"),
        _l(
            "A colleague cannot take over your shift at the desk %(desk)s, so you stay on duty. It begins:"
            " %(shift)s.\n\n%(link)s"
        ),
        added=_OF_DUTY,
    ),
    "rota_member_left": LetterTemplate(
        _l("A desk has lost a member who was on its rota: %(desk)s"),
        _l(
            "Shifts of a person who no longer staffs the desk %(desk)s have ended. See whether somebody is"
            " missing:\n\n%(link)s"
        ),
        added=("desk",),
    ),
    "rota_member_leaves": LetterTemplate(
        _l("From %(day)s on a rota loses a member: %(desk)s"),
        _l(
            "A member of the desk %(desk)s leaves, and nobody takes over the shifts of this person from %(day)s on. See"
            " when nobody is on duty:\n\n%(link)s"
        ),
        added=("desk", "day"),
    ),
    "import_waiting": LetterTemplate(
        _l("A file of changes waits for you: %(file)s"),
        _l(
            "The file “%(file)s” holds changes within your scope and waits for a second person. It was imported by"
            " %(author)s on %(at)s. Look at it and decide:\n\n%(link)s"
        ),
        added=_OF_FILE,
    ),
    "import_applied_at_once": LetterTemplate(
        _l("Contacts were changed by a file: %(file)s"),
        _l("%(author)s changed verified contacts within your scope by the file “%(file)s”, on %(at)s:\n\n%(link)s"),
        added=_OF_FILE,
    ),
    "import_applied": LetterTemplate(
        _l("Your file was applied: %(file)s"),
        _l("The changes of your file stand now:\n\n%(link)s"),
        added=_OF_FILE,
    ),
    "import_refused": LetterTemplate(
        _l("Your file was refused: %(file)s"),
        _l("The changes of your file were refused. The page says why:\n\n%(link)s"),
        added=_OF_FILE,
    ),
    "import_stopped": LetterTemplate(
        _l("A file of changes was not applied: %(file)s"),
        _l("Nothing of this file was applied. The page says why, and what to do next:\n\n%(link)s"),
        added=_OF_FILE,
    ),
    "consultation_asked": LetterTemplate(
        _l("A consultation waits for your desk"),
        _l("Another State asks your desk. Read the question and acknowledge it; the page says by when:\n\n%(link)s"),
    ),
    "alarm": LetterTemplate(
        _l("Alarm %(number)s"),
        _l(
            "Alarm %(number)s of Counterpart, %(site)s, wakes you for your duty at a desk. The page behind the link has"
            " one button: press it, so that nobody else is woken. Then read what waits.\n\n%(link)s"
        ),
        closing=(_GENUINE_ALARM,),
        is_urgent=True,
    ),
    "alarm_trial": LetterTemplate(
        _l("Trial of an alarm: %(number)s"),
        _l(
            "This is a trial that you asked for at Counterpart, %(site)s, on the page “How alarms wake you”. Nothing"
            " waits for you. Press the button on the page behind the link, which proves that mail reaches"
            " you:\n\n%(link)s"
        ),
        closing=(_GENUINE_LINKS,),
    ),
    "exercise_started": LetterTemplate(
        _l("An exercise has begun at your desk"),
        _l(
            "Your desk takes part in an exercise of its network. All that belongs to it is marked as exercise; the rest"
            " of your work goes on. The page behind the link says what it is about:\n\n%(link)s"
        ),
    ),
    "exercise_inject": LetterTemplate(
        _l("Something happens in the exercise"),
        _l("An event of the exercise concerns your desk. Read what happens and what to do:\n\n%(link)s"),
    ),
    "exercise_ended": LetterTemplate(
        _l("The exercise is over"),
        _l(
            "The exercise has ended: its consultations are closed, and its alarms have ended. Nothing more is to be"
            " done. The page behind the link leads to its report:\n\n%(link)s"
        ),
    ),
    "exercise_ended_for_guests": LetterTemplate(
        _l("The exercise is over"),
        _l(
            "The exercise has ended: its consultations are closed, and its alarms have ended. Nothing more is to be"
            " done. Its report is for the desks that took part."
        ),
    ),
    "exercise_missed": LetterTemplate(
        _l("Your desk missed an exercise"),
        _l(
            "The exercise has ended, and nothing that was asked of your desk in it was answered. Nothing more is to be"
            " done in it. The page behind the link leads to its report:\n\n%(link)s"
        ),
    ),
    "consultation_news": LetterTemplate(
        _l("Something new in a consultation"),
        _l("A consultation in which you take part has something new:\n\n%(link)s"),
    ),
    "consultation_acknowledged": LetterTemplate(
        _l("A desk has acknowledged a question"),
        _l("The desk has read the question and will answer. The page says by when:\n\n%(link)s"),
    ),
    "consultation_reached": LetterTemplate(
        _l("A person on duty has been reached and is looking at a question"),
        _l(
            "A person of the desk was reached by an alarm on %(at)s and is looking at the question. This does not yet"
            " say that the question was read: the page says when it is, and whom to call if it cannot wait:\n\n%(link)s"
        ),
    ),
    "consultation_unopened": LetterTemplate(
        _l("Nobody has opened a question at your desk"),
        _l(
            "A person of your desk pressed the button of an alarm, but nobody of the desk has opened the question"
            " since. Please open it now:\n\n%(link)s"
        ),
    ),
    "consultation_answered": LetterTemplate(
        _l("A desk has answered a question"),
        _l("A consultation in which you take part has an answer:\n\n%(link)s"),
    ),
    "consultation_shared": LetterTemplate(
        _l("A colleague shares a consultation with you"),
        _l("You can now read and write in a consultation of your authority:\n\n%(link)s"),
    ),
    "draft_copied": LetterTemplate(
        _l("A co-worker copied a draft of yours"),
        _l("The copy belongs to your co-worker, who keeps it. This is your draft:\n\n%(link)s"),
    ),
    "request_invitation": LetterTemplate(
        _l("Another State invites your office to keep a request together"),
        _l(
            "An office of another State has written down that it sent your office a request. The page behind the link"
            " says which one. If your office takes part, each State writes down its own acts, and both see the"
            " dates:\n\n%(link)s"
        ),
    ),
    "request_taken_over": LetterTemplate(
        _l("Your office no longer holds request %(number)s"),
        _l(
            "A coordinator of your State has handed request %(number)s of your office over to another office of the"
            " State, and its file number was erased. What your office holds now:\n\n%(link)s"
        ),
    ),
    "request_handed_over": LetterTemplate(
        _l("Your office now holds request %(number)s"),
        _l(
            "Request %(number)s was handed over to your office. Open it, enter your own file number, and write down"
            " what happens from now on:\n\n%(link)s"
        ),
    ),
    "requests_late": LetterTemplate(
        _l("Requests have waited for longer than usual"),
        _l(
            "Requests that your office holds have waited for longer than is usual in your State. The list behind the"
            " link says which ones; there you write down what has happened meanwhile:\n\n%(link)s"
        ),
    ),
    "draft_shared": LetterTemplate(
        _l("A colleague shares a draft with you"),
        _l("You can now read and change a draft of your authority:\n\n%(link)s"),
    ),
    "consultation_kept_shorter": LetterTemplate(
        _l("A network will keep consultations for a shorter time"),
        _l(
            "The network %(network)s keeps consultations for a shorter time from %(day)s on; what is older is erased"
            " for good on that day. Until then whoever looks after the whole network can set the longer time"
            " again:\n\n%(link)s"
        ),
    ),
    "consultation_overdue": LetterTemplate(
        _l("A consultation at your desk is overdue"),
        _l("The time to acknowledge or to answer is over. Please look at it now:\n\n%(link)s"),
    ),
    "consultation_unanswered": LetterTemplate(
        _l("A desk in your scope does not answer a consultation"),
        _l(
            "Nobody of the desk was reached, or nobody answered in time. Please reach the desk another way. You see"
            " that the consultation waits and for whom, never what was written:\n\n%(link)s"
        ),
    ),
    "consultation_left": LetterTemplate(
        _l("A consultation of your office waits for somebody"),
        _l(
            "Whoever asked it has no access any more, and an answer would reach nobody. Take it over, or ask a"
            " colleague to:\n\n%(link)s"
        ),
    ),
    "consultation_nobody": LetterTemplate(
        _l("A consultation in your scope has nobody on the asking side"),
        _l(
            "Whoever asked it has no access any more, and nobody of their office has an account who could take it"
            " over. Invite a person of that office. You see that the consultation is there, never what was"
            " written:\n\n%(link)s"
        ),
    ),
    "consultation_hole": LetterTemplate(
        _l("A rota in your scope has a hole"),
        _l(
            "A consultation reached a desk at a time when nobody is on duty there, and went to the next in its chain."
            " Please close the hole:\n\n%(link)s"
        ),
    ),
    "consultation_hole_unproven": LetterTemplate(
        _l("A rota in your scope has a hole"),
        _l(
            "A consultation reached a desk at a time when nobody is on duty there, and went to the next in its chain."
            " Please close the hole. In the next two weeks people also begin a duty at this desk without two proven"
            " ways to wake them; its rota names them:\n\n%(link)s"
        ),
    ),
}
