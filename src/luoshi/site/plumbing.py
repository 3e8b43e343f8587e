"""Addresses for machines: is the service alive, and what did a browser refuse to run."""

import logging

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from luoshi.people.doors import public

log = logging.getLogger("luoshi.csp")
LONGEST = 4_000


@public("GET")
def health(request: HttpRequest) -> HttpResponse:
    """Say that the service and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@csrf_exempt  # a browser sends these by itself, without our form
@public("POST")
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log what a browser refused because of the content security policy."""
    log.warning("%r", request.body[:LONGEST])
    return HttpResponse(status=204)
