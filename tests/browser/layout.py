"""What does not fit on a page that stands open in a browser."""

from playwright.sync_api import Page

# What is only spoken, drawn or meant to be scrolled is let alone. A pixel is lost by rounding.
FAULTS = """() => {
    const faults = [];
    const told = (what, e) => faults.push(`${what}: ${e.outerHTML.replace(/\\s+/g, ' ').slice(0, 160)}`);
    const spoken = [...document.querySelectorAll('*')].filter(e => getComputedStyle(e).clipPath !== 'none');
    const shown = e => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
        && !e.closest('svg, .skip') && !spoken.some(hidden => hidden.contains(e));
    const cuts = value => value === 'hidden' || value === 'clip';
    const scroller = e => {
        for (; e; e = e.parentElement) if (/auto|scroll/.test(getComputedStyle(e).overflowY)) return e;
    };
    const isInView = (box, frame) => !frame || (box.bottom > frame.top && box.top < frame.bottom);
    if (document.documentElement.scrollWidth > innerWidth) {
        faults.push(`wide: ${document.documentElement.scrollWidth}`);
    }
    const boxes = [];
    for (const e of document.body.querySelectorAll('*')) {
        const said = [...e.childNodes].filter(node => node.nodeType === 3 && node.data.trim());
        if (!shown(e) || e.clientWidth === 1) continue;
        const style = getComputedStyle(e);
        const isScrolled = /auto|scroll/.test(style.overflowX + style.overflowY);
        if (!isScrolled && e.tagName !== 'INPUT' && e.clientWidth > 0 && e.textContent.trim()) {
            if (e.scrollWidth > e.clientWidth + 1 && (cuts(style.overflowX) || said.length)) told('cut', e);
            if (e.scrollHeight > e.clientHeight + 1 && cuts(style.overflowY)) told('cut below', e);
        }
        for (const node of said) {
            const range = document.createRange();
            range.selectNodeContents(node);
            const frame = scroller(e)?.getBoundingClientRect();
            for (const box of range.getClientRects()) {
                if (box.width > 2 && isInView(box, frame)) boxes.push({ box, e });
            }
        }
    }
    // Boxes of letters are higher than their lines: only what covers half of one hides it.
    boxes.sort((one, other) => one.box.top - other.box.top);
    boxes.forEach(({ box, e }, at) => {
        for (const next of boxes.slice(at + 1)) {
            if (next.box.top >= box.bottom) break;
            const across = Math.min(box.right, next.box.right) - Math.max(box.left, next.box.left);
            const down = Math.min(box.bottom, next.box.bottom) - next.box.top;
            if (next.e !== e && across > 2 && down > Math.min(box.height, next.box.height) / 2) {
                told('covered', next.e);
            }
        }
    });
    return [...new Set(faults)].slice(0, 5);
}"""


def faults_of_layout(page: Page, *widths: int) -> list[str]:
    """Return what is too wide, cut or covered on a page, at each of these widths."""
    height, found = 900, []
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {fault}" for fault in page.evaluate(FAULTS)]
    return found
