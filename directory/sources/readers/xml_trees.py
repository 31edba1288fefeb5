"""Reads XML files of other sites. Hostile files are refused."""

from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from flask_babel import lazy_gettext as _l

from directory.formats.cells import FileUnreadable

DEEPEST = 50
MOST_ELEMENTS = 200_000

NOT_XML = _l("The file is not XML that can be read.")
HAS_TYPE = _l("The file is refused: it declares a document type or entities.")
TOO_LARGE = _l("The file is refused: its elements are too many or nested too deeply.")


def read_xml(content: bytes) -> Element:
    """Return the root element of an XML file. Raises FileUnreadable for a damaged or hostile file (Billion Laughs,
    external entities).

    Source: OWASP, XML External Entity Prevention Cheat Sheet.
    """
    root: Element | None = None
    depth = count = 0
    try:
        for event, element in ElementTree.iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            count += event == "start"
            if depth > DEEPEST or count > MOST_ELEMENTS:
                raise FileUnreadable(TOO_LARGE)
    except DefusedXmlException as error:
        raise FileUnreadable(HAS_TYPE) from error
    # The parser raises the last two for an encoding that it does not know or cannot read.
    except (ParseError, LookupError, ValueError) as error:
        raise FileUnreadable(NOT_XML) from error
    if root is None:
        raise FileUnreadable(NOT_XML)
    return root
