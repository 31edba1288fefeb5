"""Templates compiled once: kept beside them, as Python keeps its modules, and read before the server forks."""

from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = Path(__file__).parent.parent / "templates" / "__pycache__"


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates in FOLDER, which whoever may change the templates may change, and nobody else.

    Each is compiled anew where its source or Python's version is another. Where nothing can be written, as in a
    service that reads its own code alone, they are compiled at each start.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def configure_templates(app: Flask) -> None:
    """Have templates compiled once, and lines that hold nothing but a tag left out."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    with suppress(OSError):
        FOLDER.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = _Compiled(str(FOLDER))


def read_templates(app: Flask) -> None:
    """Read every template, so that the workers that the server makes of this process share them.

    A worker that began without was slow for its first pages: each template took it up to a tenth of a second.
    """
    for name in app.jinja_env.list_templates(filter_func=lambda name: "__pycache__" not in name):
        app.jinja_env.get_template(name)
