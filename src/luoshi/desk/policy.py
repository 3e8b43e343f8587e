"""The desk shows what the other stages' rules open; it has no rows of its own."""

from luoshi.people.access import Rule

RULES: tuple[Rule, ...] = ()
