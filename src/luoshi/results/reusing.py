"""一证多用: the same file, or the same reference number, behind another claim. It does not block; it is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.people.models import Member
from luoshi.results.models import Evidence
from luoshi.work.models import Update

_BLANK = re.compile(r"[\s\u200b\-‐‑‒–—―−]+")


# Written as it is sent: it is asked with every verification.
_ELSEWHERE = """
    SELECT e.{column} FROM results_evidence e
    JOIN work_update u ON u.id = e.update_of_id JOIN people_unit n ON n.id = u.unit_id
    WHERE e.{column} IN ({marks}) AND n.organisation_id = %s AND u.state <> %s
      AND NOT (u.item_id = %s AND u.unit_id = %s)
"""


@dataclass(frozen=True, slots=True)
class Conflict:
    """重复佐证: another piece that is the same file or bears the same number, and whether it serves another claim.

    A report says how far an item has come in all, so a later report of one unit on one item may well bring the same
    piece again; on another item or by another unit it would be counted twice.
    """

    other: Evidence
    same_file: bool
    same_number: bool
    elsewhere: bool


def folded(number: str) -> str:
    """Return a reference number as it is compared: full-width forms, case, blanks and dashes do not tell two apart.

    >>> folded("ｈｔ－2026 018") == folded("HT2026018")
    True
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", number)).upper()


def conflicts(piece: Evidence) -> list[Conflict]:
    """Find where a piece of evidence stands behind other reports of the organisation that were not returned."""
    return conflicts_of([piece])[piece.pk]


def conflicts_of(pieces: Iterable[Evidence]) -> dict[int, list[Conflict]]:
    """Find the conflicts of some pieces, in two queries however many there are."""
    mine = list(_whole().filter(pk__in=[piece.pk for piece in pieces]))
    return _conflicts(mine, _whole())


def told(pieces: Sequence[Evidence], member: Member, known: datetime) -> dict[int, list[Conflict]]:
    """Find the conflicts of some pieces that were known at K, as far as the member may read the other piece, in one query.

    The pieces have their reports and these their units fetched along.
    """
    if not pieces:
        return {}
    seen = Evidence.objects.visible_to(member).filter(known_at__lte=known)
    return _conflicts(
        pieces, seen.select_related("update_of__unit", "update_of__item").order_by("known_at", "pk")
    )


def _conflicts(mine: Sequence[Evidence], others: QuerySet[Evidence]) -> dict[int, list[Conflict]]:
    digests = {piece.sha256 for piece in mine} - {""}
    numbers = {piece.number for piece in mine} - {""}
    organisations = {piece.update_of.unit.organisation_id for piece in mine}
    same = Q(sha256__in=digests) | Q(number__in=numbers)
    found = others.filter(same, update_of__unit__organisation__in=organisations)
    by_digest: dict[str, list[Evidence]] = {}
    by_number: dict[str, list[Evidence]] = {}
    for other in found.exclude(update_of__state=Update.State.RETURNED):
        by_digest.setdefault(other.sha256, []).append(other)
        by_number.setdefault(other.number, []).append(other)
    return {piece.pk: list(_of(piece, by_digest, by_number)) for piece in mine}


def counted_elsewhere(pieces: Collection[Evidence], update: Update) -> set[int]:
    """Return which pieces of a report stand behind another claim too: that of another item, or of another unit."""
    digests = {piece.sha256 for piece in pieces} - {""}
    numbers = {piece.number for piece in pieces} - {""}
    besides = (update.unit.organisation_id, Update.State.RETURNED, update.item_id, update.unit_id)
    same: set[str] = set()
    with connection.cursor() as cursor:
        for column, wanted in (("sha256", digests), ("number", numbers)):
            if wanted:
                marks = ", ".join(["%s"] * len(wanted))
                cursor.execute(_ELSEWHERE.format(column=column, marks=marks), (*wanted, *besides))
                same.update(found for (found,) in cursor)
    return {piece.pk for piece in pieces if {piece.sha256, piece.number} & same}


def _whole() -> QuerySet[Evidence]:
    return Evidence.everything.select_related("update_of__unit", "update_of__item").order_by("known_at", "pk")


def _of(
    piece: Evidence, by_digest: dict[str, list[Evidence]], by_number: dict[str, list[Evidence]]
) -> Iterable[Conflict]:
    files = by_digest.get(piece.sha256, []) if piece.sha256 else []
    numbers = by_number.get(piece.number, []) if piece.number else []
    others = {other.pk: other for other in (*files, *numbers) if other.update_of_id != piece.update_of_id}
    for other in others.values():
        update, mine = other.update_of, piece.update_of
        yield Conflict(
            other,
            same_file=bool(piece.sha256) and other.sha256 == piece.sha256,
            same_number=bool(piece.number) and other.number == piece.number,
            elsewhere=(update.item_id, update.unit_id) != (mine.item_id, mine.unit_id),
        )


def reused(member: Member) -> QuerySet[Evidence]:
    """List the pieces of signed reports that the member is to judge and that stand behind another claim as well."""
    other = (
        Evidence.everything.filter(
            Q(sha256=OuterRef("sha256")) & ~Q(sha256="") | Q(number=OuterRef("number")) & ~Q(number=""),
            update_of__unit__organisation=OuterRef("update_of__unit__organisation"),
        )
        .exclude(update_of=OuterRef("update_of"))
        .exclude(update_of__state=Update.State.RETURNED)
        .exclude(update_of__item=OuterRef("update_of__item"), update_of__unit=OuterRef("update_of__unit"))
    )
    waiting = Evidence.objects.visible_to(member, "judge").filter(update_of__state=Update.State.SIGNED)
    return waiting.filter(Exists(other)).select_related("update_of__item", "update_of__unit")
