"""OpenAPI in, one HTML page out: no script, nothing to fetch, styles allowed by their hash.

A browser cannot send a token with an address that is typed in, so a page served behind the
guard would open for nobody, and one served before it would tell strangers more than /health
does. So it is a file: it opens from a clone without a server, and a test holds it equal to
what a running server says.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

Json = dict[str, Any]

HERE: Final = Path(__file__).parent
BOUNDS: Final = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "from {}",
    "maximum": "to {}",
    "maxItems": "at most {} of them",
    "minProperties": "at least {} field",
    "pattern": "matches {}",
    "format": "format {}",
    "default": "{} unless given",
    "const": "always {}",
}
_CODE: Final = re.compile(r"`([^`]+)`")


def render(contract: Json) -> str:
    """The page of this OpenAPI description."""
    style = (HERE / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    templates = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters |= {"shape": shape, "bounds": bounds, "prose": prose}
    return templates.get_template("page.html").render(
        contract=contract,
        groups=_grouped(contract),
        style=Markup(style),  # noqa: S704 - our own file, and hashed as it stands
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'",
    )


def _grouped(contract: Json) -> dict[str, list[Json]]:
    """The operations by tag, each with its method and path."""
    groups: dict[str, list[Json]] = {}
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            told = {"method": method.upper(), "path": path, **operation}
            groups.setdefault(operation["tags"][0], []).append(told)
    return groups


def prose(text: str) -> Markup:
    """Paragraphs, with code between backquotes."""
    paragraphs = (
        Markup("<p>{}</p>").format(_inline(part)) for part in text.split("\n\n") if part.strip()
    )
    return Markup("\n").join(paragraphs)


def shape(schema: Json) -> Markup:
    """What kind of value a schema describes, with links to models."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#{0}">{0}</a>').format(name)
    for choice in ("anyOf", "oneOf"):
        if choice in schema and "type" not in schema:
            return Markup(" or ").join(shape(part) for part in schema[choice])
    if "enum" in schema:
        return Markup(", ").join(Markup("<code>{}</code>").format(_said(v)) for v in schema["enum"])
    if schema.get("type") == "array":
        return Markup("list of ") + shape(schema.get("items") or {})
    return escape(schema.get("type", "anything"))


def bounds(schema: Json) -> Markup:
    """The limits a schema sets, in words; those of its alternatives too."""
    parts = [schema, *schema.get("anyOf", ()), schema.get("items") or {}]
    said = dict.fromkeys(
        _around(words, _said(part[name]))
        for part in parts
        for name, words in BOUNDS.items()
        if name in part and part[name] not in ("", [])
    )
    return Markup("; ").join(said)


def _around(words: str, value: str) -> Markup:
    before, _, after = words.partition("{}")
    return Markup("{}<code>{}</code>{}").format(before, value, after)


def _said(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return {True: "true", False: "false", None: "null"}.get(value, str(value))


def _inline(text: str) -> Markup:
    pieces = _CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    )
