"""The least that a view can be, served as the site is: what pages are compared with."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def show() -> str:
    """Answer with a word."""
    return "ok"
