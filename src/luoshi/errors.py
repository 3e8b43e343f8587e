"""What can go wrong between a person and the program: three kinds, one shape, a sentence for people."""


class Problem(Exception):
    """Something that a person is told: a stable code for programs and a sentence in their language."""

    code = "problem"
    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unfit(Problem):
    """What was given cannot be used as it is; the person can mend it."""

    code = "unfit"
    status = 422


class Stale(Problem):
    """Somebody was here first; the person looks again and decides anew."""

    code = "stale"
    status = 409


class Refusal(Problem):
    """The person may see this but may not do it."""

    code = "refused"
    status = 403
