"""What a writer repeats on purpose, and what looks like chaff and is not."""

# ruff: noqa: PLR2004, E501 - how often a choice falls, and verse, read best on the line

from collections.abc import Callable
from random import Random

from bench.clean.planted_page import Bed, Element, Planted, make, neutral, said

Case = Callable[[Bed, Random], Planted]

_VERSES = (
    ("The tide came in, the tide went out", "and no one kept the score", "my father mended broken nets",
     "upon the kitchen floor"),
    ("I walked the long road to the mill", "with barley on my back", "the miller laughed and shook his head",
     "and handed back the sack"),
    ("There is a lamp above the quay", "that burns for those at sea", "and every night my mother asks",
     "if it still burns for me"),
    ("We danced until the fiddler slept", "and then we danced again", "the floorboards kept the time for us",
     "the roof kept out the rain"),
)  # fmt: skip
_REFRAINS = (
    ("O bring me back the summer", "O bring me back the sea", "O bring me back the harbour lights",
     "that used to shine for me"),
    ("Roll on, roll on, old river", "roll on and let me be"),
    ("And the bells rang out over the town", "and the bells rang out once more"),
)  # fmt: skip


def _stanza(lines: tuple[str, ...], rng: Random, form: str) -> list[Element]:
    if form == "lines":
        return [make("p", line) for line in lines]
    if form == "divs":
        return [make("div", *[make("div", line) for line in lines], class_=neutral(rng))]
    if form == "pre":
        return [make("pre", "\n".join(lines))]
    element = make(rng.choice(("p", "p", "div")), lines[0])
    for line in lines[1:]:
        line_break = make("br")
        line_break.tail = line
        element.append(line_break)
    return [element]


def song(bed: Bed, rng: Random) -> Planted:
    """A poem or a song with its refrain after each verse."""
    refrain = rng.choice(_REFRAINS)
    form = rng.choice(("breaks", "breaks", "lines", "divs", "pre"))
    nodes: list[Element] = []
    lines: list[str] = []
    for verse in rng.sample(_VERSES, rng.randint(2, 4)):
        for stanza in (verse, refrain):
            nodes += _stanza(stanza, rng, form)
            lines += stanza
    if rng.random() < 0.4:
        nodes = [make(rng.choice(("blockquote", "div", "section")), *nodes, class_=neutral(rng))]
    bed.insert(nodes, "middle")
    return Planted("refrain, poem, lyrics", own=lines)


def prose_refrain(bed: Bed, rng: Random) -> Planted:
    """A sentence that comes back between paragraphs."""
    line = rng.choice((
        "And still the mill turned.", "Nobody asked the ferryman.", "So it goes, and so it went that year.",
        "That was the rule, and nobody had ever broken it in living memory.",
    ))  # fmt: skip
    places = rng.sample(range(len(bed.inside) - 1), min(rng.randint(2, 4), len(bed.inside) - 1))
    for at in sorted(places, reverse=True):
        bed.inside[at].addnext(make("p", line))
    return Planted("a sentence that returns", own=[line] * len(places))


def dialogue(bed: Bed, rng: Random) -> Planted:
    """Speakers who say the same thing twice."""
    turns = [
        "“Did you lock the gate?”", "“I did.”", "“Are you sure?”", "“I am sure.”",
        "“Did you lock the gate?” she asked again.", "“I did,” said the boy.", "“Are you sure?”",
        "“I am sure.”", "“Then who is standing in the yard?”",
    ]  # fmt: skip
    if rng.random() < 0.5:
        turns = [f"{who}: {turn.strip('“”')}" for who, turn in zip("AB" * 5, turns, strict=False)]
    bed.insert([make("p", turn) for turn in turns], "middle")
    return Planted("dialogue", own=turns)


def equal_items(bed: Bed, rng: Random) -> Planted:
    """A list in which entries are equal."""
    rows = rng.choice((
        ["5 minutes warm-up", "4 x 400 metres", "2 minutes rest", "4 x 400 metres", "2 minutes rest", "cool down"],
        ["1 egg", "200 g flour", "a pinch of salt", "1 egg", "200 g flour", "a pinch of salt"],
        ["Monday: rest", "Tuesday: easy run of five kilometres", "Wednesday: rest",
         "Thursday: easy run of five kilometres", "Friday: rest"],
        ["Knit two, purl two to the end of the row", "Purl two, knit two to the end of the row",
         "Knit two, purl two to the end of the row", "Purl two, knit two to the end of the row"],
    ))  # fmt: skip
    bed.insert([make(rng.choice(("ul", "ol")), *[make("li", row) for row in rows])], "middle")
    return Planted("list with equal items", own=[" ".join(rows)])


def own_list(bed: Bed, rng: Random) -> Planted:
    """A plain list of the text: no sentence ends, no links, and not other people's headlines."""
    intro, rows = rng.choice((
        ("What to bring:", ["Waterproof boots and a spare pair of socks", "A map of the northern trails",
                            "Enough water for the whole day", "A charged phone with the ranger's number"]),
        ("The committee asked for three things:", ["a public register of all contracts above 10,000 euros",
                                                   "an independent audit every second year",
                                                   "the right to question officials in open session"]),
        ("Key findings", ["Four in ten households cannot heat every room", "Older tenants are hit hardest",
                          "Insulation pays for itself within nine years"]),
    ))  # fmt: skip
    head = make(rng.choice(("p", "h3", "h4")), intro)
    bed.insert([head, make(rng.choice(("ul", "ol")), *[make("li", row) for row in rows])], "middle")
    return Planted("plain list of the text", own=[" ".join([intro, *rows])])


