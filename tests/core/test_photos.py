"""Uploads become two harmless JPEGs or are refused at once."""

import datetime as dt
import io
import time
import zlib

import pytest
from django.core.files.storage import storages
from django.utils import translation
from PIL import Image

from core import clock
from core.models import PrivatePhoto
from core.photo_policy import photo_policy
from core.photos import MOST_BYTES, BadPhoto, read_photo
from core.services import photos as services
from core.services.photos import OverQuota, attach_photos, store_photos, sweep_loose_photos
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import PostFactory
from tests.uploads import (
    CANARY,
    encoded,
    jpeg,
    jpeg_with_everything,
    picture,
    png_chunk,
    png_claiming,
    upload,
)


def opened(data):
    return Image.open(io.BytesIO(data))


def refused(data, name="foto.jpg"):
    """Why it was refused; a refusal takes less than a second."""
    started = time.perf_counter()
    with translation.override("en"), pytest.raises(BadPhoto) as refusal:
        read_photo(upload(data, name))
    assert time.perf_counter() - started < 1
    return str(refusal.value)


def test_nothing_hidden_is_left():
    data = jpeg_with_everything()
    assert data.count(CANARY) >= 4
    photo = read_photo(upload(data))
    for stored in (photo.full, photo.small):
        assert CANARY not in stored
        assert b"Exif" not in stored
        assert b"Fairphone" not in stored
        assert b"xmpmeta" not in stored
        image = opened(stored)
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}  # fmt: skip


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright(orientation):
    # A red top on a blue picture, written the way a camera held aslant writes it.
    turned = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    image = picture((80, 40), "blue")
    image.paste("red", (0, 0, 80, 20))
    for turn in turned[orientation]:
        image = image.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = read_photo(upload(encoded(image, exif=exif)))
    assert (photo.width, photo.height) == (80, 40)
    red, _green, blue = opened(photo.full).getpixel((40, 4))
    assert red > blue
    red, _green, blue = opened(photo.full).getpixel((40, 36))
    assert blue > red


@pytest.mark.parametrize(
    ("size", "full", "small"),
    [
        ((3200, 2400), (1600, 1200), (640, 480)),
        ((1200, 3000), (640, 1600), (256, 640)),
        ((100, 60), (100, 60), (100, 60)),
    ],
)
def test_two_sizes(size, full, small):
    photo = read_photo(upload(jpeg(size)))
    assert opened(photo.full).size == full == (photo.width, photo.height)
    assert opened(photo.small).size == small


@pytest.mark.parametrize(
    "data",
    [
        encoded(picture(), "PNG"),
        encoded(picture(mode="RGBA", color=(0, 0, 0, 0)), "PNG"),
        encoded(picture(mode="L", color=80), "PNG"),
        encoded(picture(mode="1", color=1), "PNG"),
        encoded(picture(mode="I;16", color=900), "PNG"),
        encoded(picture().convert("P"), "PNG", transparency=0),
        encoded(picture(mode="CMYK", color=(0, 10, 20, 30)), "JPEG"),
        encoded(picture(), "WEBP"),
        encoded(picture(), "HEIF"),
        encoded(picture(), "MPO", save_all=True, append_images=[picture((32, 24))]),
    ],
    ids=["png", "clear", "grey", "bits", "deep", "palette", "cmyk", "webp", "heic", "mpo"],
)
def test_what_phones_and_programs_write(data):
    photo = read_photo(upload(data))
    for stored in (photo.full, photo.small):
        assert opened(stored).format == "JPEG"
        assert opened(stored).mode == "RGB"
        assert opened(stored).size == (64, 48)


def test_clear_becomes_white():
    clear = encoded(picture(mode="RGBA", color=(0, 0, 0, 0)), "PNG")
    assert opened(read_photo(upload(clear)).full).getpixel((5, 5)) == (255, 255, 255)


