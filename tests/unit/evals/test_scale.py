"""The measuring of growth, on sizes that take no time."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from evals.scale import SIZES, measure, synthetic_corpus
from evals.scale_page import page, plot
from service.adapters.qdrant_store import EMBEDDED_LIMIT
from service.retrieval.passages import passages_of
from service.wiring import Services

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.parametrize("size", [100, 1_000])
def test_a_synthetic_corpus_has_the_size_asked_for(size: int) -> None:
    assert len(passages_of(synthetic_corpus(size))) == size


def test_a_measure_holds_figures_of_every_kind() -> None:
    measured = measure(100)

    assert measured.passages == 100
    assert min(measured.first_index_s, measured.restart_s, measured.disk_mb, measured.query_ms_median) > 0
    assert measured.query_ms_median <= measured.query_ms_p95


def test_the_page_and_the_plot_show_every_size() -> None:
    names = ("first_index_s", "restart_s", "memory_mb", "peak_mb", "disk_mb", "query_ms_median", "query_ms_p95")
    figures = [{"passages": float(size), **dict.fromkeys(names, size / 100)} for size in SIZES]

    assert "| 200,000 | 2000.0 |" in page(figures)
    assert len(list(ET.fromstring(plot(figures)).iter("{http://www.w3.org/2000/svg}circle"))) == 3 * len(SIZES)


def test_the_published_page_holds_the_sizes_from_100_to_200_000() -> None:
    text = (DOCS / "scale.md").read_text(encoding="utf-8")

    assert all(f"| {size:,} |" in text for size in SIZES)
    assert (DOCS / "scale.svg").exists()


def test_beyond_the_limit_an_operator_is_pointed_to_a_server(quick_services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    assert quick_services.advice is None
    monkeypatch.setattr("service.wiring.EMBEDDED_LIMIT", 100)

    assert "passages are more than the embedded store is made for (100)" in str(quick_services.advice)
    assert "MEND_QDRANT_URL" in str(quick_services.advice)
    served = quick_services.settings.model_copy(update={"qdrant_url": "http://127.0.0.1:6333"})
    assert replace(quick_services, settings=served).advice is None
    assert EMBEDDED_LIMIT == 50_000
