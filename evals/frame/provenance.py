"""What produced a run: code, rules, prompts, corpus, weights, packages, kind of machine; never a name of a machine or person."""

import hashlib
import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import service
from service.adapters.data_files import data_folder
from service.wiring import Services

_ROOT = Path(__file__).parent.parent.parent
_PACKAGES = ("numpy", "onnxruntime", "qdrant-client", "scikit-learn", "scipy", "sentence-transformers", "tokenizers", "torch")


def of_services(services: Services, encoder: str) -> dict[str, Any]:
    """Everything about a local run."""
    settings = services.settings
    return {
        **of_code(),
        "rules": services.classifier.version,
        "corpus": services.corpus.version,
        "prompts": _folder_hash(settings.prompts_dir or data_folder("prompts")),
        "encoder": encoder,
        "model": "none: replies are composed from the guides",
    }


def of_code() -> dict[str, Any]:
    """What can be told without a service."""
    return {
        "version": service.__version__,
        "revision": _revision(),
        "python": platform.python_version(),
        "packages": {name: _installed(name) for name in _PACKAGES},
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def _revision() -> str:
    """The commit, with a mark where the tree differs from it; `unknown` outside a checkout."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    if not commit:
        return "unknown"
    return f"{commit}, changed since" if _git("status", "--porcelain", "--untracked-files=no") else commit


def _git(*arguments: str) -> str:
    try:
        found = subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603, S607
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _folder_hash(folder: Path) -> str:
    whole = hashlib.sha256()
    for file in sorted(folder.glob("*.*")):
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:16]
