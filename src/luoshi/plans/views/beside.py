"""对照: which sentences of a text may speak of what an earlier text ordered. A person looks; nothing is asserted.

The measure is that of `plans/proposing.py`: the share of the pairs of neighbouring characters of the shorter of the two
that stand in the other. Where both are answered by one task, a person has already said so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from luoshi.plans.proposing import ALIKE, SHARED, pairs


class Said(Protocol):
    """What is asked of a sentence to compare it."""

    @property
    def number(self) -> int:
        """Return its place in its text."""

    @property
    def words(self) -> str:
        """Return its words."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A sentence of the later text, the order of the earlier one that it may speak of, how alike, and by which task."""

    later: int
    earlier: int
    share: float
    item: int | None = None


def ties(
    later: Sequence[Said],
    earlier: Sequence[Said],
    items: tuple[Mapping[int, Sequence[int]], Mapping[int, Sequence[int]]],
    titles: Mapping[int, str],
) -> list[Tie]:
    """Tie each later sentence to the earlier order that is most like it, or that the same task answers.

    `items` are the tasks that answer the sentences of both texts, by number; `titles` what these tasks are called. An
    index from pairs to orders is made once, so that two long texts are compared without trying each with each.
    """
    size: dict[tuple[int, int], int] = {}
    index: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    answered: dict[int, int] = {}
    for one in earlier:
        told = [(0, one.words), *((item, titles[item]) for item in items[1].get(one.number, ()))]
        answered.update(dict.fromkeys(items[1].get(one.number, ()), one.number))
        for item, words in told:
            kept = pairs(words)
            size[one.number, item] = len(kept)
            for pair in kept:
                index[pair].append((one.number, item))
    found = []
    for one in later:
        same = next((item for item in items[0].get(one.number, ()) if item in answered), None)
        if same is not None:
            found.append(Tie(one.number, answered[same], 1.0, same))
            continue
        kept = pairs(one.words)
        shared = Counter(key for pair in kept for key in index.get(pair, ()))
        best = max(
            (
                (count / min(len(kept), size[key]), -key[0])
                for key, count in shared.items()
                if count >= SHARED
            ),
            default=(0.0, 0),
        )
        if best[0] >= ALIKE:
            found.append(Tie(one.number, -best[1], best[0]))
    return found
