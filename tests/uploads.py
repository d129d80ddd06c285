"""Files that people upload, kind and hostile, made on the spot."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CANARY = b"kanarie-gps-51.0543N-3.7174E"


def picture(size=(64, 48), color="teal", mode="RGB"):
    return Image.new(mode, size, color)


def encoded(image, form="JPEG", **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def jpeg(size=(64, 48), **options):
    return encoded(picture(size), **options)


def jpeg_with_everything():
    """A phone's JPEG: where it was taken, with what, a comment, XMP and a tail behind the picture."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()  # description
    exif[0x010F] = "Fairphone"
    exif[0x9286] = CANARY.decode()
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (51.0, 3.0, 15.48)
    place[3], place[4] = "E", (3.0, 43.0, 2.64)
    place[29] = CANARY.decode()
    body = encoded(
        picture(), exif=exif, comment=CANARY, xmp=b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"
    )
    return body + b"\n" + CANARY


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width, height, rows=b"", extra=b""):
    """A few hundred bytes that say they are a picture of that size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + extra
        + png_chunk(b"IDAT", zlib.compress(rows or b"\x00" * 100_000))
        + png_chunk(b"IEND", b"")
    )


def upload(data, name="foto.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)
