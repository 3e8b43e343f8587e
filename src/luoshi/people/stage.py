"""What all stages have in common as Django applications: each says its rules of access at start-up."""

from importlib import import_module

from django.apps import AppConfig

from luoshi.people import access


class Stage(AppConfig):
    """A stage of the way."""

    default = False  # this class stands in each apps.py beside the one that is meant

    def ready(self) -> None:
        """Enter the stage's rules into the one table."""
        access.say(import_module(f"{self.name}.policy").RULES)
