"""Measures the embedded store as the corpus grows: time to index, memory, time to answer; writes docs/scale.md and a plot.

Times are those of the processor, on one core, so that other work on the machine does not count.

python -m evals.scale                       all sizes, 100 to 200,000 passages
python -m evals.scale --sizes 100 1000      some sizes
python -m evals.scale --one 1000            one size in this process, its figures as JSON
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from zlib import crc32

import numpy as np

from evals.scale_page import page, plot
from service.adapters.qdrant_store import QdrantStore
from service.adapters.vector_cache import VectorCache
from service.domain.corpus import Corpus, Guide, Passage, Phase, Section, Step
from service.index import Index
from service.ports import Vectors
from service.retrieval.passages import passages_of
from service.retrieval.ranking import Ranker
from service.retrieval.retriever import Retriever
from service.wiring import scope_model

SIZES = (100, 1_000, 5_000, 20_000, 50_000, 100_000, 200_000)
_ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_DIMENSIONS = 384
_PER_SECTION = 20
_STEPS, _ASKS = 4, 15
_QUERIES = 20
_WORDS = ("talk", "listen", "pause", "trust", "week", "walk", "letter", "calm", "evening", "answer", "share", "small", "slow", "together")
_DOCS = Path(__file__).resolve().parent.parent / "docs"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size took: processor seconds of a first and a second start, MB, and processor milliseconds a search."""

    passages: int
    first_index_s: float
    restart_s: float
    memory_mb: float
    peak_mb: float
    disk_mb: float
    query_ms_median: float
    query_ms_p95: float


class SteadyEmbedder:
    """Random unit vectors, the same for the same batch: what is measured is the store and not the encoder."""

    name = "synthetic"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        random = np.random.default_rng(crc32(texts[0].encode()))
        vectors = random.standard_normal((len(texts), _DIMENSIONS), dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def synthetic_corpus(passages: int) -> Corpus:
    """A corpus of about so many passages, shaped as the shipped one: a text, some steps and many questions a section."""
    random = np.random.default_rng(passages)
    sections = max(1, round(passages / _PER_SECTION))
    made = tuple(_section(number, random) for number in range(1, sections + 1))
    guide = Guide("synthetic", "Synthetic", "made for measuring", "0" * 64, 1, date(2026, 1, 1), "nobody", (), made)
    return Corpus(f"synthetic-{passages}", (guide,), (), ())


def _section(number: int, random: np.random.Generator) -> Section:
    def words(count: int) -> str:
        return " ".join(random.choice(_WORDS, count)) + f" {number}"

    return Section(
        id=f"synthetic#{number}",
        guide="synthetic",
        heading=words(4),
        kind="principle",
        text=words(120),
        topics=("general",),
        phase=Phase.ANY,
        presupposes_safety=True,
        claims=(),
        tensions=(),
        steps=tuple(Step(words(14), None) for _ in range(_STEPS)),
        next_action=words(8),
        question=words(8),
        asks=tuple(words(12) for _ in range(_ASKS)),
    )


def measure(size: int) -> Measured:
    """Index a corpus of one size twice, first without and then with its vectors on disk, and ask it questions."""
    before = _resident_mb()
    corpus = synthetic_corpus(size)
    passages = passages_of(corpus)
    with tempfile.TemporaryDirectory() as folder:
        cache = VectorCache(Path(folder))
        first, store, _ = _indexed(passages, corpus, cache)
        store.close()
        disk = cache.file(SteadyEmbedder.name, corpus.version).stat().st_size
        again, store, ranker = _indexed(passages, corpus, cache)
    memory = _resident_mb() - before
    retriever = Retriever(SteadyEmbedder(), store, ranker, lambda: None)
    times = []
    for number in range(_QUERIES):
        start = time.process_time()
        retriever.search(f"question {number}", limit=5)
        times.append((time.process_time() - start) * 1000)
    store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    p95 = statistics.quantiles(times, n=20)[-1]
    return Measured(len(passages), first, again, memory, peak, disk / 1e6, statistics.median(times), p95)


def _indexed(passages: tuple[Passage, ...], corpus: Corpus, cache: VectorCache) -> tuple[float, QdrantStore, Ranker]:
    store, ranker = QdrantStore(), Ranker(corpus.sections, scope_model(), corpus.related)
    start = time.process_time()
    Index(passages, embedder=SteadyEmbedder(), store=store, cache=cache, ranker=ranker, version=corpus.version).prepare()
    return time.process_time() - start, store, ranker


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> int:
    """Measure the sizes wanted, each in a process of its own, and write the page and the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="how many passages")
    parser.add_argument("--one", type=int, help="measure one size here and print it as JSON")
    parser.add_argument("--out", type=Path, default=_DOCS, help="folder for scale.md and scale.svg")
    wanted = parser.parse_args()
    if wanted.one:
        print(json.dumps(asdict(measure(wanted.one))))
        return 0
    rows = []
    for size in wanted.sizes:
        command = [sys.executable, "-m", "evals.scale", "--one", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | _ONE_CORE)  # noqa: S603
        rows.append(Measured(**json.loads(done.stdout.splitlines()[-1])))
        print(rows[-1], file=sys.stderr)
    figures = sorted((asdict(row) for row in rows), key=lambda row: row["passages"])
    (wanted.out / "scale.svg").write_text(plot(figures), encoding="utf-8")
    (wanted.out / "scale.md").write_text(page(figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
