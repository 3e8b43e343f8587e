"""How a stored file is given back: saved as it came, or shown as a picture that was drawn anew."""

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

SANDBOX = "default-src 'none'; sandbox"
ASKS_AGAIN = "private, no-cache"  # kept by this browser alone, and shown once the door has opened again


def attachment(content: bytes, name: str, media_type: str = "application/octet-stream") -> HttpResponse:
    """Answer with a file to be saved; the browser neither guesses what it is nor runs anything in it."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def drawn(request: HttpRequest, tag: str, draw: Callable[[], bytes]) -> HttpResponse:
    """Answer with a JPEG of our own making, made only where the browser does not have it; what it is, we say."""
    response = get_conditional_response(request, etag=f'"{tag}"')
    if response is None:
        response = HttpResponse(draw(), content_type="image/jpeg")
        response.headers["ETag"] = f'"{tag}"'
        response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = ASKS_AGAIN
    return response
