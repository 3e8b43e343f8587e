"""What a page draws a thousand times, as text: a template of its own for each would take longer than all else on the page.

Only numbers and fixed words go in here, so nothing needs to be escaped.
"""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.web import charts
from luoshi.web.gantt import Bar, Node, Outlook

HIGH, MIDDLE = 32, 16  # of one row of the Gantt chart


def dual(bars: charts.Dual, told: str) -> str:
    """Draw what is claimed above what is shown, with a line where both should be."""
    parts = [
        f'<svg class="dual-bars" height="22" role="img" aria-label="{told}">',
        '<line class="rail" x1="0" x2="100%" y1="11" y2="11"/><line class="zero" x1="0.5" x2="0.5" y1="0" y2="22"/>',
    ]
    if bars.claimed:
        parts.append(f'<rect class="claimed" x="0.5" y="3.5" width="{bars.claimed.width}" height="6"/>')
        parts.append(_beyond(bars.claimed, 2, 11))
    if bars.shown:
        parts.append(f'<rect class="shown" x="0" y="12" width="{bars.shown.width}" height="7"/>')
        parts.append(_beyond(bars.shown, 11, 20))
    if bars.due:
        parts.append(f'<line class="due" x1="{bars.due}" x2="{bars.due}" y1="0" y2="22"/>')
    return "".join((*parts, "</svg>"))


def _beyond(one: charts.Bar, top: int, bottom: int) -> str:
    return f'<line class="beyond" x1="100%" x2="100%" y1="{top}" y2="{bottom}"/>' if one.beyond else ""


def row(
    bar: Bar | None,
    nodes: tuple[Node, ...],
    above: str | None,
    told: str,
    *,
    leaf: bool,
    outlook: Outlook | None = None,
) -> str:
    """Draw one item of the Gantt chart: its bar with what is shown, its milestones, what is foretold, the due day that it overruns."""
    said = f'role="img" aria-label="{told}"' if told else 'aria-hidden="true"'
    parts = [
        f'<svg class="g-row" width="100%" height="{HIGH}" {said}>',
        '<use href="#g-back"/>',
    ]
    if bar is not None:
        parts.append(_leaf(bar) if leaf else _sum(bar))
    if outlook is not None:
        parts.append(_ahead(outlook))
    parts += [_node(one) for one in nodes]
    if above:
        parts.append(f'<line class="g-above" x1="{above}" x2="{above}" y1="4" y2="{HIGH - 4}"/>')
    return "".join((*parts, "</svg>"))


def _leaf(bar: Bar) -> str:
    filled = f'<rect class="g-fill" x="{bar.x}" y="11" width="{bar.shown}" height="10"/>' if bar.shown else ""
    return f'<rect class="g-bar" x="{bar.x}" y="11" width="{bar.width}" height="10"/>{filled}'


def _sum(bar: Bar) -> str:
    filled = f'<rect class="g-sum" x="{bar.x}" y="14" width="{bar.shown}" height="4"/>' if bar.shown else ""
    return (
        f'<svg x="{bar.x}" width="{bar.width}" height="{HIGH}" overflow="visible">'
        f'<line class="g-line" x1="0" x2="100%" y1="{MIDDLE}" y2="{MIDDLE}"/>'
        '<line class="g-line" x1="0" x2="0" y1="11" y2="21"/><line class="g-line" x1="100%" x2="100%" y1="11" y2="21"/>'
        f"</svg>{filled}"
    )


def _ahead(one: Outlook) -> str:
    ring = f'<circle class="g-ring" cx="{one.end}" cy="{MIDDLE}" r="4"/>' if one.ring else ""
    return f'<line class="g-ahead" x1="{one.x}" x2="{one.end}" y1="{MIDDLE}" y2="{MIDDLE}"/>{ring}'


def _node(one: Node) -> str:
    shape = "g-kept" if one.kept else "g-missed" if one.late else "g-coming"
    return f'<use href="#{shape}" x="{one.x}" y="{MIDDLE}"/>'


def strip(kinds: Sequence[str]) -> str:
    """Draw the ticks of a long text, a line for each kind: a link for each would weigh more than the text itself.

    >>> strip(["open", "frame", "open"])
    '<path class="is-open" d="M.5 6v26m2-26v26"/><path class="is-frame" d="M1.5 25v7"/>'
    """
    lines: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for number, kind in enumerate(kinds):
        top, high = charts.height(kind)
        if kind in lines:
            lines[kind].append(f"m{number - last[kind]}-{high}v{high}")
        else:
            lines[kind] = [f"M{number or ''}.5 {top}v{high}"]
        last[kind] = number
    return "".join(f'<path class="is-{kind}" d="{"".join(drawn)}"/>' for kind, drawn in lines.items())
