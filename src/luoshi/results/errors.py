"""Why a result is not taken."""

from luoshi.errors import Refusal, Stale, Unfit


class NoEvidence(Unfit):
    """Something was to be shown with nothing accepted to show it."""

    code = "no_evidence"


class MoreThanClaimed(Unfit):
    """More was to be shown than the unit itself claims."""

    code = "more_than_claimed"


class Unjudged(Unfit):
    """A report was to be verified while a piece of its evidence had no word yet."""

    code = "unjudged_evidence"


class BadQuestion(Unfit):
    """A list was asked for in words that it does not know."""

    code = "bad_question"


class TooMany(Unfit):
    """There is no room for one more saved view."""

    code = "too_many_views"


class ViewGone(Stale):
    """The saved view has been deleted meanwhile."""

    code = "view_gone"


class BadIndicator(Unfit):
    """What an indicator is to be contradicts itself or its plan."""

    code = "bad_indicator"


class BadTarget(Unfit):
    """A target asks for nothing, twice for one day, or for a time that is gone."""

    code = "bad_target"


class BadValue(Unfit):
    """A value does not fit its indicator, or says not whence it comes."""

    code = "bad_value"


class Unnamed(Unfit):
    """A word on evidence was to be given without the note that it needs."""

    code = "note_missing"


class Reused(Unfit):
    """Evidence that stands behind another claim as well was to be accepted without a reason."""

    code = "reused_evidence"


class Unverified(Unfit):
    """A value was to be verified before the report that brought it."""

    code = "report_not_verified"


class OwnValue(Refusal):
    """Somebody was about to verify what they have measured, reported or signed."""

    code = "own_value"


class OwnEvidence(Refusal):
    """Somebody was about to judge evidence that they have handed in or signed."""

    code = "own_evidence"


class AlreadyVerified(Stale):
    """Somebody else has verified it, or it counts already."""

    code = "already_verified"


class AlreadySaid(Stale):
    """The same thing was said about this day at this very moment, or something newer has been said since."""

    code = "already_said"
