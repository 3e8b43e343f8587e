"""What people do with results: report with evidence, and verify what the evidence shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from luoshi.arithmetic.shares import PERCENT
from luoshi.audit.verbs import verb
from luoshi.documents.actions import keep
from luoshi.people.models import Member, Unit
from luoshi.plans import standings
from luoshi.plans.models import Item
from luoshi.plans.turning import turn
from luoshi.results.errors import MoreThanClaimed, NoEvidence, Unjudged
from luoshi.results.models import Acceptance, Evidence, Observation
from luoshi.work import actions as work
from luoshi.work.models import Update


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that is handed in as evidence, and what it shows."""

    name: str
    content: bytes
    shows: str


@verb
def report(
    item: Item, claim: work.Claim, *, unit: Unit, evidence: Sequence[Piece], by: Member, at: datetime
) -> Update:
    """Report progress together with its evidence: both, or neither."""
    update = work.report(item, claim, unit=unit, by=by, at=at)
    for piece in evidence:
        attach(update, piece, by=by, at=at)
    return update


@verb
def attach(update: Update, piece: Piece, *, by: Member, at: datetime) -> Evidence:
    """Attach a piece of evidence to a report; the file is kept as it came and never opened here."""
    original = keep(piece.content, piece.name, piece.name.rpartition(".")[2].lower()[:10])
    return Evidence.objects.create(
        update_of=update, original=original, shows=piece.shows, about=update.about, known_at=at, by=by
    )


@verb
def verify(
    update: Update, *, shown: int, words: Mapping[int, str], note: str, by: Member, at: datetime
) -> Observation:
    """Verify a signed report: a word on each piece of evidence, and how much those accepted show."""
    pieces = list(Evidence.everything.filter(update_of=update))
    if {piece.pk for piece in pieces} - words.keys():
        raise Unjudged("每一件佐证都须给出意见。")
    accepted = [piece for piece in pieces if words[piece.pk] == Acceptance.Word.ACCEPT]
    if shown and not accepted:
        raise NoEvidence("没有采信的佐证，已证进度只能是 0。")
    if shown > update.percent:
        raise MoreThanClaimed(f"已证进度不能超过单位所报的 {update.percent}%。")
    work.verify(update, note=note, by=by, at=at)
    day = timezone.localdate(at)
    Acceptance.everything.bulk_create(
        Acceptance(evidence=piece, word=words[piece.pk], about=day, known_at=at, by=by) for piece in pieces
    )
    observation = Observation.objects.create(
        item=update.item, update_of=update, percent=shown, about=update.about, known_at=at, by=by
    )
    turn(update.item.plan, day)
    standings.change(update.item_id, own_shown=lambda day: _shown(update.item_id, day))
    return observation


def _shown(item: int, day: date) -> int | None:
    """Return what accepted evidence shows of an item today."""
    seen = Observation.everything.filter(item=item, about__lte=day).order_by("-about", "-known_at", "percent")
    percent = seen.values_list("percent", flat=True).first()
    return None if percent is None else percent * PERCENT
