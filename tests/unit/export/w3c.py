"""The working group's own assertions (tests/data/w3c), and expansion without a network."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

from jsonschema import Draft4Validator, FormatChecker
from pyld import jsonld
from referencing import Registry
from referencing.jsonschema import DRAFT4

DATA = Path(__file__).parents[2] / "data" / "w3c"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"

ANNOTATION = "annotations/annotationMusts.test"
COLLECTION = "collections/collectionMusts.test"
PAGE = "collections/pages/pageMusts.test"

checker = FormatChecker(["uri"])


@checker.checks("date-time", raises=ValueError)
def is_date_time(text):
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


def read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def assertions(suite):
    return read(suite)["assertions"]


@cache
def _registry():
    return Registry().with_resources(
        (file.name, DRAFT4.create_resource(json.loads(file.read_text(encoding="utf-8"))))
        for file in (DATA / "definitions").glob("*.json")
    )


def unmet(suite, document):
    """The assertions of `suite` that `document` does not meet."""
    return [name for name in assertions(suite) if not _meets(name, document)]


def _meets(name, document):
    schema = read(name)
    validator = Draft4Validator(schema, registry=_registry(), format_checker=checker)
    return validator.is_valid(document) == (schema["expectedResult"] == "valid")


def expand(document):
    return jsonld.expand(document, {"documentLoader": _load})


def _load(url, _options):
    assert url == CONTEXT, f"{url} would be fetched"
    return {"contextUrl": None, "documentUrl": url, "document": read("anno.jsonld")}


def said(node):
    """Every id, type and value that a document says, as often as it says it."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name != "@context":
                yield from said(value)
    elif isinstance(node, list):
        for entry in node:
            yield from said(entry)
    else:
        yield node


def expanded(node):
    """The same of an expanded document, where a value stands with its data type."""
    if isinstance(node, dict) and "@value" in node:
        yield node["@value"]
    elif isinstance(node, dict):
        for value in node.values():
            yield from expanded(value)
    elif isinstance(node, list):
        for entry in node:
            yield from expanded(entry)
    else:
        yield node
