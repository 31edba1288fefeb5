"""Strings that bear a number which is not seen: a page says by them which of its words come from which string."""

from collections.abc import Mapping
from typing import Any

from babel.messages.catalog import Catalog, Message
from playwright.sync_api import Page

from tests.added_language.added import CODE

DIGITS = 4
# An invisible separator, then hexadecimal digits as variation selectors, which change nothing beside a letter.
SEPARATOR, ZERO = 0x2063, 0xFE00
# How a string is told, the plainest way first.
SEEN, SPOKEN, TITLE, UNSEEN = "seen", "spoken", "title", "unseen"

FIND = """([separator, zero, digits]) => {
    const mark = new RegExp(String.fromCharCode(separator) + '([' + String.fromCharCode(zero) + '-'
        + String.fromCharCode(zero + 15) + ']{' + digits + '})', 'g');
    const number = found => [...found].reduce((sum, one) => sum * 16 + one.charCodeAt(0) - zero, 0);
    const found = {};
    const tell = (text, how, box) => {
        for (const [, digits] of text.matchAll(mark)) {
            const known = found[number(digits)];
            if (!known || known.how === 'unseen' && how !== 'unseen') {
                found[number(digits)] = { how, box: [box.x + scrollX, box.y + scrollY, box.width, box.height] };
            }
        }
    };
    document.querySelectorAll('details').forEach(e => { e.open = true; });
    document.querySelectorAll('[popover], [hidden]').forEach(e => e.removeAttribute('hidden'));
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const e = node.parentElement, range = document.createRange();
        range.selectNodeContents(node);
        const box = (e.closest('select') || range).getBoundingClientRect();
        tell(node.data, e.checkVisibility() && box.width > 2 && box.height > 2 ? 'seen' : 'unseen', box);
    }
    for (const e of document.querySelectorAll('*')) {
        for (const { name, value } of e.attributes) tell(value, 'spoken', e.getBoundingClientRect());
    }
    tell(document.title, 'title', new DOMRect());
    return found;
}"""
OUTLINE = """boxes => {
    for (const [number, [x, y, width, height]] of boxes) {
        const frame = document.body.appendChild(document.createElement('div'));
        frame.style.cssText = `position: absolute; z-index: 9998; left: ${x - 2}px; top: ${y - 2}px; width: ${width}px;
            height: ${height}px; border: 2px solid #d0006f; box-sizing: content-box`;
        const name = document.body.appendChild(document.createElement('div'));
        name.textContent = number;
        name.style.cssText = `position: absolute; z-index: 9999; left: ${x + width}px; top: ${y - 8}px; color: #d0006f;
            background: white; font: bold 10px/1 sans-serif; translate: -100%`;
    }
}"""


def marked(strings: list[Message]) -> Catalog:
    """Return a catalogue whose texts are the English strings, each with its place in the list."""
    made = Catalog(locale=CODE)
    for number, one in enumerate(strings):
        mark = mark_of(number)
        string = (mark + one.id[1],) * 2 if isinstance(one.id, tuple) else mark + one.id
        flags = ["python-format"] if "%(" in str(one.id) else []
        made.add(one.id, string, flags=flags, context=one.context)
    return made


def mark_of(number: int) -> str:
    return chr(SEPARATOR) + "".join(chr(ZERO + int(digit, 16)) for digit in f"{number:0{DIGITS}x}")


def marks_on(page: Page) -> dict[int, tuple[str, list[float]]]:
    """Open what is folded, and return by number how each string of a page is told and its box: left, top, width and
    height. A choice of a list has the box of its list."""
    found: Mapping[str, Any] = page.evaluate(FIND, [SEPARATOR, ZERO, DIGITS])
    return {int(number): (one["how"], one["box"]) for number, one in found.items()}
