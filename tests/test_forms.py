"""Forms: each that changes something carries this browser's token."""

import re

import pytest

from tests.conftest import PROJECT

TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
FORM = re.compile(r"<form\b.*?</form>|\{% call form\b.*?\{% endcall %\}", re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_form_that_posts_carries_a_form_token(template: object) -> None:
    forms = FORM.findall(template.read_text(encoding="utf-8"))

    posting = [form for form in forms if re.search(r"method=['\"]post", form, re.IGNORECASE)]
    assert [form for form in posting if "csrf()" not in form] == []
