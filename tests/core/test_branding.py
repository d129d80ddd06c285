import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import Site

from core import branding, colors, svg
from core.models import BrandSettings

hex_colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture(autouse=True)
def _forget():
    branding.forget()
    yield
    branding.forget()


@pytest.fixture
def site(db):
    return Site.objects.get(is_default_site=True)


def look(site, **values):
    return BrandSettings(site=site, **values)


def problems(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


# --- Colours ---------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag():
    assert colors.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colors.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert colors.contrast("#1f5f4a", "#1f5f4a") == 1


@pytest.mark.parametrize("color", ["red", "#fff", "#12345", "1f5f4a", "#1f5f4g", "", "#1f5f4a;}"])
def test_what_is_no_color_is_refused(color):
    with pytest.raises(ValueError, match="is not a colour"):
        colors.parse(color)


@given(hex_colors)
def test_the_offered_color_always_passes_and_keeps_its_hue(color):
    offer = colors.nearest_passing(color, branding.GROUND, 4.5)
    assert colors.contrast(offer, branding.GROUND) >= 4.5
    if colors.contrast(color, branding.GROUND) >= 4.5:
        assert offer == color


@given(hex_colors)
def test_every_ramp_goes_from_light_to_dark(color):
    steps = colors.ramp(color)
    lights = [colors.luminance(steps[step]) for step in (50, 100, 200, 300)]
    assert lights == sorted(lights, reverse=True)
    assert colors.luminance(steps[900]) <= colors.luminance(steps[700]) + 0.001
    assert steps[500] == color


@given(hex_colors)
def test_text_on_the_tints_of_any_allowed_color_can_be_read(color):
    allowed = colors.nearest_passing(color, branding.GROUND, 4.5)
    steps = colors.ramp(allowed)
    assert colors.contrast("#ffffff", steps[500]) >= 4.5
    assert colors.contrast(steps[700], steps[50]) >= 4.5
    # In the dark: light brand colours on dark cards, dark text on light buttons.
    assert colors.contrast(steps[200], "#172929") >= 4.5
    assert colors.contrast("#0c1c1a", steps[200]) >= 4.5


# --- The settings ----------------------------------------------------------------------------


def test_a_readable_look_is_accepted(site):
    look(site, primary_color="#1f5f4a", accent_color="#b0452c").full_clean()


@pytest.mark.parametrize("field", ["primary_color", "accent_color"])
def test_a_color_nobody_can_read_is_refused_with_the_nearest_that_passes(site, field):
    message = problems(look(site, **{field: "#ffcc00"}))[field][0]
    offer = colors.nearest_passing("#ffcc00", branding.GROUND, 4.5)
    assert offer in message
    assert "4.5" in message
    look(site, **{field: offer}).full_clean()


def test_both_colors_are_reported_at_once(site):
    assert {"primary_color", "accent_color"} <= set(
        problems(look(site, primary_color="#eeeeee", accent_color="#ffff00"))
    )


@pytest.mark.parametrize("color", ["green", "#1f5f4", "#1f5f4a}", "url(x)"])
def test_only_hex_colors_pass(site, color):
    assert "primary_color" in problems(look(site, primary_color=color))


@pytest.mark.parametrize("field", ["font", "corners"])
def test_only_known_fonts_and_corners_pass(site, field):
    assert field in problems(look(site, **{field: "comic"}))


def test_the_style_sheet_holds_nothing_but_the_values(site):
    css = look(site, font="serif", corners="round").as_brand().css
    assert css.startswith(":root {")
    assert css.count("{") == css.count("}") == 1
    assert "--corner: 20px;" in css
    assert "--brand-500: #1f5f4a;" in css


def test_saving_is_seen_at_once(site):
    assert branding.current().name == "Stoep"
    look(site, name="Oeverbeke").save()
    assert branding.current().name == "Oeverbeke"


def test_the_look_is_remembered_without_another_query(site, django_assert_num_queries):
    branding.current()
    with django_assert_num_queries(0):
        branding.current()


def test_the_memory_runs_out(site, settings, django_assert_num_queries):
    settings.BRAND_MEMORY_SECONDS = 0
    branding.current()
    with django_assert_num_queries(1):
        branding.current()


def test_a_page_in_trouble_asks_no_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert branding.remembered() == branding.DEFAULT


# --- What visitors fetch ---------------------------------------------------------------------


def test_the_style_sheet_is_cached_for_good_under_its_hash(client, site):
    brand = branding.current()
    response = client.get(f"/theme/{brand.hash}.css")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]


def test_an_old_hash_leads_to_the_present_look_and_is_not_remembered(client, site):
    old = branding.current().hash
    look(site, primary_color="#7a1f5f").save()
    response = client.get(f"/theme/{old}.css")
    assert response.status_code == 302
    assert response["Location"] == f"/theme/{branding.current().hash}.css"
    assert "immutable" not in response.get("Cache-Control", "")


