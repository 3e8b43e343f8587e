"""Looking through the chains in the database, page by page, without holding anything up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db import DatabaseError
from django.db.models import QuerySet

from luoshi.audit import rules
from luoshi.audit.models import Entry, Head
from luoshi.audit.rules import START, Fault, Row, Tip, Why

PAGE = 5_000  # numbers of one query


def organisations(also: Iterable[int] = ()) -> list[int]:
    """Return whose chains there are: of heads, of entries, and of whoever is named besides."""
    found = {*also, *Head.everything.values_list("organisation", flat=True)}
    return sorted(found | set(_with_entries()))


def _with_entries() -> Iterator[int]:
    """Leap along the key from one organisation to the next, instead of through all entries."""
    firsts = Entry.everything.order_by("organisation").values_list("organisation", flat=True)
    at = firsts.first()
    while at is not None:
        yield at
        at = firsts.filter(organisation__gt=at).first()


def inspect(
    organisation: int, marks: Mapping[int, str], tip: Tip = START, *, page: int = PAGE
) -> tuple[Tip, Fault | None]:
    """Look through an organisation's chain from a tip on; return where it stands and the first bad row.

    People may go on working meanwhile. The head is read before the page that is found empty: what the head counts
    was committed together with its entries, so a page read later shows them, if they are there.
    """
    while True:
        head = _head(organisation)
        stands, rows, spoiled = _page(organisation, tip, page)
        if not stands:
            return tip, Fault(organisation, tip.number, Why.BEFORE)
        tip, fault = rules.verify(rows, organisation=organisation, tip=tip, marks=marks)
        if fault is None and spoiled:
            fault = Fault(organisation, tip.number + 1, Why.UNREADABLE)
        if fault is not None:
            return tip, fault
        if not rows:
            return tip, rules.ended(organisation, tip, head, marks)


def _head(organisation: int) -> Tip:
    found = Head.everything.filter(organisation=organisation).values_list("number", "digest").first()
    return Tip(*found) if found else START


def _page(organisation: int, tip: Tip, size: int) -> tuple[bool, list[Row], bool]:
    """Fetch the next rows; say whether the row of the tip still stands, and whether a row cannot be read."""
    chain = Entry.everything.filter(organisation=organisation).order_by("number")
    # Bounded by numbers, which have no gaps, and not by a count: a database that knows nothing yet of a table that
    # was just restored would sort all that is left of it for each page.
    near = chain.filter(number__lte=tip.number + size)
    # The row of the tip is fetched once more: it must stand, and no second one of its number.
    if tip != START:
        near = near.filter(number__gte=tip.number)
    found, spoiled = _rows(near)
    stands = tip == START or (bool(found) and (found[0].number, found[0].digest) == tip)
    fresh = found if tip == START else found[1:]
    if stands and not fresh and not spoiled:  # nothing near; whatever stands farther off is put in
        fresh, spoiled = _rows(chain.filter(number__gt=tip.number)[:1])
    return stands, fresh, spoiled


def _rows(asked: QuerySet[Entry]) -> tuple[list[Row], bool]:
    """Fetch rows; where one cannot be read, those before it."""
    try:
        return list(map(Row._make, asked.values_list(*Row._fields))), False
    except DatabaseError:
        # SQLite cannot read a text that is no UTF-8 any more, and does not say in which row.
        return list(_readable(asked)), True


def _readable(asked: QuerySet[Entry]) -> Iterator[Row]:
    """Fetch row by row, up to the first that cannot be read."""
    for organisation, number in list(asked.values_list("organisation", "number")):
        row = Entry.everything.filter(organisation=organisation, number=number).order_by("number")
        try:
            yield from map(Row._make, row.values_list(*Row._fields)[:1])
        except DatabaseError:
            return
