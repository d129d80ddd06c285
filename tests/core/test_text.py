"""What people type becomes a few plain elements, and never anything that runs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean, clean_line, excerpt, first_words, to_html
from tests.payloads import XSS, Marked

PLAIN = {"p", "br", "ul", "li", "a"}
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


def check_harmless(page):
    found = Marked(page)
    assert found.names() <= PLAIN, page
    assert found.dangers() == []
    for tag, attributes in found.elements:
        assert set(attributes) == ({"href", "rel"} if tag == "a" else set()), page
        if tag == "a":
            assert attributes["href"].startswith(("http://", "https://", "mailto:", "tel:"))
            assert attributes["rel"] == "nofollow noopener ugc"


def test_the_corpus_is_large():
    assert len(set(XSS)) >= 60


@pytest.mark.parametrize("payload", XSS)
def test_payload_is_only_text(payload):
    check_harmless(to_html(payload))
    check_harmless(to_html(f"Dag buren,\n\n- {payload}\n{payload}\nhttps://stad.example/{payload}"))


def test_checker_sees_what_it_looks_for():
    for page in ("<p onclick=x>", "<script></script>", "<a href='java\tscript:x'>", "<b>"):
        with pytest.raises(AssertionError):
            check_harmless(page)


@given(st.text(alphabet=st.sampled_from("<>\"'&=/ \n-*:@.ajscriptonerrhtp"), max_size=200))
def test_any_text_is_harmless(text):
    check_harmless(to_html(text))


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


def test_everything_typed_can_be_read():
    text = "5 < 6 & 7 > 3, \"zei\" hij 'luid'"
    assert Marked(to_html(text)).words == text


def test_paragraphs_breaks_and_lists():
    page = to_html("Een\ntwee\n\n- appels\n* peren\n• noten\ndaarna\r\n\r\nslot")
    assert page == (
        "<p>Een<br>\ntwee</p><ul><li>appels</li><li>peren</li><li>noten</li></ul>"
        "<p>daarna</p><p>slot</p>"
    )


@pytest.mark.parametrize("text", ["", "   ", "\n\n\n", "\u200b\u202e", "-", "- "])
def test_next_to_nothing(text):
    check_harmless(to_html(text))


@pytest.mark.parametrize(
    ("text", "href", "after"),
    [
        ("Zie https://stad.example/a?b=1&c=2.", "https://stad.example/a?b=1&c=2", "."),
        ("(https://stad.example/x)", "https://stad.example/x", ")"),
        ("HTTP://Stad.example", "HTTP://Stad.example", ""),
        ("mail an@stad.example!", "mailto:an@stad.example", "!"),
        ("mailto:an@stad.example", "mailto:an@stad.example", ""),
        ("bel tel:+32 9 123 45 67", "tel:+3291234567", ""),
    ],
)
def test_links(text, href, after):
    found = Marked(to_html(text))
    assert [link["href"] for link in found.all("a")] == [href]
    assert found.words == text
    assert found.words.endswith(after)


@pytest.mark.parametrize(
    "text",
    [
        "https://bank.example@evil.example/",
        "https://user:word@evil.example/",
        "ftp://evil.example/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//evil.example/x",
        "https://",
        "https://[::1",
        "www",
        "tel:12",
        "@",
        "a@b",
    ],
)
def test_no_link(text):
    assert Marked(to_html(text)).all("a") == []


@pytest.mark.parametrize("letter", [*TURNING, "\u200b", "\u2060", "\ufeff", "\u00ad", "\U000e0041"])
def test_unseen_marks_are_taken_out(letter):
    assert clean(f"gel{letter}d") == "geld"
    assert letter not in to_html(f"https://stad.example/{letter}x {letter}")
    assert clean_line(f"{letter}An{letter}") == "An"


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
def test_control_characters_are_taken_out(letter):
    assert letter not in clean(f"a{letter}b")


def test_what_letters_need_stays():
    # Arabic, a family of joined people and a Persian non-joiner are words, not tricks.
    for text in ("مرحبا بالجيران", "👨\u200d👩\u200d👧", "می\u200cخواهم"):
        assert clean(text) == text


def test_one_line_is_one_line():
    assert clean_line(" a\n\n b\t\u202ec ") == "a b c"


@pytest.mark.parametrize(
    "text",
    [
        "a@" * 2000, "a." * 2000, "a-" * 2000, "http://" * 600, "tel:" * 1000, "tel:1" + " " * 3990,
        "- " * 2000, "<" * 4000, "\n" * 4000, "[" * 4000, "https://" + "." * 3990, " \n" * 2000,
        "a@" + "a." * 1990, "x" * 8 + "." * 3990, "%" * 4000,
    ],
)  # fmt: skip
def test_hostile_text_costs_little(text):
    started = time.perf_counter()
    to_html(text)
    first_words(text)
    excerpt(text)
    assert time.perf_counter() - started < 1


def test_excerpt_is_cut_at_a_word():
    assert excerpt("kort") == ("kort", False)
    assert excerpt("een twee drie vier", 12) == ("een twee…", True)
    assert excerpt("x" * 50, 12) == ("x" * 12 + "…", True)


def test_title_from_the_first_words():
    assert first_words("Wie heeft een ladder? Ik zoek er een.") == "Wie heeft een ladder?"
    assert first_words("Ladder gezocht. Voor zaterdag.") == "Ladder gezocht"
    assert first_words("Dag!\nmeer") == "Dag!"
    assert len(first_words("woord " * 100)) <= 71
    assert first_words("") == ""
