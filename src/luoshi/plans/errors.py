"""Why an item is not drawn."""

from luoshi.errors import Stale, Unfit


class NotAnOrder(Unfit):
    """Only an order asks for something to be done."""

    code = "not_an_order"


class BadDates(Unfit):
    """The days of an item do not fit each other or its plan."""

    code = "bad_dates"


class Foreign(Unfit):
    """A unit or a plan of another organisation was named."""

    code = "foreign"


class WrongLevel(Unfit):
    """A task was to stand under something that is no goal, or a goal was to answer a sentence."""

    code = "wrong_level"


class NameTaken(Unfit):
    """The unit has a plan of this name."""

    code = "name_taken"


class AlreadyAnswered(Stale):
    """The item answers this sentence already."""

    code = "already_answered"
