"""Phone and fax numbers as sources print them."""

import re

# The means of contact whose value is a number.
NUMBERS = ("phone", "fax")
# One number as sources print it. The digits after a comma, a slash or a word are another number or an extension.
# Digits in groups; a group in brackets is closed, so that "(24/7)" is no part of the number before it.
NUMBER = re.compile(r"\+?\(?\d(?:[\s.\-\u2010-\u2015]*\)?[\s.\-\u2010-\u2015]*(?:\([\d\s.\-\u2010-\u2015]+\)|\d))*")
