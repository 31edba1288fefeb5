"""Compiles each template once, and loads all templates before the server forks."""

from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = Path(__file__).parent.parent / "templates" / "__pycache__"


class _Compiled(FileSystemBytecodeCache):
    """Stores bytecode beside the templates, so that only people who can write the templates can write their
    bytecode."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a template's bytecode. If the folder cannot be written, do nothing."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def configure_templates(app: Flask) -> None:
    """Set up the bytecode cache. Template lines that contain only a tag leave no empty line in the page."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    with suppress(OSError):
        FOLDER.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = _Compiled(str(FOLDER))


def read_templates(app: Flask) -> None:
    """Load every template, so that the workers forked from this process share them."""
    for name in app.jinja_env.list_templates(filter_func=lambda name: "__pycache__" not in name):
        app.jinja_env.get_template(name)
