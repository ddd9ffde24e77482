"""A real page made ready for planting: where its text stands, and what a reader must find.

The page is parsed once and written out again; the written form is the baseline, so that a
difference between a page and its planted form is the planting and nothing else.
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from lxml import etree, html

from bench.clean.dataset import Reference
from winnow.clean.document import decode
from winnow.clean.tokens import key, tokens, weight

MIN_PARAGRAPHS = 5
WORDS_OF_A_PARAGRAPH = 8
Element = html.HtmlElement


@dataclass(frozen=True, slots=True)
class Host:
    """A page whose text stands in paragraphs of one element."""

    id: str
    domain: str
    url: str
    type: str
    title: str
    html: str
    paragraphs: tuple[str, ...]
    """XPaths of the text's paragraphs, in document order."""
    texts: tuple[str, ...]
    truth: str
    """The reference text, keyed."""


@dataclass(slots=True)
class Planted:
    """What was added to a page and what becomes of it in a good reading."""

    case: str
    html: str = ""
    once: list[str] = field(default_factory=list)
    """Texts that stand twice or more now: to be found exactly once."""
    gone: list[str] = field(default_factory=list)
    """Texts that belong to another page or to none: not to be found."""
    own: list[str] = field(default_factory=list)
    """Texts in order with everything a writer repeats on purpose: to be found in full."""


class Bed:
    """A host's tree while something is planted in it."""

    def __init__(self, host: Host, rng: Random) -> None:
        self.host = host
        self.rng = rng
        self.root = html.document_fromstring(host.html)
        self.paragraphs: list[Element] = [self.root.xpath(path)[0] for path in host.paragraphs]
        parents = [paragraph.getparent() for paragraph in self.paragraphs]
        self.body: Element = max(parents, key=parents.count)
        self.inside = [p for p in self.paragraphs if p.getparent() is self.body]

    def long(self, words: int) -> list[Element]:
        """The body's paragraphs of at least so many words."""
        return [p for p in self.inside if weight(said(p)) >= words]

    def insert(self, nodes: Sequence[Element], place: str) -> None:
        """Put `nodes` at a place: top, middle, end, before, after, outside."""
        if place == "top":
            at = self.inside[0]
            for node in nodes:
                at.addprevious(node)
        elif place in ("middle", "end"):
            last = len(self.inside) - 1
            at = self.inside[last if place == "end" else self.rng.randint(1, last - 1)]
            for node in reversed(nodes):
                put_after(at, node)
        elif place == "before":
            for node in nodes:
                self._anchor().addprevious(node)
        else:
            at = self._anchor() if place == "after" else self._outer()
            for node in reversed(nodes):
                put_after(at, node)

    def _anchor(self) -> Element:
        return self.body if self.body.tag != "body" else self.inside[-1]

    def _outer(self) -> Element:
        """An ancestor of the text, still inside the page's body."""
        chain = [a for a in self.body.iterancestors() if a.tag not in ("body", "html")]
        return self.rng.choice(chain[:3]) if chain else self._anchor()

    def written(self) -> str:
        """The page as it stands now."""
        return "<!DOCTYPE html>" + html.tostring(self.root, encoding="unicode")


def put_after(element: Element, node: Element) -> None:
    """Put `node` right after `element`, before what text follows it."""
    tail, element.tail = element.tail, None
    element.addnext(node)
    node.tail = tail


def said(element: Element) -> str:
    """The words of an element on one line."""
    return " ".join(element.text_content().split())


def make(tag: str, *children: Element | str, **attributes: str) -> Element:
    """An element of strings and elements; `class_` names its classes."""
    element = html.Element(tag)
    for name, value in attributes.items():
        if value:
            element.set(name.rstrip("_").replace("_", "-"), value)
    last: Element | None = None
    for child in children:
        if isinstance(child, str):
            if last is None:
                element.text = (element.text or "") + child
            else:
                last.tail = (last.tail or "") + child
        else:
            element.append(child)
            last = child
    return element


def clone(element: Element) -> Element:
    """A copy that can stand anywhere: no ids, no text after it."""
    twin = copy.deepcopy(element)
    twin.tail = None
    for inner in twin.iter():
        if isinstance(inner.tag, str):
            inner.attrib.pop("id", None)
    return twin


_PLAIN_CLASSES = (
    "", "", "", "block", "c-x81f", "mb-4", "row", "css-1q2w3e", "wp-block-group", "inner", "box",
    "field-item", "module", "col-12", "grid__cell", "sc-fzXfMw", "text", "unit size1of1",
)  # fmt: skip


def neutral(rng: Random) -> str:
    """A class that tells nothing."""
    return rng.choice(_PLAIN_CLASSES)


def wrapped(rng: Random, nodes: Sequence[Element], telling: Sequence[str] = ()) -> list[Element]:
    """The nodes as they are, or in one to three containers, one of which may say what they are."""
    depth = rng.choice((0, 1, 1, 2, 3))
    if not depth:
        return list(nodes)
    box = make(rng.choice(("div", "div", "section", "aside")), *nodes, class_=neutral(rng))
    if telling and rng.random() < 0.5:  # noqa: PLR2004
        box.set("class", rng.choice(telling))
    for _ in range(depth - 1):
        box = make(rng.choice(("div", "div", "section")), box, class_=neutral(rng))
    return [box]


def count(text: str, within: str) -> int:
    """How often a text's words stand in a keyed text, in order and side by side."""
    return f" {within} ".count(f" {key(tokens(text))} ")


def keyed(text: str) -> str:
    """A text as `count` searches it."""
    return key(tokens(text))


def sentences(text: str) -> list[str]:
    """A paragraph's sentences, roughly: enough to cut by."""
    return [part for part in re.split(r"(?<=[.!?])[\"”]?\s+(?=[A-Z“\"])", text) if part]


def host(reference: Reference) -> Host | None:
    """The page as a host, or None if its text does not stand in paragraphs of one element."""
    try:
        root = html.document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(reference.html)),
            parser=html.HTMLParser(remove_comments=True, remove_pis=True),
        )
    except (etree.ParserError, ValueError):
        return None
    written = "<!DOCTYPE html>" + html.tostring(root, encoding="unicode")
    root = html.document_fromstring(written)
    truth = f" {key(tokens(reference.text))} "
    tree = root.getroottree()
    whole = keyed(root.text_content())
    found = []
    for paragraph in root.iter("p"):
        words = tokens(said(paragraph))
        if len(words) < WORDS_OF_A_PARAGRAPH or paragraph.find(".//p") is not None:
            continue
        if f" {key(words)} " in truth and whole.count(key(words)) == 1:
            found.append(paragraph)
    if len(found) < MIN_PARAGRAPHS:
        return None
    parents = [paragraph.getparent() for paragraph in found]
    body = max(parents, key=parents.count)
    found = [paragraph for paragraph in found if paragraph.getparent() is body]
    size = sum(weight(said(paragraph)) for paragraph in found)
    if len(found) < MIN_PARAGRAPHS or size < 0.5 * weight(reference.text):
        return None
    return Host(
        reference.id,
        reference.domain,
        reference.url,
        reference.type,
        reference.title,
        written,
        tuple(tree.getpath(paragraph) for paragraph in found),
        tuple(said(paragraph) for paragraph in found),
        truth.strip(),
    )
