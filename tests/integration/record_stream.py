"""Records one streamed reply with times, and how long a sentence takes from the model to the caller.

Run `python -m tests.integration.record_stream` on a machine that does nothing else; it needs no network.
"""

import json
import statistics
import tempfile
import time
from pathlib import Path

import httpx

from service.settings import Settings
from service.wiring import build
from tests.integration.live import LiveApp
from tests.integration.stub_model import Exchange, StubModel
from tests.integration.talk import CHORES, turn
from tests.integration.test_model_faults import PATIENT, with_model, writer
from tests.integration.test_model_stream import events

_BETWEEN = 0.03
_REPLIES = 20


def main() -> None:
    """Print the events of the last reply and the median over all."""
    sent: dict[str, float] = {}

    def at_a_models_pace(exchange: Exchange) -> None:
        exchange.head()
        for sentence in exchange.good_sentences(6):
            for word in sentence.split(" "):
                time.sleep(_BETWEEN / 4)
                sent[sentence.rsplit(" [", 1)[0]] = time.perf_counter()
                exchange.say(f"{word} " if not word.startswith("[") else word)
            time.sleep(_BETWEEN)
            exchange.say(" ")
        exchange.stop()

    services = build(Settings(embedder="words", cache_dir=Path(tempfile.gettempdir()) / "mend-record"))
    services.warm_up()
    waits: list[float] = []
    recorded: list[str] = []
    with StubModel(at_a_models_pace) as stub, LiveApp(with_model(services, writer(stub.url, PATIENT))) as app:
        for _ in range(_REPLIES):
            started, recorded, held = time.perf_counter(), [], True
            with httpx.stream("POST", f"{app.address}/v1/chat", json=turn(CHORES, stream=True), timeout=60) as response:
                for name, data in events(response.iter_lines()):
                    now = time.perf_counter()
                    recorded.append(f"{(now - started) * 1000:7.1f} ms  {name:9} {json.dumps(data, ensure_ascii=False)[:100]}")
                    if name == "sentence" and not held:
                        waits.append(now - sent[data["text"]])
                    held = held and name != "sentence"  # the first may wait for the second
    services.close()
    print("\n".join(recorded))
    ranked = sorted(wait * 1000 for wait in waits)
    print(f"{len(ranked)} sentences: median {statistics.median(ranked):.1f} ms, p95 {ranked[int(len(ranked) * 0.95)]:.1f} ms")


if __name__ == "__main__":
    main()
