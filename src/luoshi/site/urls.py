"""All addresses, stage by stage."""

from django.urls import include, path, register_converter

from luoshi.site import plumbing
from luoshi.site.settings import STAGES


class Key:
    """A row's key in an address: a number that fits every database."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """Read the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write the number."""
        return str(value)


register_converter(Key, "key")

urlpatterns = [
    path("healthz", plumbing.health, name="health"),
    path("csp-report", plumbing.csp_report, name="csp_report"),
    *(path("", include(f"luoshi.{stage}.urls")) for stage in STAGES if stage != "audit"),
]
handler400 = "luoshi.web.refusals.bad_request"
handler403 = "luoshi.web.refusals.denied"
handler404 = "luoshi.web.refusals.not_found"
handler500 = "luoshi.web.refusals.broken"
