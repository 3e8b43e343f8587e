"""Why a figure is not worked out as it was asked for."""

from luoshi.errors import Unfit


class AveragedRatio(Unfit):
    """A ratio was to be averaged, or to be the greatest of several."""

    code = "averaged_ratio"


class BadCalendar(Unfit):
    """A line of a calendar cannot be read, or contradicts another."""

    code = "bad_calendar"


class NeedsReason(Unfit):
    """A guard-rail was to be passed without a reason."""

    code = "needs_reason"