@pytest.mark.parametrize("field", ["name", "primary_color", "accent_color", "font", "corners"])
def test_every_value_changes_the_hash(site, field):
    other = {"font": "system", "corners": "square", "name": "Elders"}.get(field, "#333333")
    assert look(site).as_brand().hash != look(site, **{field: other}).as_brand().hash


def test_a_preview_shows_a_look_nobody_saved(client, site):
    brand = look(site, primary_color="#7a1f5f").as_brand()
    response = client.get(f"/theme/{brand.hash}.css", {"look": branding.sign(brand)})
    assert "#7a1f5f" in response.content.decode()


@pytest.mark.parametrize("forged", ["", "x", "eyJuYW1lIjoiWCJ9:1:abc"])
def test_a_look_that_we_did_not_sign_shows_nothing(client, site, forged):
    response = client.get("/theme/abcdef123456.css", {"look": forged})
    assert response.status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_theme_can_only_be_read(client, site, method):
    assert getattr(client, method)(f"/theme/{branding.current().hash}.css").status_code == 405


def test_the_manifest_follows_the_look(client, site):
    look(site, name="Oeverbeke", primary_color="#7a1f5f").save()
    manifest = json.loads(client.get("/manifest.webmanifest").content)
    assert manifest["name"] == "Oeverbeke"
    assert manifest["theme_color"] == "#7a1f5f"


def test_a_town_without_a_logo_has_no_logo_address(client, site):
    assert client.get(f"/theme/logo-{branding.current().hash}", follow=True).status_code == 404


# --- Logos -----------------------------------------------------------------------------------

SHAPE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{}</svg>'


def test_a_harmless_svg_keeps_its_shapes():
    clean = svg.clean_svg(SHAPE.format('<path fill="#123456" d="M0 0h8v8z"/>').encode()).decode()
    assert 'd="M0 0h8v8z"' in clean
    assert "#123456" in clean


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        "<image href='https://evil.test/x.png'/>",
        "<style>@import url(https://evil.test)</style>",
        "<a href='javascript:alert(1)'><path d='M0 0'/></a>",
        "<path onload='alert(1)' d='M0 0'/>",
        "<use href='https://evil.test/x.svg#a'/>",
        "<use xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='data:image/svg+xml,x'/>",
        "<rect fill='url(https://evil.test/x)' width='1' height='1'/>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<set attributeName='onload' to='alert(1)'/>",
        "<path style='background:url(https://evil.test)' d='M0 0'/>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
    ],
)
def test_nothing_that_runs_or_calls_home_is_left_in_an_svg(inner):
    clean = svg.clean_svg(SHAPE.format(inner).encode()).decode()
    for trace in (
        "script",
        "evil.test",
        "alert",
        "onload",
        "foreign",
        "data:",
        "<image",
        "style",
        "<a ",
    ):
        assert trace not in clean


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        b"<?xml-stylesheet href='https://evil.test/x.css'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><body>no</body></html>",
        b"<svg>without namespace</svg>",
        b"not xml at all",
        b"",
    ],
)
def test_what_is_no_plain_svg_is_refused(content):
    with pytest.raises(ValidationError):
        svg.clean_svg(content)


def test_a_script_in_an_uploaded_logo_does_not_reach_visitors(client, site):
    upload = SimpleUploadedFile("logo.svg", SHAPE.format("<script>x</script><g/>").encode())
    row = look(site, logo=upload)
    row.full_clean()
    row.save()
    response = client.get(f"/theme/logo-{branding.current().hash}")
    assert response.status_code == 200
    assert b"script" not in response.content
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_png_logo_is_drawn_anew(site):
    out = io.BytesIO()
    Image.new("RGB", (2000, 500), "green").save(out, "PNG")
    upload = SimpleUploadedFile("logo.png", out.getvalue() + b"<script>tail</script>")
    clean = svg.clean_logo(upload, ".png").read()
    assert b"tail" not in clean
    assert max(Image.open(io.BytesIO(clean)).size) <= 800


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.png", b"GIF89a"),
        ("logo.gif", b"GIF89a"),
        ("logo.html", b"<b>"),
        ("logo.svg", b"<html/>"),
    ],
)
def test_other_files_are_refused(site, name, content):
    assert "logo" in problems(look(site, logo=SimpleUploadedFile(name, content)))


def test_a_large_logo_is_refused(site):
    content = SHAPE.format("<g/>" * 60_000).encode()
    assert "logo" in problems(look(site, logo=SimpleUploadedFile("logo.svg", content)))


def test_a_browser_that_asks_for_an_icon_of_its_own_accord_gets_one_and_no_cookie(client, site):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith("portal/img/icon.svg")
    assert not answer.cookies