def table(bed: Bed, rng: Random) -> Planted:
    """A table whose cells repeat."""
    rows = rng.choice((
        [["Team", "Played", "Won"], ["Harbour FC", "12", "7"], ["Union", "12", "7"], ["Rovers", "12", "4"]],
        [["Day", "Open", "Close"], ["Monday", "9 am to noon", "closed"], ["Tuesday", "9 am to noon", "closed"],
         ["Wednesday", "9 am to noon", "closed"]],
        [["Option", "Default", "Meaning"], ["retries", "not set", "how often a request is sent again"],
         ["timeout", "not set", "seconds to wait for an answer"], ["proxy", "not set", "see the section on networks"]],
    ))  # fmt: skip
    made = [
        make("tr", *[make("th" if not at else "td", cell) for cell in row])
        for at, row in enumerate(rows)
    ]
    bed.insert([make("table", make("tbody", *made))], "middle")
    return Planted("table", own=[" ".join(cell for row in rows for cell in row)])


def code(bed: Bed, rng: Random) -> Planted:
    """A listing that says some lines twice."""
    lines = rng.choice((
        ["for name in names:", "    print(name)", "    total += 1", "for name in others:", "    print(name)",
         "    total += 1", "return total"],
        ["sudo systemctl stop harbour", "sudo cp harbour.conf /etc/harbour.conf", "sudo systemctl start harbour",
         "sudo systemctl stop harbour", "sudo systemctl start harbour"],
    ))  # fmt: skip
    text = "\n".join(lines)
    node = make("pre", make("code", text)) if rng.random() < 0.6 else make("pre", text)
    bed.insert([node], "middle")
    return Planted("code", own=[text])


def steps(bed: Bed, rng: Random) -> Planted:
    """Instructions that warn at each step."""
    warning = rng.choice((
        "Warning: disconnect the mains cable before you open the housing.",
        "Caution: the plate is hot. Wear gloves.",
        "Important: never run the pump dry, and always check that the valve is closed before you start it again, because pressure can build up in the pipe within seconds.",
    ))  # fmt: skip
    done = ["Remove the four screws.", "Lift off the cover.", "Clean the filter with a soft brush.",
            "Put the cover back."]  # fmt: skip
    form = rng.choice(("list", "paragraphs", "box"))
    nodes: list[Element] = []
    for step in done[: rng.randint(2, 4)]:
        if form == "list":
            nodes.append(make("li", make("p", warning), make("p", step)))
        else:
            nodes += [
                make("p" if form == "paragraphs" else "div", warning, class_=neutral(rng)),
                make("p", step),
            ]
    shown = [said(node) for node in nodes]
    bed.insert([make("ol", *nodes)] if form == "list" else nodes, "middle")
    text = (
        " ".join(f"{warning} {step}" for step in done[: len(nodes)])
        if form == "list"
        else " ".join(shown)
    )
    return Planted("steps that repeat a warning", own=[text])


def footnotes(bed: Bed, rng: Random) -> Planted:
    """Notes at the end that cite the same work."""
    notes = ["Brannoch, The Mills of the North, p. 12.", "Ibid., p. 14.", "Dessan, Letters, vol. 2, p. 88.",
             "Ibid., p. 14.", "Brannoch, The Mills of the North, p. 12."]  # fmt: skip
    if rng.random() < 0.5:
        nodes = [make("ol", *[make("li", note) for note in notes])]
    else:
        nodes = [make("p", make("sup", str(at)), " " + note) for at, note in enumerate(notes, 1)]
    bed.insert(nodes, "end")
    return Planted("footnotes", own=notes)


def captions(bed: Bed, rng: Random) -> Planted:
    """Two pictures with the same words under them."""
    caption = rng.choice((
        "The old harbour, seen from the lighthouse.", "Photo: city archive, around 1910.",
        "Map of the survey area with the three sites that were dug in the first summer.",
    ))  # fmt: skip
    for _ in range(2):
        image = make("img", src="https://img.example/a.jpg", alt="")
        bed.insert([make("figure", image, make("figcaption", caption))], "middle")
    return Planted("captions", own=[caption] * 2)


def quotation(bed: Bed, rng: Random) -> Planted:
    """Words quoted in full, then taken up again in the writer's own sentence."""
    quote = rng.choice((
        "We will not sell the mill", "nobody in this town was ever asked", "a bridge is a promise made in stone",
    ))  # fmt: skip
    first = f"“{quote},” the mayor said when the plans were shown for the first time, and the hall went quiet."
    second = (
        f"Ten years later the words “{quote}” are painted on the wall of the school, and children who were not"
        " born then know them by heart."
    )
    bed.insert([make("p", first)], "top")
    bed.insert([make("p", second)], "end")
    return Planted("quotation in the text", own=[first, second])


def block_quotation(bed: Bed, rng: Random) -> Planted:
    """A quotation or pull quote whose words stand nowhere else."""
    quote = rng.choice((
        "I have repaired this clock eleven times, and each time it has told me something about the town.",
        "You do not inherit a forest. You borrow it from people who cannot complain yet.",
    ))  # fmt: skip
    form = rng.choice(("blockquote", "aside", "pull"))
    if form == "blockquote":
        node = make("blockquote", make("p", quote))
    elif form == "aside":
        node = make(
            "blockquote", make("p", make("em", quote)), make("cite", "Ida Harrow, clockmaker")
        )
    else:
        node = make("blockquote", quote, class_=rng.choice(("pullquote", "pull-quote")))
    bed.insert([node], "middle")
    return Planted("pull quote of its own", own=[quote])


CASES: tuple[Case, ...] = (
    song, song, prose_refrain, dialogue, equal_items, own_list, table, code, steps, footnotes, captions,
    quotation, block_quotation,
)  # fmt: skip
