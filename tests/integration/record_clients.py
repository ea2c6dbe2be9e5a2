"""Asks a running service with the official OpenAI clients and prints what they got.

Run `python -m tests.integration.record_clients http://127.0.0.1:8000`; the JavaScript client is asked where Node is.
"""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import openai
from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

from tests.integration.talk import CHORES

_JS = Path(__file__).parents[1] / "js"


def main() -> None:
    """First Python, then JavaScript."""
    address = f"{sys.argv[1]}/v1"
    print(f"openai {openai.__version__}, Python\n")
    with OpenAI(base_url=address, api_key="any", max_retries=0) as client:
        _python(client)
    if node := shutil.which("node"):
        version = json.loads((_JS / "package.json").read_text(encoding="utf-8"))["dependencies"]["openai"]
        print(
            f"\nopenai {version}, JavaScript, node {subprocess.run([node, '--version'], capture_output=True, text=True, check=True).stdout}"
        )
        run = subprocess.run([node, _JS / "client.mjs", address, CHORES], capture_output=True, text=True, check=True)
        print(json.dumps(json.loads(run.stdout), indent=1, ensure_ascii=False))


def _python(client: OpenAI) -> None:
    messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": CHORES}]
    print("models:", [model.id for model in client.models.list()])
    whole = client.chat.completions.create(model="mend", messages=messages, temperature=0.7)
    extra = whole.model_extra or {}
    print("finish:", whole.choices[0].finish_reason, "| usage:", whole.usage.to_dict() if whole.usage else None)
    print("extra fields:", sorted(extra), "| level:", extra["verdict"]["level"], "| composer:", extra["composer"]["name"])
    print(f"\n{whole.choices[0].message.content}\n")
    started = time.perf_counter()
    for chunk in client.chat.completions.create(model="mend", messages=messages, stream=True, stream_options={"include_usage": True}):
        delta = chunk.choices[0].delta.content if chunk.choices else None
        end = chunk.choices[0].finish_reason if chunk.choices else f"usage {chunk.usage.total_tokens}" if chunk.usage else None
        print(
            f"{(time.perf_counter() - started) * 1000:7.1f} ms  {json.dumps((delta or '')[:70], ensure_ascii=False)}  {end or ''}".rstrip()
        )
    try:
        client.chat.completions.create(model="mend", messages=[{"role": "user", "content": " "}])
    except openai.UnprocessableEntityError as error:
        print("\nan empty message:", type(error).__name__, error.status_code, error.type, str(error.body)[:90])


if __name__ == "__main__":
    main()
