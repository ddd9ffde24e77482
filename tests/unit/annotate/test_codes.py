"""Words compared as signs: too many may be taken for words that stand, never too few."""

import random

from rapidfuzz.distance import LCSseq

from winnow.annotate.codes import Codes
from winnow.annotate.text import pieces, words

WORDS = [f"w{number}" for number in range(700)] + list(".,'-") + ["7.4", "日", "本"]


def test_no_words_that_stand_are_refused_whatever_the_borders_cut():
    order = random.Random(1)
    form = " ".join(order.choices(WORDS, k=4_000))
    codes = Codes(pieces(form))
    refused = 0
    for _ in range(2_000):
        start = order.randrange(-20, len(form))
        end = start + order.randrange(0, 600)
        there = words(form[max(0, start) : max(0, end)])
        known = [word for word in there if order.random() < 0.7] + order.choices(WORDS, k=20)
        order.random() < 0.5 and order.shuffle(known)
        stand = LCSseq.similarity(known, there)
        assert codes.may_stand(codes.of(known), max(0, start), max(0, end), stand)
        refused += not codes.may_stand(codes.of(known), max(0, start), max(0, end), len(known) // 2)
    assert refused > 200


def test_words_that_stand_nowhere_have_no_sign():
    codes = Codes(pieces("one two three"))
    assert len(codes.of(["one", "four", "three"])) == 2
