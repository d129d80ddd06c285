"""Photos on posts: sent, kept, served and thrown away."""

import datetime as dt
import io

import pytest
from django.core.files.storage import storages
from PIL import Image

from core import clock
from core.models import PrivatePhoto
from core.photos import read_photo
from core.services import photos as photo_services
from core.services.photos import photos_of, store_photos
from neighborhoods.models import Post
from neighborhoods.services.counters import empty_bin
from tests.factories.neighborhoods import FlagFactory, PostFactory
from tests.uploads import CANARY, jpeg, jpeg_with_everything, png_claiming, upload

from .visiting import Visitor, form_of, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"


@pytest.fixture
def an(cast):
    return Visitor(cast.an)


def write(visitor, *files, kept=(), name="post_create", args=(AREA, "message"), **fields):
    data = {**form_of(visitor.get(name, *args), "submission_key"), "body": "Kijk eens", **fields}
    data["photos"] = [upload(file) for file in files]
    data["kept"] = list(kept)
    return visitor.post(name, *args, **data)


def with_photo(cast, **traits):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, **traits)
    (photo,) = store_photos(
        photos=[(read_photo(upload(jpeg())), "Een rad")], by=cast.an, target=post
    )
    return post, photo


def fetch(visitor, photo, size="full", method="get", **headers):
    url = visitor.url("photos:photo_detail", photo.public_id, size)
    return getattr(visitor.client, method)(url, headers=headers)


def body(response):
    return b"".join(response.streaming_content)


def test_where_it_was_taken_stays_with_the_sender(cast, an):
    response = write(an, jpeg_with_everything(), jpeg(), photo_alt=["Mijn ladder", ""])
    assert response.status_code == 302
    post = Post.objects.get()
    assert [photo.alt for photo in photos_of(post)] == ["Mijn ladder", ""]
    for photo in photos_of(post):
        for size in ("full", "small"):
            data = body(fetch(an, photo, size))
            assert CANARY not in data
            assert not Image.open(io.BytesIO(data)).getexif()
    folders, stored = ["photos"], b""
    while folders:
        folder = folders.pop()
        below, names = storages["private"].listdir(folder)
        folders += [f"{folder}/{name}" for name in below]
        for name in names:
            with storages["private"].open(f"{folder}/{name}") as file:
                stored += file.read()
    assert CANARY not in stored
    page = page_of(an.get("post_detail", AREA, post.public_id))
    assert 'alt="Mijn ladder"' in page


@pytest.mark.parametrize(
    "data",
    [b"<svg onload=alert(1)>", b"<script>alert(1)</script>", png_claiming(30_000, 30_000), b"\x00"],
)
def test_what_is_no_photo_stops_the_post_and_loses_no_text(an, data):
    response = write(an, jpeg(), data)
    assert response.status_code == 422
    assert "Kijk eens" in page_of(response)
    assert not Post.objects.exists()
    # The good one was kept, and is sent with the next try.
    kept = PrivatePhoto.objects.get()
    assert str(kept.public_id) in page_of(response)
    assert write(an, kept=[kept.public_id]).status_code == 302
    assert photos_of(Post.objects.get()).get() == kept


def test_four_are_enough(an):
    assert write(an, *[jpeg()] * 5).status_code == 422
    assert not Post.objects.exists()
    assert PrivatePhoto.objects.count() == 4


def test_the_quota_of_a_month_is_said_in_words(an, monkeypatch):
    monkeypatch.setattr(photo_services, "MOST_BYTES_A_MONTH", 10)
    response = write(an, jpeg())
    assert response.status_code == 422
    assert "very many photos this month" in page_of(response)
    assert "Kijk eens" in page_of(response)
    assert not PrivatePhoto.objects.exists()
    assert not Post.objects.exists()


def test_nobody_hangs_up_the_photo_of_another(cast, an):
    bram = Visitor(cast.bram)
    (loose,) = store_photos(photos=[(read_photo(upload(jpeg())), "")], by=cast.an)
    _post, hung = with_photo(cast)
    write(bram, kept=[loose.public_id, hung.public_id, "x", ""])
    post = Post.objects.get(author=cast.bram)
    assert not photos_of(post).exists()
    assert PrivatePhoto.objects.get(pk=loose.pk).target_kind == ""


def test_an_edit_keeps_replaces_and_removes(cast, an, django_capture_on_commit_callbacks):
    post, photo = with_photo(cast)
    options = {"name": "post_edit", "args": (AREA, post.public_id)}
    write(an, jpeg(), kept=[photo.public_id], **{f"alt_{photo.public_id}": "Beter"}, **options)
    assert [each.alt for each in photos_of(post)] == ["Beter", ""]
    with django_capture_on_commit_callbacks(execute=True):
        write(an, **options)
    assert not photos_of(post).exists()
    assert not storages["private"].exists(photo.full.name)
    assert not storages["private"].exists(photo.small.name)


