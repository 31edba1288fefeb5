"""Writes QR codes as SVG images."""

import io
from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode


# Making a code takes longer than making the rest of its page. A cached code takes 10 kB of memory.
@lru_cache(maxsize=200)
def svg_code(text: str) -> str:
    """Return the QR code of a text as SVG: black on white, with the quiet zone that scanners need."""
    code = QRCode(error_correction=ERROR_CORRECT_M, image_factory=SvgPathFillImage)
    code.add_data(text)
    file = io.BytesIO()
    code.make_image().save(file)
    return file.getvalue().decode()
