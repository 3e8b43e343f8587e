"""Why a report, a period, a notice or an extension does not take its next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.errors import Refusal, Stale, Unfit

if TYPE_CHECKING:
    from luoshi.work.models import Update


class NotOwner(Refusal):
    """The unit neither leads nor owns the item."""

    code = "not_owner"


class InTheFuture(Unfit):
    """A report speaks of a day that has not come."""

    code = "in_the_future"


class BadClaim(Unfit):
    """A report states a per cent of an item with milestones, or milestones that the item does not have."""

    code = "bad_claim"


class NoReason(Unfit):
    """A report was to be sent back without a reason."""

    code = "no_reason"


class OwnReport(Refusal):
    """Somebody was about to sign or verify their own report."""

    code = "own_report"


class AlreadyMoved(Stale):
    """Somebody else has moved it on."""

    code = "already_moved"


class Locked(Refusal):
    """The period takes nothing any more until it is reopened."""

    code = "locked"


class NotYet(Refusal):
    """The period does not take reports yet."""

    code = "not_yet"


class TooLate(Refusal):
    """The last day on which this could be done has passed."""

    code = "too_late"


class NotYours(Refusal):
    """Only who made it may change it or take it back."""

    code = "not_yours"


class OwnReply(Refusal):
    """Somebody was about to close a notice to which they have replied."""

    code = "own_reply"


class OwnRequest(Refusal):
    """Somebody was about to decide what they have asked for or countersigned."""

    code = "own_request"


class AlreadyAsked(Stale):
    """The item has a request that nobody has decided yet."""

    code = "already_asked"


class NameTaken(Unfit):
    """The organisation has a period of this name."""

    code = "name_taken"


class NotRoot(Unfit):
    """A period was to be opened for a part of an organisation."""

    code = "not_root"


class Overlap(Unfit):
    """Another period holds some of the days."""

    code = "overlap"


class BadDays(Unfit):
    """The days do not fit each other."""

    code = "bad_days"


class Foreign(Unfit):
    """A unit or an item of another organisation was named."""

    code = "foreign"


class NoText(Unfit):
    """Nothing was written."""

    code = "no_text"


class StaleEdit(Stale):
    """The draft was changed meanwhile; `now` is how it stands, so that nothing is lost."""

    code = "stale_edit"

    def __init__(self, message: str, now: Update) -> None:
        super().__init__(message)
        self.now = now
