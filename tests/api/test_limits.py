"""The largest mark there may be is kept, found and exported; more is refused, and says of what."""

import pytest

from winnow.annotate.mark import MAX_EXACT, MAX_NOTE, MAX_TAGS

TAGS = [f"{number:04}".rjust(100, "t") for number in range(MAX_TAGS + 1)]
LARGEST = {
    "exact": "wörd " * (MAX_EXACT // 5),
    "note": "é" * (MAX_NOTE - 5) + " last",
    "tags": TAGS[:MAX_TAGS],
    "speaker": "s" * 500,
}


def test_the_largest_mark_is_kept_found_and_comes_back(client, a_mark):
    kept = client.post("/annotations", a_mark(**LARGEST))
    assert kept.status == 201, kept.body
    mark = kept.json["annotation"]
    assert mark.items() >= LARGEST.items()
    assert client.get(f"/annotations/{mark['id']}").json["annotation"] == mark
    for query in ("q=last", f"tag={TAGS[MAX_TAGS - 1]}", "q=word"):
        assert client.get(f"/annotations?{query}").json["annotations"] == [mark]
    export = client.get("/export").json
    assert export["annotations"] == [mark]
    again = client.post("/import?dry_run=true", export).json
    assert [row["outcome"] for row in again["rows"]] == ["same"]


@pytest.mark.parametrize(
    ("more", "pointer", "sentence"),
    [
        ({"exact": "x" * (MAX_EXACT + 1)}, "/exact", "50,000 characters"),
        ({"note": "x" * (MAX_NOTE + 1)}, "/note", "200,000 characters"),
        ({"tags": TAGS}, "/tags", "1,000 entries"),
        ({"tags": ["t" * 101]}, "/tags/0", "100 characters"),
        ({"speaker": "s" * 501}, "/speaker", "500 characters"),
    ],
    ids=["mark", "note", "tags", "tag", "speaker"],
)
def test_one_more_is_refused_and_the_limit_is_told(client, a_mark, more, pointer, sentence):
    refused = client.post("/annotations", a_mark(**more))
    assert (refused.status, refused.problem) == (422, "invalid")
    [error] = refused.json["errors"]
    assert error["pointer"] == pointer
    assert sentence in error["detail"]
    assert client.get("/annotations").json["annotations"] == []
