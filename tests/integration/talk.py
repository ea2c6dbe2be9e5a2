"""Short forms for talking with the service in a test."""

from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

Client = TestClient[Litestar]
Json = dict[str, Any]

CHORES = "We keep having the same fight about chores and I do not know how to start talking again."
CONTROL = "My partner decides who I may see and reads all my messages."
VIOLENCE = "He punched me in the face last night."
TAXES = "How do I file my taxes?"


def turn(text: str, **fields: object) -> Json:
    """A request body with one message of the user."""
    return {"messages": [{"role": "user", "content": text}], **fields}


def chat(client: Client, text: str, **fields: object) -> Json:
    """The answer to one message; fails where there is none."""
    response = client.post("/v1/chat", json=turn(text, **fields))
    assert response.status_code == 200, response.text
    return dict(response.json())


def countries(answer: Json) -> set[str]:
    """The countries whose help lines an answer shows."""
    return {resource["country"] for resource in answer["resources"]}
