"""How a stored file is given back: never shown, always saved."""

from urllib.parse import quote

from django.http import HttpResponse

SANDBOX = "default-src 'none'; sandbox"


def attachment(content: bytes, name: str, media_type: str = "application/octet-stream") -> HttpResponse:
    """Answer with a file to be saved; the browser neither guesses what it is nor runs anything in it."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
