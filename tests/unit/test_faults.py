"""What is said of a field that cannot be used."""

import pytest
from pydantic import ValidationError

from tests.unit.library import a_mark, a_page
from winnow.annotate.mark import MAX_NOTE, Annotation
from winnow.faults import faults

ROW = a_mark(a_page(), tags=("harvest",)).model_dump(mode="json", by_alias=True)


@pytest.mark.parametrize(
    ("change", "pointer", "sentence"),
    [
        ({"exact": None}, "/exact", "is not a text"),
        ({"exact": ""}, "/exact", "is empty, or shorter than 1 characters"),
        ({"note": "n" * (MAX_NOTE + 1)}, "/note", "is longer than 200,000 characters"),
        ({"kind": "opinion"}, "/kind", "is not 'claim', 'quote' or 'highlight'"),
        ({"rev": "2"}, "/rev", "is not a whole number"),
        ({"rev": 0}, "/rev", "is less than 1"),
        ({"id": "7"}, "/id", "is not a UUID"),
        ({"id": 7}, "/id", "is not a UUID"),
        ({"page": "7"}, "/page", "is not a page's id in 32 digits from 0 to f"),
        ({"text_hash": "7"}, "/text_hash", "is not a SHA-256 in 64 digits from 0 to f"),
        ({"created": "soon"}, "/created", "is not a time in UTC such as 2026-03-01T10:00:00.000Z"),
        ({"tags": "harvest"}, "/tags", "is not a list"),
        ({"tags": [7]}, "/tags/0", "is not a text"),
        ({"tags": ["t"] * 1_001}, "/tags", "has more than 1,000 entries"),
        ({"segments": [7]}, "/segments/0", "is not an object"),
        ({"a/b~": 1}, "/a~1b~0", "is no field that Winnow knows"),
    ],
)
def test_a_field_is_named_with_what_is_wrong_with_it(change, pointer, sentence):
    with pytest.raises(ValidationError) as refused:
        Annotation.model_validate(ROW | change)
    assert list(faults(refused.value)) == [(pointer, sentence)]


def test_each_field_that_is_missing_is_named():
    with pytest.raises(ValidationError) as refused:
        Annotation.model_validate({name: ROW[name] for name in ROW if name not in ("id", "exact")})
    assert list(faults(refused.value)) == [("/id", "is missing"), ("/exact", "is missing")]
