"""Logos: an SVG is rebuilt from a list of what may be in it, a PNG is drawn anew."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

LARGEST = 200 * 1024
SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = """
    svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient
    stop clipPath mask title desc symbol use text tspan
"""
_ATTRIBUTES = """
    id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform fill fill-rule
    fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-dasharray opacity clip-path clip-rule mask offset stop-color stop-opacity
    gradientUnits gradientTransform spreadMethod fx fy preserveAspectRatio font-family font-size
    font-weight text-anchor letter-spacing dx dy href
"""
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_LOCAL_URL = re.compile(r"url\(\s*#[\w-]+\s*\)")


def clean_logo(file: File, suffix: str) -> ContentFile:
    """The same picture with nothing in it that could run or call home; raises ``ValidationError``."""
    if file.size > LARGEST:
        raise ValidationError(_("The logo is larger than 200 KB."))
    file.seek(0)
    content = file.read()
    clean = clean_svg(content) if suffix.lower() == ".svg" else _redrawn(content)
    return ContentFile(clean, name=getattr(file, "name", f"logo{suffix}"))


def clean_svg(content: bytes) -> bytes:
    """Only shapes, gradients and text are left: no script, style, link, image or foreign content."""
    lowered = content.lower()
    # Entities and stylesheets come before the root element, where the walk below cannot see them.
    if b"<!doctype" in lowered or b"<!entity" in lowered or b"<?xml-stylesheet" in lowered:
        raise ValidationError(_("This SVG file holds parts that a logo does not need."))
    try:
        root = ET.fromstring(content)  # noqa: S314  # no doctype, so no entities
    except ET.ParseError as error:
        raise ValidationError(_("This is not an SVG file.")) from error
    if root.tag != f"{{{SVG}}}svg":
        raise ValidationError(_("This is not an SVG file."))
    _clean_element(root)
    ET.register_namespace("", SVG)
    return ET.tostring(root)


def _clean_element(element: ET.Element) -> None:
    for child in list(element):
        name = child.tag.removeprefix(f"{{{SVG}}}") if isinstance(child.tag, str) else ""
        if name in ELEMENTS:
            _clean_element(child)
        else:
            element.remove(child)
    for name, value in list(element.attrib.items()):
        local = name.rpartition("}")[2]
        if local not in ATTRIBUTES or not _is_harmless(local, value):
            del element.attrib[name]


def _is_harmless(name: str, value: str) -> bool:
    if name == "href":
        return value.startswith("#")
    return "url(" not in _LOCAL_URL.sub("", value.lower())


def _redrawn(content: bytes) -> bytes:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            picture.thumbnail((800, 400))
            out = io.BytesIO()
            picture.convert("RGBA").save(out, "PNG", optimize=True)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is not a PNG file.")) from error
    return out.getvalue()
