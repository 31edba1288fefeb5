"""Green is kept for what is verified, or reachable now."""

import re

from tests.conftest import PROJECT

GREEN = re.compile(r"""tag now|'now'""")
# A desk that can be reached, a person on duty, a detail or a change that an office verified.
MAY_BE_GREEN = {
    "components/desk_staff.html",
    "components/desk_state.html",
    "components/diff.html",
    "components/rota_week.html",
    "components/source.html",
    "components/tag.html",
    "focal_points/rotas.html",
    "verification/asked.html",
    "verification/campaign.html",
}


def test_only_what_is_verified_or_reachable_now_is_green() -> None:
    templates = PROJECT / "templates"
    green = {str(path.relative_to(templates)) for path in templates.rglob("*.html") if GREEN.search(path.read_text())}

    assert green <= MAY_BE_GREEN
