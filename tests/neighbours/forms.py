"""What a browser would send of the form of a page."""

from html.parser import HTMLParser

Form = dict[str, list[str]]
UNSENT = {"checkbox", "radio", "submit", "button", "file"}


class _Reader(HTMLParser):
    """Collects the fields of the forms of a page that are sent, by the address to which each is."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Form]] = []
        self._in: Form | None = None
        self._select, self._text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "form" and own.get("method") == "post":
            self._in = {}
            self.forms.append((own.get("action", ""), self._in))
        elif self._in is None:
            return
        elif tag == "input" and own.get("name"):
            if own.get("type") not in UNSENT or ("checked" in own and own.get("type") in ("checkbox", "radio")):
                self._in.setdefault(own["name"], []).append(own.get("value", ""))
        elif tag == "select":
            self._select = own.get("name", "")
        elif tag == "option" and self._select and "selected" in own:
            self._in.setdefault(self._select, []).append(own.get("value", ""))
        elif tag == "textarea":
            self._text = own.get("name", "")
            self._in.setdefault(self._text, []).append("")

    def handle_data(self, data: str) -> None:
        if self._text and self._in is not None:
            self._in[self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""


def fields(page: str, address: str = "") -> Form:
    """Return the fields of the form that is sent to an address, of the first one without such; none where there is
    none."""
    reader = _Reader()
    reader.feed(page)
    own = [form for action, form in reader.forms if action == address] or [
        form for action, form in reader.forms if not action
    ]
    return own[0] if own else {}
