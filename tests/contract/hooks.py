"""What JSON Schema cannot say of the contract, told to Schemathesis."""

import re

import schemathesis
from hypothesis import strategies as st

# Cursors are opaque: but for the empty one they come from answers, in the stateful phase.
schemathesis.openapi.format("cursor", st.just(""))
# A pattern cannot say which days there are.
days = st.dates().map(lambda day: day.isoformat())
schemathesis.openapi.format(
    "moment", st.one_of(st.just(""), days, days.map(lambda day: f"{day}T12:00:00.000Z"))
)

NO_ID = "0" * 32
TAG = re.compile(r'"[0-9a-f]+"')
seen = {}
restored = set()


@schemathesis.hook
def before_call(context, case, kwargs):  # noqa: ARG001 - the hook's signature
    operation = case.operation.definition.raw["operationId"]
    if operation == "add_annotation":
        in_order(case.body)
    path = case.path_parameters or {}
    if path.get("id") == "null":  # an answer said that there is no page
        path["id"] = NO_ID
    tag = (case.headers or {}).get("If-Match", "")
    if TAG.fullmatch(tag):  # every other change is of what is there
        case.headers["If-Match"] = seen.pop(path.get("id"), tag)


@schemathesis.hook
def after_call(context, case, response):  # noqa: ARG001 - the hook's signature
    named = (case.path_parameters or {}).get("id")
    if "etag" in response.headers:
        seen[named] = response.headers["etag"][0]
    if isinstance(case.body, dict) and case.body.get("deleted", True) is None:
        restored.add(named)


@schemathesis.hook
def filter_failure(context, failure, case, response):  # noqa: ARG001 - the hook's signature
    """A deleted mark is still there: as a tombstone that says so, or restored (`deleted: null`)."""
    if type(failure).__name__ != "UseAfterFree":
        return True
    tombstone = response.json().get("annotation", {}).get("deleted")
    return not (tombstone or (case.path_parameters or {}).get("id") in restored)


def in_order(mark):
    """`start` is before `end`."""
    if not isinstance(mark, dict):
        return
    start, end = mark.get("start"), mark.get("end")
    if {type(start), type(end)} <= {int, float} and start >= end >= 0:
        mark |= {"start": end, "end": start} if start > end else {"start": 0, "end": start or 1}
