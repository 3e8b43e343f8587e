"""Why an office or a password is not changed."""

from luoshi.errors import Unfit


class WrongPassword(Unfit):
    """The present password was not right."""

    code = "wrong_password"


class AdministratorsApart(Unfit):
    """One person was to hold two of the three administrators' roles."""

    code = "administrators_apart"


class TooDeep(Unfit):
    """A unit was to stand below the deepest level."""

    code = "too_deep"


class Foreign(Unfit):
    """A member was to be given a role in another organisation."""

    code = "foreign"
