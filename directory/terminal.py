"""Prints what commands say. No other module prints, so that no stored text can control the terminal of an operator."""

import re
import sys

import click

from directory.web.request_validation import visible

SEPARATORS = re.compile(r"([\n\t])")


def echo(text: object, *, err: bool = False) -> None:
    """Print a text and a line break, on standard error if `err` is true. What cannot be seen, or changes the direction
    of writing, is replaced; line breaks and tabs stay."""
    click.echo(visible_lines(str(text)), err=err)


def write_file(content: bytes) -> None:
    """Write a text file in UTF-8 to standard output: unchanged to a file or another program, but to a terminal as
    `echo` prints it."""
    if sys.stdout.isatty():
        echo(content.decode().replace("\r\n", "\n"))
    else:
        sys.stdout.buffer.write(content)


def visible_lines(text: str) -> str:
    """Return a text whose lines and columns have only visible characters (see `visible`)."""
    return "".join(one if SEPARATORS.fullmatch(one) else visible(one) for one in SEPARATORS.split(text))
