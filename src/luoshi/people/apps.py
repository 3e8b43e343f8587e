"""The stage `people` as Django knows it."""

from luoshi.people.stage import Stage


class PeopleConfig(Stage):
    """组织与人员."""

    default = True
    name = "luoshi.people"
    verbose_name = "组织与人员"

    def ready(self) -> None:
        """Enter the rules, and hook the start-up checks."""
        super().ready()
        from luoshi.people import checks, connections  # noqa: F401, PLC0415 - models must be ready first
