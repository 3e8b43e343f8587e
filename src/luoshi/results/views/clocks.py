"""The two clocks of a page: the day spoken of, and the day as of which it was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpRequest
from django.utils import timezone

from luoshi.arithmetic.asof import Clock
from luoshi.plans.models import Plan
from luoshi.results.forms import ClocksForm


@dataclass(frozen=True, slots=True)
class Clocks:
    """D and K: true on a day, known by the end of a day."""

    on: date
    known_on: date
    today: date
    form: ClocksForm

    @property
    def known(self) -> datetime:
        """Return the last moment of the day K."""
        return timezone.make_aware(datetime.combine(self.known_on, time.max))

    @property
    def now(self) -> bool:
        """Tell whether the page speaks of today as known today."""
        return self.on == self.today == self.known_on

    @property
    def query(self) -> str:
        """Return both clocks as a question of an address that asks nothing else; nothing where it is today as known today."""
        return "" if self.now else f"?about={self.on}&known={self.known_on}"

    @property
    def also(self) -> str:
        """Return both clocks as a further question of an address."""
        return self.query.replace("?", "&")

    @property
    def bare(self) -> str:
        """Return both clocks as `page_link` takes them."""
        return self.query.removeprefix("?")

    def of(self, plan: Plan) -> Clock | None:
        """Return both clocks; None where what is kept of the plan answers."""
        return None if self.now and plan.day == self.today else Clock(self.on, self.known)


def clocks(request: HttpRequest) -> Clocks:
    """Read both clocks from the address; today where it says nothing or nonsense, and never later than today."""
    today = timezone.localdate()
    form = ClocksForm(request.GET)
    form.is_valid()
    on = form.cleaned_data.get("about") or today
    known = min(form.cleaned_data.get("known") or today, today)
    filled = ClocksForm(initial={"about": on, "known": known})
    return Clocks(on=on, known_on=known, today=today, form=filled)
