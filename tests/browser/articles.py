"""Small articles of our own for the tests to read and mark."""

Story = tuple[str, ...]
STORY: Story = (
    "The night train from Lund was two hours late on Friday because of a fallen birch.",
    "“We saw the tree at the last moment,” said the driver, Maja Holm, who stopped in time.",
    "Nobody was hurt. The railway counted 214 passengers, 37 of them schoolchildren.",
    "The line was free again at noon, after foresters had worked through the morning.",
)
QUOTE = "We saw the tree at the last moment"
CLAIM = "The railway counted 214 passengers"
HIGHLIGHT = "foresters had worked through the morning"

# What a single-page application does when a link of it is followed.
GO_ON = """(root, [address, paragraphs]) => {
  history.pushState(null, '', address);
  root.querySelector('article').replaceChildren(...paragraphs.map((text) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    return paragraph;
  }));
}"""


def article(paragraphs: Story = STORY, *, head: str = "", after: str = "") -> str:
    """A plain page with a title and `paragraphs`; `after` follows the article."""
    text = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>The late train</title>{head}</head>"
        f"<body><article><h1>The late train</h1>{text}</article>{after}</body></html>"
    )
