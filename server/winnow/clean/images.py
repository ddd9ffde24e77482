"""Images that load nothing: their lazy sources resolved, their addresses data for the reader."""

import re
from typing import Final

from winnow.clean.addresses import absolute, resolved_set
from winnow.clean.attributes import matching, written
from winnow.clean.lines import Node

_LAZY: Final = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-url", "src")
_LAZY_SET: Final = ("data-srcset", "data-lazy-srcset", "srcset")
_SMALL_NUMBER = re.compile(r"\d{1,5}")


def image(node: Node, base: str) -> str:
    """An image that loads nothing: its address stands in `data-winnow-src`."""
    element = node.element
    if node.tag == "picture" or (node.tag == "amp-img" and element.find("img") is not None):
        return ""  # the image stands inside
    source = next(
        (
            address
            for name in _LAZY
            if (value := element.get(name))
            and (address := absolute(value, base)).startswith("http")
        ),
        "",
    )
    if not source:
        return ""
    srcset = next((value for name in _LAZY_SET if (value := element.get(name))), "")
    pairs = (
        ("alt", element.get("alt") or ""),
        ("width", matching(_SMALL_NUMBER, element.get("width"))),
        ("height", matching(_SMALL_NUMBER, element.get("height"))),
        ("data-winnow-src", source),
        ("data-winnow-srcset", resolved_set(srcset, base)),
    )
    return f"<img{written(pairs)}>"
