"""The stage `results` as Django knows it."""

from luoshi.people.stage import Stage


class ResultsConfig(Stage):
    """结果."""

    default = True
    name = "luoshi.results"
    verbose_name = "结果"
