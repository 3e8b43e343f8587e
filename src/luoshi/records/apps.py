"""The stage `records` as Django knows it."""

from luoshi.people.stage import Stage


class RecordsConfig(Stage):
    """读法."""

    default = True
    name = "luoshi.records"
    verbose_name = "读法"
