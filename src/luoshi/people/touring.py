"""导览: which pages of the first-run tour a member has seen, and whether they want it; their own setting, like the language."""

from luoshi.people.models import Member


def saw(member: Member, name: str) -> None:
    """Note that the member has seen a page of the tour, once."""
    if name not in member.toured.split():
        member.toured = f"{member.toured} {name}".strip()
        Member.everything.filter(pk=member.pk).update(toured=member.toured)


def put_away(member: Member) -> None:
    """Show the tour no more."""
    Member.everything.filter(pk=member.pk).update(touring=False)


def begin_again(member: Member) -> None:
    """Show the tour from its beginning; what the member has done in earnest stays done."""
    Member.everything.filter(pk=member.pk).update(touring=True, toured="")
