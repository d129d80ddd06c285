"""What is being written is kept, for the one who writes it and nobody else."""

import json

import pytest

from core.models import Draft
from tests.factories.neighborhoods import PostFactory

from .visiting import Visitor, form_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
WORDS = "Een halve zin die niemand anders mag"


def saved(visitor, **data):
    return visitor.post("draft_save", AREA, "message", **{"body": WORDS, **data})


def body_for(person, kind="message", area=AREA):
    return form_of(Visitor(person).get("post_create", area, kind), "submission_key")["body"]


def test_it_is_there_again_on_the_next_visit(cast):
    assert saved(Visitor(cast.an), title="Half").json() == {"saved": True}
    assert body_for(cast.an) == WORDS


def test_it_is_somebodys_own(cast):
    saved(Visitor(cast.an))
    assert body_for(cast.bram) == ""
    assert body_for(cast.worker) == ""


def test_kinds_and_neighborhoods_have_drafts_of_their_own(cast):
    saved(Visitor(cast.worker))
    assert body_for(cast.worker, "help_request") == ""
    assert body_for(cast.worker, area="oude-haven") == ""
    assert body_for(cast.worker) == WORDS


def test_the_last_one_counts_and_there_is_one_row(cast):
    visitor = Visitor(cast.an)
    for n in range(5):
        saved(visitor, body=f"versie {n}")
    assert Draft.objects.get().data["body"] == "versie 4"


def test_no_token_and_no_key_is_kept(cast):
    saved(Visitor(cast.an), csrfmiddlewaretoken="geheim", submission_key="x", seen="new")
    assert set(Draft.objects.get().data) == {"body"}


def test_too_much_is_no_draft(cast):
    response = saved(Visitor(cast.an), body="x" * 20_001)
    assert response.status_code == 413
    assert response.json() == {"saved": False}
    assert not Draft.objects.exists()


def test_many_fields_are_no_draft(cast):
    response = saved(Visitor(cast.an), **{f"veld{n}": "x" * 900 for n in range(30)})
    assert response.status_code == 413
    assert not Draft.objects.exists()


def test_what_no_database_takes_is_left_out(cast):
    an = Visitor(cast.an)
    data = {"body": "Half\x00 af", "x\x00y": "z", "photo_alt": ["a\x00", "b"]}
    assert saved(an, **data).status_code == 200
    assert "\\u0000" not in json.dumps(Draft.objects.get().data)
    assert body_for(cast.an) == "Half af"
    # A form with a mistake is kept too.
    response = an.fill("post_create", AREA, "message", body="Nog\x00 niet", title="x" * 121)
    assert response.status_code == 422
    assert "\\u0000" not in json.dumps(Draft.objects.get().data)


@pytest.mark.parametrize("name", ["chadia", "dirk", "els", "former_worker", "moderator", "admin"])
def test_outsiders_keep_nothing_here(cast, name):
    assert saved(Visitor(getattr(cast, name))).status_code == 404
    assert not Draft.objects.exists()


def test_signed_out_nothing_is_kept(cast):
    response = saved(Visitor())
    assert response.status_code == 302
    assert "/login/" in response.url
    assert not Draft.objects.exists()


def test_a_draft_is_not_read_by_an_address(cast):
    saved(Visitor(cast.an))
    assert Visitor(cast.an).get("draft_save", AREA, "message").status_code == 405
    assert Visitor(cast.bram).get("draft_save", AREA, "message").status_code == 405


def test_a_draft_of_a_reply(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    other = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    Visitor(cast.bram).post("reply_draft_save", AREA, post.public_id, body=WORDS)

    def kept(person, post):
        page = Visitor(person).get("post_detail", AREA, post.public_id)
        return form_of(page, "submission_key")["body"]

    assert kept(cast.bram, post) == WORDS
    assert kept(cast.bram, other) == ""
    assert kept(cast.an, post) == ""
    response = Visitor(cast.chadia).post("reply_draft_save", AREA, post.public_id, body=WORDS)
    assert response.status_code == 404
