"""Leave so many entries, each in a transaction of its own, as one of several processes: `ORGANISATION COUNT NAME`."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Wait for the others, then write."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
    django.setup()
    from django.db import transaction  # noqa: PLC0415 - the settings are those of this process

    from luoshi.audit import actions  # noqa: PLC0415
    from tests.audit.chains import change  # noqa: PLC0415

    organisation, count, name = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(count):
        with transaction.atomic():
            if number % 10 == 9:
                deeds = [{"deed": "people.enrol", **change(number, by=name)} for _ in range(3)]
                actions.leave_many(organisation, deeds)  # type: ignore[arg-type]
            else:
                actions.leave(organisation, "work.sign", **change(number, by=name))
        if number % 25 == 24:
            actions.refuse(organisation, "work.sign", **change(number, by=name))


if __name__ == "__main__":
    main()
