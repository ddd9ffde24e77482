"""The benchmark's score: words as bags, as the data set defines it."""

import re
from collections import Counter

_WORD = re.compile(r"\w+")


def bag(text: str) -> Counter[str]:
    """The words of the lower-cased text, with how often each stands."""
    return Counter(_WORD.findall(text.lower()))


def f1(text: str, reference: str) -> float:
    """F1 of the two bags of words; two empty texts agree."""
    return precision_recall_f1(text, reference)[2]


def precision_recall_f1(text: str, reference: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the bags of words."""
    found, wanted = bag(text), bag(reference)
    if not found and not wanted:
        return 1.0, 1.0, 1.0
    shared = sum((found & wanted).values())
    if not shared:
        return 0.0, 0.0, 0.0
    precision, recall = shared / sum(found.values()), shared / sum(wanted.values())
    return precision, recall, 2 * precision * recall / (precision + recall)
