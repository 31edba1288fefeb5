"""Names the browser of a request in two words that a person recognizes."""

from flask import Request

# The order matters: most browsers also name other browsers that they resemble.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser", "Yandex"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(request: Request) -> str:
    """Return the names of browser and system, such as `Firefox, Windows`, or "" if both are unknown."""
    said = request.user_agent.string
    found = (next((name for mark, name in table if mark in said), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))
