"""The page and the plot that show how the embedded store grows."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from service.adapters.qdrant_store import EMBEDDED_LIMIT

Figures = Sequence[Mapping[str, float]]

_PANELS = (
    ("first_index_s", "First index, seconds"),
    ("memory_mb", "Memory of the index, MB"),
    ("query_ms_median", "Median answer of a search, ms"),
)
_WIDTH, _HEIGHT, _GAP = 300, 240, 40
_LEFT, _TOP, _BOTTOM = 56, 40, 44


def plot(figures: Figures) -> str:
    """Three panels side by side, both axes logarithmic, with the limit of the embedded store as a dashed line."""
    width = len(_PANELS) * (_WIDTH + _GAP) + _GAP
    panels = "\n".join(_panel(figures, key, title, _GAP + number * (_WIDTH + _GAP)) for number, (key, title) in enumerate(_PANELS))
    label = "Growth of index time, memory and answer time with the number of passages"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT + 20}" role="img" aria-label="{label}" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="#222">\n<title>{label}</title>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{panels}\n</svg>\n'
    )


def _panel(figures: Figures, key: str, title: str, left: float) -> str:
    sizes, values = [row["passages"] for row in figures], [max(row[key], 1e-3) for row in figures]
    x = _axis(sizes, left + _LEFT, left + _WIDTH)
    y = _axis(values, _HEIGHT - _BOTTOM, _TOP)
    points = [(x(size), y(value)) for size, value in zip(sizes, values, strict=True)]
    parts = [f'<text x="{left + _LEFT}" y="22" font-weight="600">{title}</text>']
    for power in _powers(values):
        at = y(10**power)
        parts.append(f'<line x1="{left + _LEFT}" x2="{left + _WIDTH}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left + _LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:,g}</text>')
    parts += [
        f'<text x="{x(10**power):.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{_short(10**power)}</text>'
        for power in _powers(sizes)
    ]
    parts.append(f'<text x="{left + (_LEFT + _WIDTH) / 2:.0f}" y="{_HEIGHT - 6}" text-anchor="middle">passages</text>')
    if min(sizes) <= EMBEDDED_LIMIT <= max(sizes):
        at = x(EMBEDDED_LIMIT)
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" stroke="#b45309" stroke-dasharray="4 3"/>')
        parts.append(f'<text x="{at - 4:.1f}" y="{_TOP + 12}" fill="#b45309" text-anchor="end">limit</text>')
    path = " ".join(f"{'L' if number else 'M'}{a:.1f} {b:.1f}" for number, (a, b) in enumerate(points))
    parts.append(f'<path d="{path}" fill="none" stroke="#1d4ed8" stroke-width="2"/>')
    parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="#1d4ed8"/>' for a, b in points]
    return "\n".join(parts)


class _axis:  # noqa: N801  used as a function
    """Where a value stands on a logarithmic axis that runs from the power below the least to the one above the most."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self._low, self._high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self._start, self._end = start, end

    def __call__(self, value: float) -> float:
        """The place of a value."""
        share = (math.log10(value) - self._low) / max(self._high - self._low, 1)
        return self._start + share * (self._end - self._start)


def _powers(values: Sequence[float]) -> range:
    return range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)


def _short(number: float) -> str:
    return f"{number / 1_000_000:g}M" if number >= 1_000_000 else f"{number / 1_000:g}k" if number >= 1_000 else f"{number:g}"


def page(figures: Figures) -> str:
    """The page in the docs."""
    rows = "\n".join(
        f"| {row['passages']:,.0f} | {row['first_index_s']:.1f} | {row['restart_s']:.1f} | {row['memory_mb']:,.0f} | {row['peak_mb']:,.0f} "
        f"| {row['disk_mb']:,.1f} | {row['query_ms_median']:.1f} | {row['query_ms_p95']:.1f} |"
        for row in figures
    )
    template = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
    return template.format(rows=rows, limit=f"{EMBEDDED_LIMIT:,}")
