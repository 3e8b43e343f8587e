"""Why a result is not taken."""

from luoshi.errors import Unfit


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