def test_words_of_a_kept_photo_are_cleaned(cast, an):
    post, photo = with_photo(cast)
    words = {f"alt_{photo.public_id}": "Een\x00 \u202erad\n" + "x" * 300}
    write(an, kept=[photo.public_id], name="post_edit", args=(AREA, post.public_id), **words)
    kept = photos_of(post).get()
    assert kept.alt.startswith("Een rad x")
    assert len(kept.alt) == 200


def test_an_undone_post_gives_its_photos_back(an):
    write(an, jpeg())
    post = Post.objects.get()
    an.post("post_undo", AREA, post.public_id)
    photo = PrivatePhoto.objects.get()
    assert (photo.target_kind, photo.target_id) == ("", None)
    assert str(photo.public_id) in page_of(an.get("post_create", AREA, "message"))


# Served


def test_headers(cast, an):
    _post, photo = with_photo(cast)
    response = fetch(an, photo)
    assert response["Content-Type"] == "image/jpeg"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "noindex" in response["X-Robots-Tag"]
    assert body(response).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("value", ["bytes=0-3", "bytes=-5", "bytes=9999999-", "x"])
def test_a_part_of_a_photo_is_the_whole_photo(cast, an, value):
    _post, photo = with_photo(cast)
    response = fetch(an, photo, Range=value)
    assert (response.status_code, response["Accept-Ranges"]) == (200, "none")
    assert "Content-Range" not in response
    assert len(body(response)) == photo.full.size
    outside = fetch(Visitor(cast.chadia), photo, Range=value)
    assert outside.status_code == 404


READERS = {
    "live": ({}, "an bram worker"),
    "neighbors_only": ({"neighbors_only": True}, "an bram"),
    "undoable": ({"undoable": True}, "an"),
    "hidden": ({"hidden": True}, ""),
    "binned": ({"binned": True}, ""),
    "shared": ({"shared": True}, "an bram worker comms participation care"),
    "flagged": ({}, "an bram worker moderator"),
}


@pytest.mark.parametrize("state", READERS)
@pytest.mark.parametrize("size", ["full", "small"])
def test_served_to_who_may_see_the_post(cast, state, size):
    traits, readers = READERS[state]
    post, photo = with_photo(cast, **traits)
    if state == "flagged":
        FlagFactory(post=post, flagged_by=cast.bram)
    for name, person in cast.everybody():
        for method in ("get", "head"):
            response = fetch(Visitor(person), photo, size, method)
            assert response.status_code == (200 if name in readers.split() else 404), name
            if response.status_code == 404:
                assert b"\xff\xd8\xff" not in response.content


def test_other_sizes_and_methods(cast, an):
    _post, photo = with_photo(cast)
    for size in ("original", "large", "FULL"):
        assert fetch(an, photo, size).status_code == 404
    for method in ("post", "put", "delete", "patch"):
        assert fetch(an, photo, method=method).status_code == 405


def test_a_file_that_is_lost_is_not_found(cast, an):
    _post, photo = with_photo(cast)
    storages["private"].delete(photo.full.name)
    assert fetch(an, photo).status_code == 404
    assert fetch(an, photo, "small").status_code == 200


def test_leaving_ends_it_at_once(cast):
    _post, photo = with_photo(cast)
    bram = Visitor(cast.bram)
    assert fetch(bram, photo).status_code == 200
    cast.bram.memberships.update(state="left")
    assert fetch(bram, photo).status_code == 404


# Thrown away


def sweep(days):
    with clock.travel(clock.now() + dt.timedelta(days=days)):
        empty_bin()


def test_the_bin_is_emptied_after_thirty_days(cast, an, django_capture_on_commit_callbacks):
    post, photo = with_photo(cast)
    kept, other = with_photo(cast)
    an.post("post_delete", AREA, post.public_id)
    with django_capture_on_commit_callbacks(execute=True):
        sweep(29.9)
    assert storages["private"].exists(photo.full.name)
    assert Post.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        sweep(30.1)
    assert Post.objects.get() == kept
    assert PrivatePhoto.objects.get() == other
    for name in (photo.full.name, photo.small.name):
        assert not storages["private"].exists(name)
    assert storages["private"].exists(other.full.name)


def test_the_bin_ends_no_open_case(cast, an, django_capture_on_commit_callbacks):
    post, photo = with_photo(cast)
    FlagFactory(post=post, flagged_by=cast.bram)
    an.post("post_delete", AREA, post.public_id)
    with django_capture_on_commit_callbacks(execute=True):
        sweep(40)
    assert Post.objects.get() == post
    assert storages["private"].exists(photo.full.name)