def test_name_and_type_of_the_upload_mean_nothing():
    assert read_photo(upload(encoded(picture(), "PNG"), "x.html", "text/html")).width == 64


def test_too_many_bytes():
    assert "10 MB" in refused(jpeg() + b"\x00" * MOST_BYTES)


@pytest.mark.parametrize("size", [(5001, 5000), (25_000_001, 1), (30_000, 30_000), (2**31 - 1, 2)])
def test_too_many_pixels(size):
    assert "25 million" in refused(png_claiming(*size))


def test_25_million_pixels_are_taken():
    photo = read_photo(upload(encoded(picture((5000, 5000)), "PNG")))
    assert (photo.width, photo.height) == (1600, 1600)


@pytest.mark.parametrize("form", ["WEBP", "PNG"])
def test_moving_pictures(form):
    frames = [picture(color=(n % 2 * 255, n * 4, 0)) for n in range(60)]
    options = {"lossless": True} if form == "WEBP" else {}
    data = encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=40, **options)
    assert "moving" in refused(data)


def test_a_few_frames_are_one_still_picture():
    frames = [picture(color=(n * 80, 0, 0)) for n in range(3)]
    data = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=40)
    photo = read_photo(upload(data))
    assert getattr(opened(photo.full), "n_frames", 1) == 1


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='64' height='48' onload='alert(1)'></svg>"
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        HTML,
        b"%PDF-1.4\n" + HTML,
        b"PK\x03\x04" + b"\x00" * 100,
        b"GIF89a" + b"\x01\x00\x01\x00" + b"\x00" * 100,
        encoded(picture(), "GIF"),
        encoded(picture(), "BMP"),
        encoded(picture(), "TIFF"),
        encoded(picture(), "ICO"),
        encoded(picture(), "PPM"),
        encoded(picture(mode="RGB"), "EPS"),
        encoded(picture(), "PCX"),
        encoded(picture(), "JPEG2000"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run",
        jpeg()[:200],
        jpeg()[2:],
        b"\xff\xd8\xff\xe0" + b"\x00" * 500,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 500,
        b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 100,
        b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100,
        encoded(picture((8, 8))),
        encoded(picture((4000, 1))),
        png_claiming(4000, 4000, b"\x00"),
    ],
    ids=[
        "empty", "byte", "svg", "xml", "html", "pdf", "zip", "broken gif", "gif", "bmp", "tiff",
        "ico", "ppm", "eps", "pcx", "jp2", "postscript", "cut", "headless", "no jpeg", "no png",
        "no webp", "no heic", "tiny", "thin", "promised rows",
    ],
)  # fmt: skip
def test_what_is_no_photo(data):
    assert refused(data)


@pytest.mark.parametrize(
    "data",
    [
        jpeg() + HTML,
        encoded(picture(), comment=HTML),
        encoded(picture(), "PNG") + b"PK\x03\x04" + HTML,
        png_claiming(64, 48, b"\x00" * (64 * 3 + 1) * 48, png_chunk(b"tEXt", b"x\x00" + HTML)),
    ],
)
def test_what_was_smuggled_along_is_gone(data):
    photo = read_photo(upload(data))
    for stored in (photo.full, photo.small):
        assert b"script" not in stored
        assert b"PK\x03\x04" not in stored
        assert stored.startswith(b"\xff\xd8\xff")
        assert stored.endswith(b"\xff\xd9")


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt", b"iCCP"])
def test_bombs_in_the_words_of_a_png(kind):
    words = b"x\x00\x00" + zlib_bomb()
    if kind == b"iTXt":
        words = b"x\x00\x01\x00\x00\x00" + zlib_bomb()
    data = png_claiming(64, 48, b"\x00" * (64 * 3 + 1) * 48, png_chunk(kind, words))
    started = time.perf_counter()
    try:
        photo = read_photo(upload(data))
    except BadPhoto:
        pass
    else:
        assert len(photo.full) < 100_000
    assert time.perf_counter() - started < 1


