"""Exit codes of `mend`, as the contract gives them."""

from enum import IntEnum


class Exit(IntEnum):
    """What the exit status means."""

    OK = 0
    GATE_FAILED = 1
    USAGE = 2
    CONFIGURATION = 3
    MODEL_UNAVAILABLE = 4
    REGRESSION = 5
    INTERRUPTED = 130
