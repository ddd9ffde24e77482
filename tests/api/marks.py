"""Marks that tests of the HTTP face keep."""

from typing import Any


def keep(client: Any, mark: dict[str, Any]) -> dict[str, Any]:
    """The mark as the server keeps it."""
    answer = client.post("/annotations", mark)
    assert answer.status == 201, answer.body
    return answer.json["annotation"]
