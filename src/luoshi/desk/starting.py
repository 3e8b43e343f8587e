"""起始页: where somebody begins who has just signed in; by what they are there for, not by their name in a list."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from luoshi.people import access
from luoshi.people.doors import MemberRequest, members
from luoshi.people.models import Member
from luoshi.people.roles import ADMINISTRATORS, Role


@members("GET")
def start(request: MemberRequest) -> HttpResponse:
    """Lead to the page on which the member's day begins."""
    return redirect(begins(request.member))


def begins(member: Member) -> str:
    """Return the name of that page: the desk for who supervises, the units for who administers, home for all others.

    Home shows a college what is its own to do and a leader where it burns. Who both leads and supervises looks first, and works then.
    """
    roles = access.roles(member)
    if Role.LEADER not in roles and Role.SUPERVISOR in roles:
        return "desk:desk"
    return "people:units" if roles and roles <= ADMINISTRATORS else "desk:home"
