"""Fits the second reading of short messages: one linear layer over the encoder's vectors.

python -m evals.meaning.brief

The encoder learnt from posts of a hundred words and more; of ten words its own score says little. This layer is fitted on
the project's own short texts alone: the examples of the rules, the exemplars with their twins, and as harmless ones what
people may ask the guides. It writes `weights/brief.json` and names it in the manifest. Calibrate afterwards.
"""

import hashlib
import json
from collections.abc import Iterator

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from service.adapters.data_files import data_folder, meaning_folder, rules_folder
from service.adapters.onnx_meaning import OnnxMeaningEncoder
from service.domain.safety import RiskLevel
from service.safety.loader import load_language, load_rulebook
from service.safety.meaning.plain_form import load_plain_form

_WEIGHTS = meaning_folder() / "weights"
_FEWEST_WORDS = 4
_INVERSE_PENALTY = 10.0
_DIGITS = 4
_DIMENSIONS = 384


def main() -> int:
    """Fit, write, and say on how many texts."""
    language = load_language(rules_folder())
    plain = load_plain_form(meaning_folder(), language)
    pairs = sorted(set(_texts()))
    forms = [" ".join(plain(language.normalise(text)).words) for text, _ in pairs]
    if not (_WEIGHTS / "brief.json").exists():
        _write(json.dumps({"bias": 0.0, "weights": [0.0] * _DIMENSIONS}))
    labels = np.array([label for _, label in pairs])
    vectors = OnnxMeaningEncoder(_WEIGHTS, threads=2).vectors(forms)
    fitted = LogisticRegression(C=_INVERSE_PENALTY, max_iter=1000, class_weight="balanced").fit(vectors, labels)
    weights = [round(float(weight), _DIGITS) for weight in fitted.coef_[0]]
    _write(json.dumps({"bias": round(float(fitted.intercept_[0]), _DIGITS), "weights": weights}) + "\n")
    print(f"fitted on {len(pairs)} short texts, {int(labels.sum())} of them disclosures")
    return 0


def _texts() -> Iterator[tuple[str, int]]:
    """Short texts of the project in English, each with 1 for a disclosure or 0."""
    for rule in load_rulebook(rules_folder()).rules:
        if rule.level > RiskLevel.NONE and "other_languages" not in rule.place:
            yield from ((text, 1) for text in rule.fires)
            yield from ((text, 0) for text in rule.silent)
    for file in sorted((meaning_folder() / "exemplars").glob("*.jsonl")):
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            yield row["text"], int(row["level"] != "none")
            if "twin" in row:
                yield row["twin"], 0
    for file in sorted((data_folder("corpus") / "asks").glob("*.yaml")):
        yield from ((text, 0) for text in _strings(yaml.safe_load(file.read_text("utf-8"))) if len(text.split()) >= _FEWEST_WORDS)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _write(text: str) -> None:
    (_WEIGHTS / "brief.json").write_text(text, "utf-8")
    manifest = json.loads((_WEIGHTS / "manifest.json").read_text("utf-8"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    manifest["sha256"]["brief.json"] = digest
    manifest["version"] = f"{manifest['sha256']['weights.npz'][:12]}.{digest[:4]}"
    (_WEIGHTS / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
