"""`long`: whether one sentence of a long, ordinary message is heard, and the same message with an ordinary sentence is left alone."""

from evals.suites import safety

SUITE = safety.with_twins(
    name="long",
    title="Long messages",
    question="Is danger heard that takes one sentence of a long story?",
    dataset="long.v1",
    fast=60,
    notes=(
        "Each disclosure stands beside the same story with that one sentence made ordinary, so length and mood tell nothing.",
        "The messages were written for this project by one author. They are tidier than what people in danger write.",
    ),
)
