"""Why a report does not take its next step."""

from luoshi.errors import Refusal, Stale, Unfit


class NotOwner(Refusal):
    """The unit neither leads nor owns the item."""

    code = "not_owner"


class InTheFuture(Unfit):
    """A report speaks of a day that has not come."""

    code = "in_the_future"


class NoReason(Unfit):
    """A report was to be sent back without a reason."""

    code = "no_reason"


class OwnReport(Refusal):
    """Somebody was about to sign or verify their own report."""

    code = "own_report"


class AlreadyMoved(Stale):
    """Somebody else has moved the report on."""

    code = "already_moved"
