"""Whom to believe: what a proxy says of a request counts only from the proxies that the settings name."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SAID_BY_A_PROXY = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST")


def proxies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take out of a stranger's request what only our own proxy may say."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.META.get("REMOTE_ADDR") not in settings.TRUSTED_PROXIES:
            for name in SAID_BY_A_PROXY:
                request.META.pop(name, None)
        return get_response(request)

    return answer
