"""Everybody finds what they may see, by any form of the word, and nothing else."""

import re

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import ContentPage
from search.highlighting import excerpt, highlight, words
from search.sources import SOURCES
from tests.cast import make_cast
from tests.factories.neighborhoods import PostFactory

SECRET = "zebrapad"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def cast(db):
    return make_cast()


def reindex():
    call_command("wagtail_update_index", verbosity=0)


def found(client, query, person=None, **more):
    if person is not None and person.is_authenticated:
        client.force_login(person)
    else:
        client.logout()
    return client.get("/nl/search/", {"q": query, **more})


def page(title, **fields):
    home = Site.objects.get(is_default_site=True).root_page
    new = ContentPage(title=title, slug=title.lower().replace(" ", "-"), **fields)
    home.add_child(instance=new)
    return new


INSIDE = {"an", "bram", "worker"}


def test_posts_are_found_by_those_inside_and_by_nobody_else(client, cast):
    PostFactory(
        neighborhood=cast.molenwijk, author=cast.an, title=f"Een {SECRET}", body="Kom kijken."
    )
    reindex()
    nothing = found(client, "qqqqqq", cast.chadia).content
    for name, person in cast.everybody():
        text = found(client, SECRET, person).content.decode()
        assert ("<mark>zebrapad</mark>" in text) == (name in INSIDE), name
        assert ("Kom kijken" in text) == (name in INSIDE), name
    # The outsider's page is the page of nothing found: no count, no other words.
    outsider = found(client, SECRET, cast.chadia).content
    assert TOKEN.sub(b"", outsider).replace(SECRET.encode(), b"qqqqqq") == TOKEN.sub(b"", nothing)


@pytest.mark.parametrize(
    "fields", [{"hidden": True}, {"binned": True}, {"state": "held"}, {"state": "draft"}]
)
def test_what_is_not_live_is_not_found(client, cast, fields):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=SECRET, **fields)
    reindex()
    for name, person in cast.everybody():
        assert b"<mark>" not in found(client, SECRET, person).content, name


def test_a_post_that_can_still_be_taken_back_is_found_by_its_author_alone(client, cast):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=SECRET, undoable=True)
    reindex()
    for name, person in cast.everybody():
        assert (b"<mark>" in found(client, SECRET, person).content) == (name == "an"), name


def test_a_post_for_neighbors_only_is_not_found_by_the_worker(client, cast):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=SECRET, neighbors_only=True)
    reindex()
    assert b"<mark>" in found(client, SECRET, cast.bram).content
    assert b"<mark>" not in found(client, SECRET, cast.worker).content


def test_a_post_shared_with_the_municipality_is_not_found_by_officers_on_the_site(client, cast):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=SECRET, shared=True)
    reindex()
    for person in (cast.comms, cast.care, cast.admin, cast.superuser):
        assert b"<mark>" not in found(client, SECRET, person).content


def test_who_leaves_finds_nothing_from_then_on(client, cast):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=SECRET)
    reindex()
    assert b"<mark>" in found(client, SECRET, cast.bram).content
    cast.bram.memberships.update(state="left")
    assert b"<mark>" not in found(client, SECRET, cast.bram).content


WORDS = [
    ("Fietsen te leen", "fiets"),
    ("Fietsen te leen", "FIETSEN"),
    ("Een oude vélo", "velo"),
    ("Een oude velo", "vélo"),
    ("Fête de l'école", "ecole"),
    ("Fête de l'école", "école"),
    ("Straßenfest am Platz", "platz"),
    ("Über die Brücke", "bruck"),
    ("Repair café zaterdag", "cafe"),
    ("Boormachine gezocht", "boorm"),
]


@pytest.mark.parametrize(("title", "query"), WORDS)
def test_the_same_words_find_the_same_on_every_database(client, cast, title, query):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=title, body="-")
    reindex()
    assert b"<mark>" in found(client, query, cast.bram).content


@pytest.mark.parametrize(
    ("title", "query"), [("Fietsen", "auto"), ("Fietsen", "ietsen"), ("Fietsen", "fietspad")]
)
def test_other_words_do_not(client, cast, title, query):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=title, body="-")
    reindex()
    assert b"<mark>" not in found(client, query, cast.bram).content


