"""Asks a running service that has a language model behind it, and prints what became of each reply.

Run `python -m tests.integration.record_peer http://127.0.0.1:8000`; see docs/peers.md.
"""

import sys
import time
from collections import Counter

import httpx

from tests.integration.talk import CHORES, VIOLENCE, Json, turn
from tests.integration.test_model_stream import events

_QUESTIONS = (
    CHORES,
    "How can I apologise after a lie?",
    "We hardly talk any more. How do we begin?",
    "My partner wants more time alone and I feel left out.",
    "How do we rebuild trust after an affair?",
    "We shout at each other about money.",
    VIOLENCE,
)


def main() -> None:
    """Each question twice: as a stream, and as one answer."""
    with httpx.Client(base_url=sys.argv[1], timeout=120) as client:
        print("mode    seconds  kind       composer    fallback          sentences  dropped")
        for text in _QUESTIONS:
            for mode in ("stream", "whole"):
                started = time.perf_counter()
                answer = _streamed(client, text) if mode == "stream" else client.post("/v1/chat", json=turn(text)).json()
                seconds = time.perf_counter() - started
                composer = answer["composer"]
                dropped = ", ".join(f"{reason} {count}" for reason, count in Counter(composer["dropped"]).most_common())
                row = f"{mode:6} {seconds:8.2f}  {answer['kind']:10} {composer['name']:11} {composer['fallback'] or '':17}"
                print(f"{row} {len(answer['reply']['sentences']):9}  {dropped}")


def _streamed(client: httpx.Client, text: str) -> Json:
    with client.stream("POST", "/v1/chat", json=turn(text, stream=True)) as response:
        told = list(events(response.iter_lines()))
    return next(data for name, data in told if name == "done")


if __name__ == "__main__":
    main()
