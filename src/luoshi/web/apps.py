"""What every page shares: frame, parts, headers, refusals. No models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shared face."""

    name = "luoshi.web"
    label = "web"
