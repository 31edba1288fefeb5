"""Compiles templates once: caches their bytecode beside them, as Python does for modules, and loads them before the
server forks."""

from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = Path(__file__).parent.parent / "templates" / "__pycache__"


class _Compiled(FileSystemBytecodeCache):
    """Bytecode cache in FOLDER. It lies inside the templates' folder, so that whoever can write the templates can write
    their bytecode, and nobody else can.

    A template is compiled again when its source or Python's version changes. If the folder is read-only, templates are
    compiled at each start.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a template's bytecode; ignores a folder that cannot be written."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def configure_templates(app: Flask) -> None:
    """Set up the bytecode cache, and make template lines that hold only a tag leave no line in the page."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    with suppress(OSError):
        FOLDER.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = _Compiled(str(FOLDER))


def read_templates(app: Flask) -> None:
    """Load every template, so that the workers forked from this process share them.

    Otherwise a worker's first pages are slow: loading a template took up to 0.1 second.
    """
    for name in app.jinja_env.list_templates(filter_func=lambda name: "__pycache__" not in name):
        app.jinja_env.get_template(name)
