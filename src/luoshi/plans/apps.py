"""The stage `plans` as Django knows it."""

from luoshi.people.stage import Stage


class PlansConfig(Stage):
    """计划."""

    default = True
    name = "luoshi.plans"
    verbose_name = "计划"