def test_saving_a_post_is_enough_to_find_it(client, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Ladder", body="-")
    assert b"<mark>" in found(client, "ladder", cast.bram).content
    post.title = "Trapje"
    with django_capture_on_commit_callbacks(execute=True):
        post.save(update_fields=["title"])
    assert b"<mark>" not in found(client, "ladder", cast.bram).content
    assert b"<mark>" in found(client, "trapje", cast.bram).content


def test_public_pages_are_found_by_everybody(client, cast):
    page("Containerpark", search_description="Open op zaterdag")
    reindex()
    for name, person in cast.everybody():
        text = found(client, "container", person).content.decode()
        assert "<mark>Container</mark>park" in text, name


def test_unpublished_and_private_pages_are_not_found(client, cast):
    page("Zebrapad een", live=False)
    closed = page("Zebrapad twee")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    reindex()
    for name, person in cast.everybody():
        assert b"<mark>" not in found(client, SECRET, person).content, name


def test_pages_are_found_in_the_language_of_the_address(client, db):
    page("Containerpark")
    reindex()
    assert b"<mark>" in client.get("/nl/search/", {"q": "container"}).content
    assert b"<mark>" not in client.get("/fr/search/", {"q": "container"}).content
    assert Locale.objects.filter(language_code="fr").exists()


def test_one_kind_alone(client, cast):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Container te leen")
    page("Containerpark")
    reindex()
    both = found(client, "container", cast.bram).content.decode()
    assert "te leen" in both
    assert "park</a>" in both
    posts = found(client, "container", cast.bram, kind="posts").content.decode()
    assert "te leen" in posts
    assert "park</a>" not in posts


@pytest.mark.parametrize("query", ["", "a", "ab", "   ", "a b c", "!!!", "-- --"])
def test_too_few_letters_are_refused_kindly(client, cast, query):
    response = found(client, query, cast.an)
    assert response.status_code == 200
    assert b"error-summary" in response.content


HOSTILE = [
    '"', "'", '"""abc', "abc*", "abc OR def", "abc AND (", "NEAR(abc def)", "abc:def", "title:abc",
    "abc & !def", "abc | def", "abc <-> def", "\\abc", "abc\x00def", "%abc%", "abc'; DROP TABLE x;--",
    "<script>alert(1)</script>", "{{abc}}", "^abc", "abc" * 60, "-abc", "+abc", "abc -def", "😀😀😀abc",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_do_no_harm(client, cast, query):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Ladder", body="abc")
    PostFactory(neighborhood=cast.oude_haven, author=cast.chadia, title=SECRET, body="abc def")
    reindex()
    response = found(client, query, cast.bram)
    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("parameters", [
    {"kind": "members"}, {"kind": "drafts"}, {"show": "-1"}, {"show": "9" * 5000}, {"show": "x"},
    {"show": "٣"}, {"order": "author__email"}, {"author__email__startswith": "a"}, {"state": "hidden"},
])  # fmt: skip
def test_other_parameters_change_nothing(client, cast, parameters):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=SECRET, hidden=True)
    reindex()
    response = found(client, SECRET, cast.bram, **parameters)
    assert response.status_code == 200
    assert b"<mark>" not in response.content


def test_ten_hits_and_ten_more(client, cast):
    for number in range(13):
        PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=f"Ladder {number}")
    reindex()
    assert found(client, "ladder", cast.bram).content.count(b"<mark>Ladder</mark>") == 10
    assert found(client, "ladder", cast.bram, show="20").content.count(b"<mark>Ladder</mark>") == 13


@pytest.mark.parametrize("count", [1, 5])
def test_searching_costs_at_most_six_queries(cast, rf, django_assert_max_num_queries, count):
    for number in range(count):
        PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=f"Container {number}")
        page(f"Container {number}")
    reindex()
    request = rf.get("/nl/search/")
    request.user = cast.bram
    Site.get_site_root_paths()  # kept in the shared cache between requests
    with django_assert_max_num_queries(6):
        hits = [hit for source in SOURCES.values() for hit in source.find(request, "container", 11)]
    assert len(hits) == 2 * count


def test_titles_and_texts_are_escaped():
    assert highlight("<b>Ladder</b>", "ladder") == "&lt;b&gt;<mark>Ladder</mark>&lt;/b&gt;"
    assert "<img" not in excerpt('x <img src=x onerror="1"> ladder', "ladder img")


def test_marks_stand_on_the_letters_that_match():
    assert highlight("École buissonnière", "ecole") == "<mark>École</mark> buissonnière"
    assert highlight("Straße ß ﬁets", "str") == "<mark>Str</mark>aße ß ﬁets"
    assert words("Vélo's & co") == ["velo", "s", "co"]


def test_a_long_text_is_cut_around_what_was_found():
    text = "begin " * 100 + "ladder " + "einde " * 100
    short = excerpt(text, "ladder")
    assert "<mark>ladder</mark>" in short
    assert short.startswith("… ")
    assert len(short) < 400


def test_search_pages_are_kept_by_nobody(client, cast):
    response = found(client, "ladder", cast.an)
    assert (
        response["Cache-Control"] == "no-store, private" or "no-store" in response["Cache-Control"]
    )
    assert "noindex" in response["X-Robots-Tag"]


def test_every_source_asks_a_policy_or_public_pages(cast):
    """A third source without a rule of its own fails here."""
    assert set(SOURCES) == {"posts", "pages"}
    assert Page.objects.exists()
