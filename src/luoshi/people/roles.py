"""岗位角色: what a member may be, and the reach of a grant."""

from itertools import combinations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a grant lets a member be."""

    REPORTER = "reporter", _("填报人")
    HEAD = "head", _("单位负责人")
    SUPERVISOR = "supervisor", pgettext_lazy("role", "督办")
    LEADER = "leader", _("校领导")
    PLANNER = "planner", _("发规")
    AUDITOR = "auditor", _("审计")
    SYSTEM = "system", _("系统管理员")
    SECURITY = "security", _("安全管理员")
    AUDIT = "audit", _("审计管理员")


ADMINISTRATORS = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDIT})
OFFICE = frozenset({Role.SUPERVISOR, Role.PLANNER})
OVERSIGHT = OFFICE | {Role.LEADER, Role.AUDITOR}
COLLEGE = frozenset({Role.REPORTER, Role.HEAD})
EVERYBODY = frozenset(Role)


class Reach(TextChoices):
    """How far down the tree of units a grant goes."""

    UNIT = "unit", _("本单位")
    SUBTREE = "subtree", _("本单位及下级")


class Capability(TextChoices):
    """What a line of supervision lets its holders do with the rows of the subject; never edit the subject's words."""

    READ = "read", pgettext_lazy("capability", "查看")
    COMMENT = "comment", pgettext_lazy("capability", "批注")
    RETURN = "return", _("退回")
    VERIFY = "verify", _("核实")


# What a policy may call by each capability; anything else is refused when the rule is written.
LINE_ACTIONS = {
    Capability.READ: frozenset({"read"}),
    Capability.COMMENT: frozenset({"note"}),
    Capability.RETURN: frozenset({"decline"}),
    Capability.VERIFY: frozenset({"verify"}),
}

# A line reads, and what else it may; one spelling for each set, so that two cannot mean the same.
CAPABILITIES = tuple(
    " ".join((Capability.READ, *more))
    for number in range(4)
    for more in combinations((Capability.COMMENT, Capability.RETURN, Capability.VERIFY), number)
)
