"""Why a unit, an office or a password is not changed."""

from luoshi.errors import Refusal, Stale, Unfit


class WrongPassword(Unfit):
    """The present password was not right."""

    code = "wrong_password"


class AdministratorsApart(Unfit):
    """One person was to hold two of the three administrators' roles."""

    code = "administrators_apart"


class Foreign(Unfit):
    """Something was to reach into another organisation."""

    code = "foreign"


class NotAllowed(Refusal):
    """Somebody was about to do what another administrator, or another member, is there for."""

    code = "not_allowed"


class OwnOffice(Refusal):
    """Somebody was about to grant a role to themselves, or to switch themselves."""

    code = "own_office"


class NoReason(Unfit):
    """Something was to be done without the reason that it needs."""

    code = "no_reason"


class Backwards(Unfit):
    """Something was to end before it begins."""

    code = "backwards"


class AlreadyEnded(Stale):
    """It has ended already, or somebody else has just ended it."""

    code = "already_ended"


class AlreadyThere(Stale):
    """A member was to be switched to what they are."""

    code = "already_there"


# Units


class TooDeep(Unfit):
    """A unit was to stand below the deepest level."""

    code = "too_deep"


class Circle(Unfit):
    """A unit was to stand below itself."""

    code = "circle"


class Orphan(Unfit):
    """An open unit was to stand below one that is closed, or not founded yet."""

    code = "orphan"


class NameTaken(Unfit):
    """Two open units of an organisation were to bear one name."""

    code = "name_taken"


class Closed(Unfit):
    """Something was to begin at a unit that is closed."""

    code = "closed"


class NotYet(Unfit):
    """A unit was to change before it was founded."""

    code = "not_yet"


class RootStays(Unfit):
    """The root of an organisation was to be moved, closed or merged."""

    code = "root_stays"


# Posts, delegations, lines


class TwoHeads(Unfit):
    """A unit was to have two heads, or two acting heads, on one day."""

    code = "two_heads"


class NotTheirPost(Unfit):
    """A role was to be granted by virtue of a post that is another's."""

    code = "not_their_post"


class NotDelegable(Refusal):
    """A grant was to be lent that cannot be: an administrator's, or one that is itself lent."""

    code = "not_delegable"


class Outlasting(Unfit):
    """A delegation was to hold when its grant does not."""

    code = "outlasting"


class NoCapability(Unfit):
    """A line was to let its holders do what no line may."""

    code = "no_capability"


class OwnLine(Unfit):
    """A unit was to supervise itself."""

    code = "own_line"
