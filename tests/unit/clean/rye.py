"""An article of our own into which tests put what does not belong to it, and what does."""

from winnow.clean import CleanPage, clean

TEXT = [
    (
        "Rye was sown here late in September, after the potatoes were lifted, and it stood green"
        " under the snow until March. Nobody in the valley thought of wheat before the railway."
    ),
    (
        "The mill at the lower bridge ground rye for eleven farms. Its wheel was broken twice by"
        " ice, and twice the farmers carried their sacks over the ridge to the next valley."
    ),
    (
        "A loaf weighed four pounds and was to last a family for three days. It was baked in the"
        " communal oven on Fridays, and the order of the families was drawn by lot each spring."
    ),
    (
        "When flour from abroad grew cheap, the fields were sown with grass instead. The oven fell"
        " in, and the mill became a dairy, as the sign above its door still tells those who look."
    ),
    (
        "Two sisters have now sown rye again, on a field of their grandfather. They mill it with a"
        " stone that they found in the garden, and they sell the loaves on the bridge on Fridays."
    ),
    (
        "Whether the valley will live on bread again is a question that they laugh about. The field"
        " is small, the stone is slow, and the next harvest was promised to the school already."
    ),
]


def page(*inside: str, after: str = "", language: str = "en") -> CleanPage:
    """The text, with `inside` between its third and fourth paragraph and `after` behind it."""
    texts = [f"<p>{text}</p>" for text in TEXT]
    texts[3:3] = inside
    return clean(
        f"<!DOCTYPE html><html lang={language}><head><title>Rye in the valley</title></head><body>"
        f"<main><h1>Rye in the valley</h1><article>{''.join(texts)}{after}</article></main></body>",
        "https://news.example/rye",
    )


def keeps_its_text(cleaned: CleanPage) -> bool:
    return all(text in cleaned.text for text in TEXT)
