"""The stage `desk` as Django knows it."""

from luoshi.people.stage import Stage


class DeskConfig(Stage):
    """首页."""

    default = True
    name = "luoshi.desk"
    verbose_name = "首页"
