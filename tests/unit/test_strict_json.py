"""JSON that two programs could read differently is refused, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.strict_json import StrictJSONError, loads

REFUSED = {
    "a key twice": b'{"a": 1, "a": 2}',
    "a key twice, deep": b'[{"b": {"a": 1, "a": 1}}]',
    "NaN": b'{"a": NaN}',
    "Infinity": b"[-Infinity]",
    "a number out of range": b"[1e999]",
    "an integer of 5,000 digits": b"[" + b"9" * 5000 + b"]",
    "half a surrogate pair": b'["\\ud800"]',
    "the other half": b'{"\\udc00": 1}',
    "halves the wrong way round": b'["\\udc00\\ud800"]',
    "NUL": b'["a\\u0000b"]',
    "not UTF-8": b'["\xff"]',
    "UTF-16": '["a"]'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf[]",
    "a surrogate in UTF-8": b'["\xed\xa0\x80"]',
    "nothing": b"",
    "half an object": b'{"a":',
    "deep nesting": b"[" * 100_000,
    "two values": b"{} {}",
    "a comment": b"[1] // one",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_ambiguous_is_refused_without_its_words(body):
    with pytest.raises(StrictJSONError) as refusal:
        loads(body)
    assert str(refusal.value).partition(" ")[0] in {"is", "names", "holds"}


def test_a_whole_surrogate_pair_is_one_character():
    assert loads(b'["\\ud83c\\udf3e"]') == ["\U0001f33e"]


text = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inner: st.lists(inner) | st.dictionaries(text, inner),
)


@given(values)
def test_all_other_json_is_read_as_it_is(value):
    assert loads(json.dumps(value).encode()) == value
