"""Why a file is not received."""

from luoshi.errors import Unfit


class Unreadable(Unfit):
    """Nothing could be read from the file; the message says what the person can do."""

    code = "unreadable"


class Twice(Unfit):
    """The same unit has received the same text before."""

    code = "received_before"


class NotEarlier(Unfit):
    """A document follows up another that is not an earlier one, or itself follows it up."""

    code = "not_earlier"
