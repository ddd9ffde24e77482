"""What is wrong with a field, in words for whoever must correct it.

pydantic's own sentences speak of types to a programmer ("Input should be a valid string").
Each of these is a predicate, to stand behind the field's name, and none repeats a value.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from winnow.annotate.mark import PAGE_ID_FORM, SHA256_FORM, TIMESTAMP_FORM

MOST_FAULTS: Final = 100
"""Of one record, that are told one by one."""
_SENTENCES: Final = {
    "missing": "is missing",
    "extra_forbidden": "is no field that Winnow knows",
    "string_type": "is not a text",
    "string_too_short": "is empty, or shorter than {min_length} characters",
    "string_too_long": "is longer than {max_length:,} characters",
    "literal_error": "is not {expected}",
    "enum": "is not {expected}",
    "int_type": "is not a whole number",
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "greater_than_equal": "is less than {ge}",
    "less_than_equal": "is more than {le}",
    "tuple_type": "is not a list",
    "list_type": "is not a list",
    "too_long": "has more than {max_length:,} entries",
    "dict_type": "is not an object",
    "model_type": "is not an object",
    "model_attributes_type": "is not an object",
    "uuid_type": "is not a UUID",
    "uuid_parsing": "is not a UUID",
}
_FORMS: Final = {
    SHA256_FORM: "is not a SHA-256 in 64 digits from 0 to f",
    PAGE_ID_FORM: "is not a page's id in 32 digits from 0 to f",
    TIMESTAMP_FORM: "is not a time in UTC such as 2026-03-01T10:00:00.000Z",
}


def faults(error: ValidationError) -> Iterable[tuple[str, str]]:
    """What `error` has against a record: each JSON pointer (RFC 6901) with its sentence.

    Of a record that is wrong in more than `MOST_FAULTS` places only how many there are.
    """
    if error.error_count() > MOST_FAULTS:  # a stranger's may have a million
        yield "", f"is wrong in {error.error_count():,} places"
        return
    for fault in error.errors(include_url=False, include_input=False):
        yield pointer(fault["loc"]), _sentence(fault)


def pointer(location: tuple[int | str, ...]) -> str:
    """`location` as a JSON pointer."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location)


def _sentence(fault: Mapping[str, Any]) -> str:
    context = fault.get("ctx", {})
    match fault["type"]:
        case "value_error":
            return str(context["error"])
        case "string_pattern_mismatch":
            return _FORMS.get(context["pattern"], "has a sign or a length that it may not have")
        case kind if kind in _SENTENCES:
            return _SENTENCES[kind].format(**context)
        case _:
            return f"cannot be used: {fault['msg']}"
