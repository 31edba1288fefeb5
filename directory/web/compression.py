"""Compresses text answers (gzip) for clients that accept gzip."""

import gzip

from flask import Response, request

from directory.web.response_headers import is_personal

SMALLEST_COMPRESSED_BYTES = 500
COMPRESSED_TYPES = ("text/", "application/json", "application/problem+json")


def compress(response: Response) -> Response:
    """Gzip a text answer if the client accepts gzip, and make its ETag weak.

    A personal answer is not compressed: the compressed length could reveal a secret in the answer (the BREACH attack).
    """
    response.vary.add("Accept-Encoding")
    if (
        response.direct_passthrough
        or response.is_streamed
        or is_personal()
        or "Content-Encoding" in response.headers
        or request.accept_encodings["gzip"] <= 0
        or not (response.mimetype or "").startswith(COMPRESSED_TYPES)
        or len(response.get_data()) < SMALLEST_COMPRESSED_BYTES
    ):
        return response
    response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, is_weak = response.get_etag()
    if etag and not is_weak:
        response.set_etag(etag, weak=True)
    return response
