"""The stage `work` as Django knows it."""

from luoshi.people.stage import Stage


class WorkConfig(Stage):
    """办理."""

    default = True
    name = "luoshi.work"
    verbose_name = "办理"
