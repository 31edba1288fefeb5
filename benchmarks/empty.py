"""The smallest possible view, served in the same way as the site. Pages are compared with it."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def show() -> str:
    """Return one word."""
    return "ok"
