"""Proves rules by their own examples, and tells what a changed rule set would answer differently."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.domain.safety import RiskLevel
from service.domain.text import Message, Speaker
from service.safety.engine import RuleEngine
from service.safety.records import Rule, Rulebook
from service.safety.verdict import Classifier


@dataclass(frozen=True, slots=True)
class Example:
    """One example of one rule and how it went."""

    rule: str
    place: str
    text: str
    must_fire: bool
    fired: bool
    level: RiskLevel | None
    """The level the rule gave it, after context and aggravators; None where it did not fire."""

    @property
    def right(self) -> bool:
        """Whether the rule did what its example says."""
        return self.must_fire == self.fired


@dataclass(frozen=True, slots=True)
class Flip:
    """A text that two rule sets judge differently, with the rules that speak under each."""

    id: str
    text: str
    before: RiskLevel
    after: RiskLevel
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]


def prove(book: Rulebook, rules: Iterable[Rule] | None = None) -> Iterator[Example]:
    """Every example of the rules given, or of all, in the order of the files."""
    engine = RuleEngine(book)
    for rule in book.rules if rules is None else rules:
        for must_fire, texts in ((True, rule.fires), (False, rule.silent)):
            for text in texts:
                levels = [signal.level for signal in engine.signals(text) if signal.rule == rule.id]
                yield Example(rule.id, rule.place, text, must_fire, bool(levels), max(levels, default=None))


def flips(before: Rulebook, after: Rulebook, texts: Sequence[tuple[str, str]]) -> Iterator[Flip]:
    """The texts (id, text) on which the two rule sets alone give different levels."""
    old, new = Classifier(RuleEngine(before)), Classifier(RuleEngine(after))
    for name, text in texts:
        messages = [Message(Speaker.USER, text)]
        one, other = old.classify(messages), new.classify(messages)
        if one.level is not other.level:
            yield Flip(name, text, one.level, other.level, tuple(hit.rule for hit in one.hits), tuple(hit.rule for hit in other.hits))


def advice(book: Rulebook) -> Iterator[str]:
    """What a reviewer would ask of a rule set that loads: no near miss, two rules with the same example, a very broad pattern."""
    seen: dict[str, str] = {}
    for rule in book.rules:
        if not rule.silent:
            yield f"{rule.place}: rule {rule.id} has no near miss under silent"
        for text in rule.fires:
            if text in seen and seen[text] != rule.id:
                yield f"{rule.place}: rule {rule.id} shares the example {text!r} with {seen[text]}"
            seen[text] = rule.id
        for pattern in rule.patterns:
            if len(pattern.needs) < 2 and len(pattern.needs[0]) > 1 and rule.level > RiskLevel.NONE:
                yield f"{rule.place}: pattern {pattern.text!r} of {rule.id} hangs on one word of {len(pattern.needs[0])}"


def template(rule_id: str, category: str, level: str, voice: str) -> str:
    """A new rule to fill in, as a whole file."""
    return (
        f"category: {category}\n"
        'source: "Where this comes from: a published source"\n'
        "contexts: [negation, hypothetical, fiction, quotation, curiosity, past, joke]\n"
        "rules:\n"
        f"  - id: {rule_id}\n"
        f"    level: {level}\n"
        f"    voice: {voice}\n"
        '    reason: "One plain sentence that anybody may read."\n'
        "    patterns:\n"
        '      - "{they_pronoun} ~1 {act: opens|reads} (all my|my) letters"\n'
        '    fires: ["he opens all my letters"]\n'
        '    silent: ["he opens the letters for the office"]\n'
    )
