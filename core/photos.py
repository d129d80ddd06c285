"""Turns an upload into two harmless JPEGs: re-encoded from its pixels, without anything hidden in it."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from .errors import DomainError

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
MOST_FRAMES = 50
FULL, SMALL = 1600, 640
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# What Pillow calls them once open; an MPO is the JPEG of a phone that adds a second, smaller one.
OPENED_AS = frozenset({*FORMATS, "MPO"})


class BadPhoto(DomainError):
    """The upload is no photo that we take."""


@dataclass(frozen=True)
class Photo:
    """Two JPEGs without metadata; ``width`` and ``height`` are those of the full one."""

    full: bytes
    small: bytes
    width: int
    height: int


def read_photo(upload: UploadedFile) -> Photo:
    """The photo in an upload, upright and at most 1600 px; raises ``BadPhoto``.

    Size, format, number of pixels and of frames are read from the header, so a file made to
    exhaust memory is refused before it is decoded.
    """
    if not upload.size:
        raise BadPhoto(_("The file is empty."))
    if upload.size > MOST_BYTES:
        raise BadPhoto(_("A photo may be at most 10 MB."))
    with warnings.catch_warnings():
        # Pillow warns where we refuse: our own limit of pixels is lower than Pillow's.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = _open(upload)
        try:
            return _encode(image)
        except (OSError, SyntaxError, ValueError, TypeError, MemoryError, EOFError) as error:
            raise BadPhoto(_unreadable()) from error
        finally:
            image.close()


def _unreadable() -> str:
    return _("We cannot read this photo. Send a JPEG, PNG, WebP or HEIC file.")


def _open(upload: IO[bytes]) -> Image.Image:
    upload.seek(0)
    try:
        image = Image.open(upload, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise BadPhoto(_("This photo has too many pixels; 25 million is the most.")) from error
    except Exception as error:  # a decoder may fail in any way on a hostile file
        raise BadPhoto(_unreadable()) from error
    try:
        _check_header(image)
    except BadPhoto:
        image.close()
        raise
    return image


def _check_header(image: Image.Image) -> None:
    if image.format not in OPENED_AS:
        raise BadPhoto(_unreadable())
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise BadPhoto(_("This photo has too many pixels; 25 million is the most."))
    if min(width, height) < 16:
        raise BadPhoto(_("This photo is too small to show."))
    if getattr(image, "n_frames", 1) > MOST_FRAMES:
        raise BadPhoto(_("A moving picture is no photo. Send a still one."))


def _encode(image: Image.Image) -> Photo:
    profile = image.info.get("icc_profile")
    image.draft("RGB", (FULL, FULL))
    if image.mode not in ("RGB", "RGBA", "L", "CMYK"):
        has_alpha = "A" in image.getbands() or "transparency" in image.info
        picture = image.convert("RGBA" if has_alpha else "RGB")
    else:
        picture = image
    # The box is square, so that turning comes after shrinking and costs little memory.
    picture.thumbnail((FULL, FULL), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(picture)
    full = _flat(upright, profile)
    small = full.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    return Photo(_jpeg(full, 80), _jpeg(small, 76), full.width, full.height)


def _flat(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in the colors every screen knows; what was transparent is white."""
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    if profile and picture.mode in ("RGB", "CMYK"):
        picture = _in_srgb(picture, profile)
    return picture.convert("RGB") if picture.mode != "RGB" else picture


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return turned or picture


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    # A new image: what Pillow remembers of the old one (EXIF, profile, comment) would be written too.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    bare.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
