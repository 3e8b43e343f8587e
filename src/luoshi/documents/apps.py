"""The stage `documents` as Django knows it."""

from luoshi.people.stage import Stage


class DocumentsConfig(Stage):
    """文件."""

    default = True
    name = "luoshi.documents"
    verbose_name = "文件"
