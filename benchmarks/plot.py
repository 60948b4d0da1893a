"""The rates as a picture: bars on a logarithmic scale, a panel for each number of connections. SVG.

Written for a page that is light or dark, and told apart also by those who see few colours: us, others, limits.
"""

from collections.abc import Mapping, Sequence
from math import log10
from xml.sax.saxutils import escape

from benchmarks.figures import PGBENCH, SQL, Cell, cell
from benchmarks.operations import Operation
from benchmarks.peers.all import OURS, STATIC
from benchmarks.rounds import CONNECTIONS, Measured

OUR_COLOUR, LIMIT_COLOUR, COLOUR = "#d55e00", "#999999", "#0072b2"
LABELS, PANEL, GAP, ROW, BAR, HEAD = 230, 330, 30, 18, 13, 44
DECADES = 5
WIDTH = LABELS + len(CONNECTIONS) * (PANEL + GAP)


def plot(measured: Sequence[Measured], operations: Sequence[Operation], titles: Mapping[str, str]) -> str:
    """The picture of everything that was measured."""
    parts: list[str] = []
    at = HEAD
    for operation in operations:
        parts.append(_text(8, at, operation.name.upper(), weight="bold"))
        at += ROW // 2
        for name, title in titles.items():
            cells = [_cell(measured, operation.name, connections, name) for connections in CONNECTIONS]
            if any(cells):
                parts.append(_row(at, name, title, cells))
                at += ROW
        at += 2 * ROW
    return _page(at, parts)


def _cell(measured: Sequence[Measured], operation: str, connections: int, name: str) -> Cell | None:
    place = operation, connections, name
    return cell(each for each in measured if (each.operation, each.connections, each.name) == place)


def _row(at: int, name: str, title: str, cells: Sequence[Cell | None]) -> str:
    bars = (_bar(at, _left(panel), name, found) for panel, found in enumerate(cells) if found is not None)
    return _text(LABELS - 8, at + BAR - 2, title, anchor="end") + "".join(bars)


def _bar(at: int, left: int, name: str, found: Cell) -> str:
    rate, middle = found.rate, at + BAR / 2
    end, least, most = (left + _length(each) for each in rate)
    shown = f"{rate.middle:,.0f}" if rate.middle >= 10 else f"{rate.middle:.1f}"
    return (
        f'<rect x="{left}" y="{at}" width="{end - left:.1f}" height="{BAR}" fill="{_colour(name)}"/>'
        f'<line x1="{least:.1f}" x2="{most:.1f}" y1="{middle}" y2="{middle}" stroke="#000"/>'
        + _text(round(most) + 5, at + BAR - 2, shown)
    )


def _colour(name: str) -> str:
    if name == OURS:
        return OUR_COLOUR
    return LIMIT_COLOUR if name in (STATIC, SQL, PGBENCH) else COLOUR


def _page(height: int, parts: Sequence[str]) -> str:
    panels = "".join(_panel(_left(panel), connections, height) for panel, connections in enumerate(CONNECTIONS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img" '
        'aria-label="Requests a second, on a logarithmic scale">'
        "<style>text { font: 12px sans-serif; fill: #222 }</style>"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{panels}{"".join(parts)}</svg>\n'
    )


def _panel(left: int, connections: int, height: int) -> str:
    """The scale with its name."""
    marks = [(left + _length(10**decade), f"{10**decade:,}") for decade in range(DECADES)]
    lines = "".join(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{HEAD - 12}" y2="{height}" stroke="#ddd"/>' for x, _ in marks)
    numbers = "".join(_text(round(x), HEAD - 16, mark, anchor="middle") for x, mark in marks)
    return lines + numbers + _text(left, 14, f"requests/s, connections: {connections}", weight="bold")


def _left(panel: int) -> int:
    return LABELS + panel * (PANEL + GAP)


def _length(rate: float) -> float:
    return (PANEL - 50) * max(0.0, log10(max(rate, 1.0))) / DECADES


def _text(x: int, y: int, text: str, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'
