"""Why a word on a sentence is not taken."""

from luoshi.errors import Refusal, Stale, Unfit


class NoReason(Unfit):
    """A sentence was to be set aside without a reason."""

    code = "no_reason"


class NotAnOrder(Unfit):
    """Only an order can be set aside."""

    code = "not_an_order"


class StillAside(Unfit):
    """An order that was set aside is to be accepted as one, without being taken up again first."""

    code = "still_aside"


class AlreadyJudged(Stale):
    """Somebody else has given a word on the sentence since the page was shown."""

    code = "already_judged"


class NotOnesOwn(Refusal):
    """Only one's own word is taken back, and only while it is the last."""

    code = "not_ones_own_word"
