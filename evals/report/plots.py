"""Plots as inline SVG: no script, no network, colours from the page's own style so that dark and print work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

_WIDTH, _HEIGHT = 420, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 24, 14, 46


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing with what it says in words, and its numbers as a table for whoever cannot see it."""

    title: str
    words: str
    svg: Markup
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=())


def bar(low: float, value: float, high: float) -> Markup:
    """A share from 0 to 1 with its interval, small enough for a table cell."""
    spread = max((high - low) * 100, 0.6)
    return Markup(  # noqa: S704  numbers only
        '<svg class="bar" viewBox="0 0 100 10" width="100" height="10" aria-hidden="true" preserveAspectRatio="none">'
        '<rect class="track" x="0" y="3.5" width="100" height="3" rx="1.5"/>'
        f'<rect class="band" x="{low * 100:.1f}" y="3" width="{spread:.1f}" height="4" rx="2"/>'
        f'<rect class="dot" x="{min(max(value * 100 - 1.2, 0), 97.6):.1f}" y="1" width="2.4" height="8" rx="1.2"/></svg>'
    )


def curve(points: Sequence[tuple[float, float]], here: tuple[float, float], x_name: str, y_name: str, alt: str) -> Markup:
    """A line through shares, with the place where the service stands."""
    path = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    return _frame(
        alt,
        x_name,
        y_name,
        [
            f'<polyline class="line" points="{path}"/>',
            f'<circle class="mark" cx="{_x(here[0]):.1f}" cy="{_y(here[1]):.1f}" r="5"/>',
            _label(_x(here[0]), _y(here[1]), f"now: {here[1]:.0%} at {here[0]:.0%}"),
        ],
    )


def reliability(points: Sequence[tuple[float, float, float, float]], x_name: str, y_name: str, alt: str) -> Markup:
    """What was said against what was so, each with its interval; on the diagonal both agree."""
    parts = [f'<line class="guide" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>']
    for x, y, low, high in points:
        parts.append(f'<line class="spread" x1="{_x(x):.1f}" y1="{_y(low):.1f}" x2="{_x(x):.1f}" y2="{_y(high):.1f}"/>')
        parts.append(f'<circle class="mark" cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="4"/>')
    return _frame(alt, x_name, y_name, parts)


def columns(bars: Sequence[tuple[str, int]], x_name: str, y_name: str, alt: str) -> Markup:
    """Counts side by side, the number above each."""
    top = max((count for _, count in bars), default=1) or 1
    inner = (_WIDTH - _LEFT - _RIGHT) / max(len(bars), 1)
    parts = []
    for place, (name, count) in enumerate(bars):
        height = count / top * (_HEIGHT - _TOP - _BOTTOM - 16)
        x, base = _LEFT + place * inner, _HEIGHT - _BOTTOM
        box = f'x="{x + inner * 0.15:.1f}" y="{base - height:.1f}" width="{inner * 0.7:.1f}" height="{height:.1f}"'
        parts.append(f'<rect class="column" {box} rx="2"/>')
        middle = x + inner / 2
        parts.append(f'<text x="{middle:.1f}" y="{base - height - 5:.1f}" text-anchor="middle">{count}</text>')
        parts.append(f'<text class="faint" x="{middle:.1f}" y="{base + 15}" text-anchor="middle">{escape(name)}</text>')
    return _frame(alt, x_name, y_name, parts, grid=False)


def spans(rows: Sequence[tuple[str, float, float, float]], unit: str, alt: str) -> Markup:
    """For each name the middle and the slow end on a shared line: low, middle, high."""
    top = max((high for *_, high in rows), default=1.0) or 1.0
    left, step = 120, 34
    height = step * len(rows) + 34
    width = _WIDTH + 60

    def at(value: float) -> float:
        return left + value / top * (width - left - 70)

    parts = [f'<line class="axis" x1="{left}" y1="6" x2="{left}" y2="{height - 28}"/>']
    for place, (name, low, middle, high) in enumerate(rows):
        y = 20 + place * step
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<line class="spread wide" x1="{at(low):.1f}" y1="{y}" x2="{at(high):.1f}" y2="{y}"/>')
        parts.append(f'<circle class="mark" cx="{at(middle):.1f}" cy="{y}" r="5"/>')
        parts.append(f'<text class="faint" x="{at(high) + 8:.1f}" y="{y + 4}">{high:.0f} {escape(unit)}</text>')
    return _drawing(width, height, alt, parts)


def _frame(alt: str, x_name: str, y_name: str, parts: Iterable[str], *, grid: bool = True) -> Markup:
    lines = []
    for tick in (0, 0.25, 0.5, 0.75, 1) if grid else ():
        lines.append(f'<line class="grid" x1="{_x(0)}" y1="{_y(tick):.1f}" x2="{_x(1)}" y2="{_y(tick):.1f}"/>')
        lines.append(f'<text class="faint" x="{_LEFT - 6}" y="{_y(tick) + 4:.1f}" text-anchor="end">{tick:.0%}</text>')
        lines.append(f'<text class="faint" x="{_x(tick):.1f}" y="{_HEIGHT - _BOTTOM + 15}" text-anchor="middle">{tick:.0%}</text>')
    lines.append(f'<line class="axis" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(0)}"/>')
    lines.append(f'<text x="{(_x(0) + _x(1)) / 2}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(x_name)}</text>')
    middle = (_y(0) + _y(1)) / 2
    lines.append(f'<text x="13" y="{middle}" text-anchor="middle" transform="rotate(-90 13 {middle})">{escape(y_name)}</text>')
    return _drawing(_WIDTH, _HEIGHT, alt, [*lines, *parts])


def _drawing(width: float, height: float, alt: str, parts: Sequence[str]) -> Markup:
    inside = Markup("".join(parts))  # noqa: S704  numbers, and names that were escaped
    return Markup('<svg class="plot" role="img" viewBox="0 0 {} {}"><title>{}</title>{}</svg>').format(width, height, alt, inside)


def _label(x: float, y: float, text: str) -> str:
    right = x < _WIDTH * 0.6
    below = y < _HEIGHT * 0.75  # under a curve that rises to the right there is room
    return (
        f'<text class="here" x="{x + (10 if right else -10):.1f}" y="{y + (18 if below else -9):.1f}" '
        f'text-anchor="{"start" if right else "end"}">{escape(text)}</text>'
    )


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)
