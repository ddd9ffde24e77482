"""Marks that tests keep on a running server, and those that it has."""

from typing import Any


def keep(client: Any, mark: dict[str, Any]) -> dict[str, Any]:
    """The mark as the server keeps it."""
    answer = client.post("/annotations", mark)
    assert answer.status == 201, answer.body
    return answer.json["annotation"]


def ids(client: Any) -> set[str]:
    """The ids of the marks that the server lists."""
    return {mark["id"] for mark in client.get("/annotations").json["annotations"]}
