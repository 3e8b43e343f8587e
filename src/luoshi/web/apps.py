"""What every page shares: frame, parts, headers, refusals. No models."""

from django.apps import AppConfig
from django.utils.translation import gettext

from luoshi.wording import lend


class WebConfig(AppConfig):
    """The shared face."""

    name = "luoshi.web"
    label = "web"

    def ready(self) -> None:
        """Let code that knows nothing of pages speak the reader's language."""
        lend(gettext)
