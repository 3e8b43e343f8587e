"""Why an item is not drawn."""

from luoshi.errors import Refusal, Stale, Unfit


class NotAnOrder(Unfit):
    """Only an order asks for something to be done."""

    code = "not_an_order"


class BadDates(Unfit):
    """The days of an item do not fit each other or its plan."""

    code = "bad_dates"


class BadMilestones(Unfit):
    """The milestones of an item do not fit each other or its days."""

    code = "bad_milestones"


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


class TooDeep(Unfit):
    """An item was to stand deeper than a plan goes."""

    code = "too_deep"


class AlreadyAdopted(Stale):
    """The plan was adopted before."""

    code = "already_adopted"


class NotADraft(Refusal):
    """An adopted plan is changed by an amendment only."""

    code = "not_a_draft"


class NotAdopted(Refusal):
    """A draft is changed as it is; only an adopted plan is amended."""

    code = "not_adopted"


class BadAmendment(Unfit):
    """What an amendment says does not fit its kind, or cannot be."""

    code = "bad_amendment"


class OwnAmendment(Refusal):
    """The second signature is to be another person's."""

    code = "own_amendment"


class AlreadyDecided(Stale):
    """Somebody has decided on the amendment, or what it changes has changed since."""

    code = "already_decided"


class ChangedSince(Stale):
    """What was to change is no longer what it was when it was looked at."""

    code = "changed_since"


class NothingToUndo(Stale):
    """Before the deed that was to be undone nothing was said that could hold again."""

    code = "nothing_to_undo"
