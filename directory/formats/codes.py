"""Writes codes to scan (QR) as SVG pictures."""

import io
from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode


# To find how a code is best laid out takes longer than the page that shows it; one takes 10 kB.
@lru_cache(maxsize=200)
def svg_code(text: str) -> str:
    """Return a code that holds a text: black on white, with the quiet zone that scanners need around it."""
    code = QRCode(error_correction=ERROR_CORRECT_M, image_factory=SvgPathFillImage)
    code.add_data(text)
    file = io.BytesIO()
    code.make_image().save(file)
    return file.getvalue().decode()
