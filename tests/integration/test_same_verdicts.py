"""The same words get the same verdict, byte for byte, in every process, locale, time zone and order of hashing."""

import json

from tests.integration.processes import mend

TEXTS = [
    "we keep arguing about whose turn it is to cook",
    "my husband grabbed me by the throat last night",
    "my hu5b4nd ch0k3d me but it was nothing lol",
    "everyone would sleep better without me, i have given away my guitar and the cat",
    "she reads my messages and counts the money i spend, then she is nice for a week",
    "él me pegó ayer y tengo miedo",
]
ROWS = "".join(json.dumps({"id": f"{i}-{turn}", "text": text}) + "\n" for turn in range(20) for i, text in enumerate(TEXTS))
PLACES = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "OMP_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "3", "LC_ALL": "C.UTF-8", "TZ": "America/Adak", "OMP_NUM_THREADS": "2"},
)


def test_three_processes_in_three_places_say_the_same() -> None:
    first, *others = [mend("check", "--jsonl", stdin=ROWS, **place).stdout for place in PLACES]
    verdicts: dict[str, set[str]] = {}
    for line in first.splitlines():
        row = json.loads(line)
        verdicts.setdefault(row.pop("id").split("-")[0], set()).add(json.dumps(row))

    assert others == [first, first]
    assert [len(verdicts[str(i)]) for i in range(len(TEXTS))] == [1] * len(TEXTS)