def zlib_bomb():
    return zlib.compress(b"\x00" * 60_000_000, 9)


# What is stored


@pytest.fixture
def person(db):
    return UserFactory()


def stored(person, count=1, **options):
    photo = read_photo(upload(jpeg()))
    return store_photos(photos=[(photo, f"Foto {n}") for n in range(count)], by=person, **options)


def files():
    found, folders = set(), ["photos"]
    while folders:
        folder = folders.pop()
        if not storages["private"].exists(folder):
            continue
        below, names = storages["private"].listdir(folder)
        folders += [f"{folder}/{name}" for name in below]
        found |= {f"{folder}/{name}" for name in names}
    return found


def test_file_names_tell_nothing(person):
    (row,) = stored(person)
    for name in (row.full.name, row.small.name):
        assert str(person.pk) not in name.split("/")
        assert str(row.public_id) not in name
        assert "foto" not in name
        assert name in files()
    assert row.full.name != row.small.name


def test_alt_is_one_clean_line(person):
    photo = read_photo(upload(jpeg()))
    (row,) = store_photos(photos=[(photo, " Een\n\u202erood " + "x" * 300)], by=person)
    assert row.alt.startswith("Een rood x")
    assert len(row.alt) == 200


def test_quota_of_a_month(person, monkeypatch):
    (row,) = stored(person)
    monkeypatch.setattr(services, "MOST_BYTES_A_MONTH", row.bytes * 2)
    stored(person)
    before = files()
    with pytest.raises(OverQuota):
        stored(person)
    assert files() == before
    stored(UserFactory())  # somebody else's month is their own
    with clock.travel(clock.now() + dt.timedelta(days=31)):
        stored(person)


def test_four_at_once_count_together(person, monkeypatch):
    (row,) = stored(person)
    monkeypatch.setattr(services, "MOST_BYTES_A_MONTH", row.bytes * 4)
    with pytest.raises(OverQuota):
        stored(person, count=4)
    assert PrivatePhoto.objects.count() == 1


def test_files_go_when_the_rows_cannot_be_written(person, monkeypatch):
    before = files()

    def broken(rows):
        raise RuntimeError

    monkeypatch.setattr(PrivatePhoto.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError):
        stored(person)
    assert files() == before


def test_order_is_kept(person):
    post = PostFactory(author=person)
    kept = stored(person, 2)
    attach_photos(photos=list(reversed(kept)), target=post)
    stored(person, 1, target=post, first_position=2)
    assert [row.alt for row in services.photos_of(post)] == ["Foto 1", "Foto 0", "Foto 0"]


def test_uploads_that_were_never_sent_are_swept(person, django_capture_on_commit_callbacks):
    (loose,) = stored(person)
    (sent,) = stored(person, target=PostFactory(author=person))
    (portrait,) = stored(person)
    person.photo = portrait
    person.save(update_fields=["photo"])
    with clock.travel(clock.now() + dt.timedelta(hours=23)):
        sweep_loose_photos()
    assert PrivatePhoto.objects.count() == 3
    with (
        clock.travel(clock.now() + dt.timedelta(hours=25)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        sweep_loose_photos()
    assert set(PrivatePhoto.objects.all()) == {sent, portrait}
    assert loose.full.name not in files()
    assert loose.small.name not in files()
    assert sent.full.name in files()


def test_a_loose_photo_is_its_owners_alone(person):
    (row,) = stored(person)
    assert photo_policy.allows(person, "view", row)
    assert photo_policy.allows(person, "attach", row)
    assert not photo_policy.allows(UserFactory(), "view", row)
    assert not photo_policy.allows(UserFactory(), "attach", row)
    attach_photos(photos=[row], target=PostFactory())
    assert not photo_policy.allows(person, "attach", row), "it hangs already"
    assert not photo_policy.allows(person, "view", row), "its post is in another neighborhood"
