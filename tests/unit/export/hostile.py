"""Words that some program would act on, and marks made of them."""

from hypothesis import strategies as st

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "＝1+1",
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "![x](https://tracker.example/a.png) ![[note]]",
    "[x](javascript:alert(1)) [y](<javascript:alert(1)>) <javascript:alert(1)>",
    "[x]: javascript:alert(1)\n[x]",
    "```dataviewjs\ndv.pages()\n```",
    "- ```dataviewjs\n  dv.pages()",
    "`= this.file` `$= dv.x`",
    "%% hidden\n$$ x\n<!-- never closed",
    "# not a heading\n---\n1. no list\n- none\n> none\n    code",
    "**bold** _it_ ~~gone~~ ==seen== [[wiki]] #tag ^id &lt; \\*",
    "\u202eright to left\u202c \u2066isolated \u200fmark שלום",
    "bell \x07 escape \x1b[31m null-less",
    "line\u2028separator\u2029paragraph\x85next",
    '"quoted", comma; semicolon\nnew line',
    "<%* tR += 1 %> {{title}}",
    "😀 e\u0301 ﬁ \ufeff",
]

SIGNS = "\\`*_[](){}<>#+-.!|~=^$%&:;\"'@/,\n\t 1a1\u202e\u2066\u200f\x07\x1bé"
PIECES = [
    *("\\", "`", "``", "```", "~~~", "<", "<b>", "<!--", "[a", "![a", "]", "](javascript:1)"),
    *("]: javascript:1", "](x.exe)", "(", "= 1`", "$= 1`", "\n", "\n\n", " ", "%%", "$$", "[["),
    *("&lt;", "&#91;", "https://e.org", "> ", "- ", "1. ", "| a |", "a", "<%", "<javascript:1>"),
]
text = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join),
    st.text(SIGNS, min_size=1, max_size=40),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
)
"""What may stand in a mark: anything but NUL and half a surrogate pair."""
