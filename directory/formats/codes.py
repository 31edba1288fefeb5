"""Writes codes to scan (QR) as SVG pictures."""

import io

from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode


def svg_code(text: str) -> str:
    """Return a code that holds a text: black on white, with the quiet zone that scanners need around it."""
    code = QRCode(error_correction=ERROR_CORRECT_M, image_factory=SvgPathFillImage)
    code.add_data(text)
    file = io.BytesIO()
    code.make_image().save(file)
    return file.getvalue().decode()
