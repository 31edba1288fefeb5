"""The channels of requests, what a request can yield, and the next steps and warnings of the atlas."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Channel, Term, Vocabulary

# UNODC's directory of competent national authorities.
AUTHORITY_DIRECTORY = "https://sherloc.unodc.org/cld/en/st/cna/CNA.html"

YIELDS = Vocabulary(
    Term("evidence", _l("evidence for the court")),
    Term("decision", _l("a decision on the request")),
    Term("information", _l("information only, not evidence")),
)

PROSECUTORS = ("prosecutor_general", "attorney_general")
JUDICIAL = (*PROSECUTORS, "judicial_body", "investigative_body")
# Services that investigate, and the bureaus of INTERPOL.
POLICE = (
    "police",
    "police_24_7",
    "police_trafficking_unit",
    "interpol_ncb",
    "ministry_of_interior",
    "investigative_body",
    "security_service",
    "customs",
)

# `topic` is the field of requirement sheets, and of a treaty's terms, that decides whether a channel is open.
CHANNELS = Vocabulary(
    Channel(
        "direct",
        _l("Directly between judicial authorities"),
        "ETS 182, art. 4",
        "direct_transmission",
        receivers=JUDICIAL,
    ),
    Channel(
        "prosecutors",
        _l("Between prosecution services"),
        "",
        "prosecutor_channel",
        kinds=PROSECUTORS,
        receivers=PROSECUTORS,
    ),
    Channel(
        "central",
        _l("Between central authorities"),
        "UNTOC, art. 18(13)",
        "central_channel",
        # In many States the prosecutor general is the central authority.
        kinds=("ministry_of_justice", "prosecutor_general", "attorney_general"),
    ),
    Channel(
        "diplomatic",
        _l("Diplomatic channel"),
        "UNTOC, art. 18(13)",
        "diplomatic_channel",
        kinds=("ministry_of_foreign_affairs",),
    ),
    Channel(
        "interpol",
        _l("Through INTERPOL"),
        "UNTOC, art. 18(13)",
        "interpol_channel",
        is_for_urgent=True,
    ),
    Channel(
        "round_the_clock",
        _l("24/7 point of contact for electronic evidence"),
        "Convention on Cybercrime, art. 35",
        "round_the_clock",
        "information",
        needs_treaty=True,
        families=("evidence", "data", "property", "techniques", "proceedings", "information"),
        receivers=(*PROSECUTORS, *POLICE),
    ),
    Channel(
        "police",
        _l("Between police services"),
        "UNTOC, art. 27",
        "police_channel",
        "information",
        receivers=POLICE,
    ),
)

# The next steps if the answer leaves something open, the nearest first.
NEXT_WAYS = Vocabulary(
    Term("desk", _l("Consult the desk before you send anything.")),
    Term("authority", _l("Ask the authority named here, before you send anything, what is not known.")),
    Term(
        "reciprocity", _l("Ask for assistance without a treaty, on reciprocity: the requested State’s law allows it.")
    ),
    Term(
        "named_authority",
        _l(
            "Both States are parties to UNTOC: the central authority of the requested State is named in UNODC’s directory "
            "of competent national authorities, which your own central authority can read."
        ),
        "UNTOC, art. 18(13)",
    ),
    Term("bureau", _l("Ask for information through the National Central Bureaus of INTERPOL.")),
    Term(
        "third_state",
        _l(
            "The two States have no diplomatic relations: ask your ministry of foreign affairs which State passes requests on."
        ),
    ),
    Term("foreign_ministry", _l("Ask your ministry of foreign affairs to ask through the diplomatic channel.")),
)

# Warnings that a reader should see before using the answer.
WARNINGS = Vocabulary(
    Term(
        "territory",
        _l(
            "One side is a territory: only treaties that are known to be extended to it count. Ask which authority receives "
            "requests for it, and whether further treaties apply there."
        ),
    ),
    Term("no_basis", _l("No treaty in force between the two States is known to cover this.")),
    Term("no_route", _l("Whether the requested State gives assistance without a treaty is not known: ask.")),
    Term("conditional_basis", _l("Every legal basis known depends on a condition: see its reasons.")),
    Term("unsupported_basis", _l("That this treaty binds both States is not confirmed by any source: %(treaty)s.")),
    Term(
        "no_authority",
        _l("We know no authority there. Ask through UNODC’s directory or your foreign ministry."),
    ),
    Term(
        "no_declared_authority", _l("No authority is known to be named under the treaties used: ask before you send.")
    ),
    Term("no_languages", _l("Languages accepted: not known, ask.")),
    Term("unsupported_languages", _l("The languages accepted are not confirmed by any source: ask.")),
    Term("no_channel", _l("No channel is known to be open: ask.")),
    Term(
        "channels_not_read",
        _l("Which channels %(treaty)s opens was not read for this directory: ask, and look into its text."),
    ),
    Term(
        "contents_not_read",
        _l("What %(treaty)s asks a request to contain was not read for this directory: ask, and look into its text."),
    ),
    Term(
        "contents_not_told",
        _l(
            "What was read of %(cited)s, on this measure does not say what a request contains: ask, and look into the rest "
            "of the text."
        ),
    ),
    Term("no_content", _l("What this State asks a request to contain is not known: ask.")),
)
