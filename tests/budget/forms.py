"""The forms of a page filled with the largest that they take, and the addresses of pages with the largest questions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.budget.files import FILES
from tests.budget.texts import LONGEST_ADDRESS_BYTES, TEXTS, for_address, turn

# What a form of ours may have all together, as the server reads it, and a field of which nothing is said.
MOST_CHARACTERS, MOST_OF_A_FIELD = 450_000, 200_000
MOST_FIELDS = 900
UNTOUCHED = {"csrf_token", "version", "seen", "is_seen", "shown"}
TYPED = {"text", "search", "email", "url", "tel", "password", "textarea", "hidden"}
GIVEN = {"date": "2026-12-01", "time": "08:00", "datetime-local": "2026-12-01T08:00", "number": "1"}


@dataclass
class Field:
    """A field as the page has it: `choices` are those of a list, a box or a group."""

    name: str
    kind: str
    value: str = ""
    longest: int = 0
    choices: list[str] = field(default_factory=list)
    accepts: str = ""
    is_chosen: bool = False
    is_multiple: bool = False


@dataclass
class PageForm:
    """A form of a page that is sent by POST, with the name and the value of each of its buttons."""

    action: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(own.get("action", "")) if own.get("method", "").lower() == "post" else None
            self.forms += [self._form] if self._form else []
        elif self._form is not None and own.get("name") and tag in ("input", "textarea", "select", "button"):
            self._take(tag, own)
        elif tag == "option" and self._select is not None:
            self._select.choices.append(own.get("value", ""))
            if "selected" in own:
                self._select.value = own.get("value", "")

    def _take(self, tag: str, own: Mapping[str, str]) -> None:
        assert self._form is not None
        if tag == "button":
            self._form.buttons.append((own["name"], own.get("value", "")))
            return
        kind = own.get("type", "text") if tag == "input" else tag
        longest = int(own["maxlength"]) if own.get("maxlength", "").isdigit() else 0
        made = Field(own["name"], kind, own.get("value", ""), longest, accepts=own.get("accept", ""))
        made.is_chosen, made.is_multiple = "checked" in own, "multiple" in own
        self._select = made if tag == "select" else None
        self._area = made if tag == "textarea" else None
        self._form.fields.append(made)

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("form", "textarea", "select"):
            self._area = self._select = None
        if tag == "form":
            self._form = None


def forms_of(page: str) -> list[PageForm]:
    """Return the forms of a page that are sent by POST."""
    return _Reader(page).forms


def filled(form: PageForm, kind: str, share: float, number: int) -> dict[str, Any]:
    """Return a form with each text as long as it may be, of one kind; one button is pressed, and each in its turn."""
    typed = [one for one in form.fields if one.kind in TYPED and one.name not in UNTOUCHED]
    most = MOST_CHARACTERS // max(1, len(typed))
    sent: MultiDict[str, Any] = MultiDict()
    for place, one in enumerate(form.fields):
        if one in typed:
            length = max(4, int(min(one.longest or MOST_OF_A_FIELD, most) * share))
            sent.add(one.name, _typed(one, kind, length, number + place))
        else:
            for value in _chosen(one, number):
                sent.add(one.name, value)
    if form.buttons:
        sent.add(*form.buttons[turn(number) % len(form.buttons)])
    return dict(sent.lists())


def with_file(form: PageForm, name: str, content: bytes, file_name: str) -> dict[str, Any]:
    """Return a form with one file and otherwise as it is, as a client sends it.

    A client that encodes a large form itself keeps it in a file that it never closes.
    """
    sent = {one.name: one.value for one in form.fields if one.kind != "file" and (one.value or one.is_chosen)}
    boundary, body = encode_multipart(sent | {name: FileStorage(BytesIO(content), file_name, name)})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def files_for(form: PageForm) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each field for a file, an ending that it takes, and a kind of file."""
    for one in form.fields:
        for ending in one.accepts.split(",") if one.kind == "file" else ():
            for kind in FILES.get(ending.strip(), ()):
                yield one.name, ending.strip(), kind


def flooded(names: set[str], kind: str, share: float, number: int) -> dict[str, list[str]]:
    """Return each field of a name many times, as if it held that many choices."""
    times = max(1, int(MOST_FIELDS * share) // max(1, len(names)))
    length = MOST_CHARACTERS // MOST_FIELDS
    return {name: [TEXTS[kind](length, number + place) for place in range(times)] for name in names}


def question(names: list[str], kind: str, share: float, number: int) -> dict[str, str]:
    """Return a question of an address in which each parameter has its share of the room."""
    most = int((LONGEST_ADDRESS_BYTES * share - sum(map(len, names))) // max(1, len(names)))
    return {name: for_address(kind, max(4, most), number + place) for place, name in enumerate(names)}


def _typed(one: Field, kind: str, length: int, number: int) -> str:
    """Return what is typed; what a page carries as JSON stays JSON, with its texts as long as they may be."""
    if one.kind != "hidden" or not one.value.startswith(("{", "[")):
        return one.value if one.kind == "hidden" and not one.longest and one.value else TEXTS[kind](length, number)
    held = json.loads(one.value)
    if not isinstance(held, dict):
        return "[" * min(length, 900)
    texts = [name for name, value in held.items() if isinstance(value, str) and "." in name]
    return json.dumps(held | {name: TEXTS[kind](20_000, number + 7) for name in texts})


def _chosen(one: Field, number: int) -> list[str]:
    if one.kind == "file" or (one.name in UNTOUCHED and one.kind not in ("hidden", "select")):
        return []
    if one.kind == "checkbox":
        return [one.value or "y"]
    if one.kind == "radio":
        return [one.value] if turn(number) % 2 else [one.value] if one.is_chosen else []
    if one.kind == "select":
        choices = [choice for choice in one.choices if choice]
        if one.is_multiple or not choices:
            return choices
        return ["ar" if "ar" in choices else one.value or choices[turn(number) % len(choices)]]
    return [one.value or GIVEN.get(one.kind, "")]
