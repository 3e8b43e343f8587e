"""Where a form leads that the page's own script has sent: a script cannot see a redirect, so it is told in a header."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase

Answer = Callable[[HttpRequest], HttpResponse]


def sending(get_response: Answer) -> Answer:
    """Answer a form that was sent with X-Sent-By with 204 and X-Location, where a browser would be redirected."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "X-Sent-By" in request.headers and isinstance(response, HttpResponseRedirectBase):
            return HttpResponse(status=204, headers={"X-Location": response["Location"]})
        return response

    return answer
