"""The stage `reports` as Django knows it."""

from luoshi.people.stage import Stage


class ReportsConfig(Stage):
    """报告."""

    default = True
    name = "luoshi.reports"
    verbose_name = "报告"
