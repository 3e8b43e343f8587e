"""The stage `audit` as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """审计. Stands below `people`: who may read entries is a rule of a later stage."""

    name = "luoshi.audit"
    verbose_name = "审计"
