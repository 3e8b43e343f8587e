"""The stage `results` as Django knows it."""

from luoshi.people.stage import Stage


class ResultsConfig(Stage):
    """结果."""

    default = True
    name = "luoshi.results"
    verbose_name = "结果"

    def ready(self) -> None:
        """Enter what plans and work have to ask of results."""
        super().ready()
        from luoshi.plans import effects  # noqa: PLC0415 - models are not there before
        from luoshi.plans.models import Amendment  # noqa: PLC0415
        from luoshi.results import defining, sharing  # noqa: PLC0415
        from luoshi.work.effects import CLAIMED  # noqa: PLC0415

        effects.AMENDED[Amendment.Kind.TARGET] = defining.append_proposed
        effects.COME.append(sharing.coming)
        CLAIMED.append(sharing.follow_claims)
