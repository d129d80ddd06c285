import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from core import clock, icons, pictures, samples
from core.static_files import COMPONENTS_CSS, ComponentsFinder, PortalStaticFiles, components_css
from core.templatetags import portal_tags
from core.views import errors

ROOT = Path(settings.BASE_DIR)
CSS = sorted((ROOT / "static/portal/css").glob("*.css"))
NOON = dt.datetime(2026, 6, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def render(source, **context):
    return Template("{% load portal_tags %}" + source).render(Context(context))


def request_for(path, method="get"):
    return getattr(RequestFactory(), method)(path)


# --- Weight and names ------------------------------------------------------------------------


def compressed(paths):
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


def test_all_css_of_a_page_weighs_less_than_45_kb():
    base = (ROOT / "templates/base.html").read_text()
    linked = [path for path in CSS if f"portal/css/{path.name}" in base]
    assert len(linked) == 4
    library = len(gzip.compress(components_css().encode()))
    assert compressed(linked) + library + 600 < 30 * 1000  # 600: the town's own theme


def test_the_components_are_found_as_one_file_and_written_again_when_they_change(
    tmp_path, settings
):
    settings.BASE_DIR = tmp_path
    finder = ComponentsFinder()
    made = Path(finder.find(COMPONENTS_CSS))
    assert made.read_text() == components_css()
    made.write_text("old")
    assert [name for name, _storage in finder.list([])] == [COMPONENTS_CSS]
    assert made.read_text() == components_css()
    assert finder.find("utrecht/other.css") == []


def test_every_library_class_of_any_template_is_in_what_we_serve():
    known = set(re.findall(r"\.(utrecht-[\w-]+)", components_css()))
    ours = set(re.findall(r"\.(utrecht-[\w-]+)", "".join(path.read_text() for path in CSS)))
    used = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for value in re.findall(r'class="([^"]*)"', path.read_text()):
            plain = re.sub(r"\S*\{[{%].*?[}%]\}\S*", " ", value)
            used |= {name for name in plain.split() if re.fullmatch(r"utrecht-[\w-]+\w", name)}
    assert used - known - ours == set()


def test_all_modules_weigh_less_than_25_kb():
    assert compressed((ROOT / "static/portal/js").glob("*.js")) < 25 * 1000


def test_twenty_cards_leave_room_for_the_rest_of_a_40_kb_page():
    url = "/nl/n/stationskwartier/posts/0f8fad5b-d9cb-469f-a165-70867728950e/"
    cards = []
    for place in range(20):
        post = samples.sample_posts()[place % 4]
        post |= {"url": url, "reply_url": f"{url}#replies"}
        post["thanks"] = {"url": f"{url}thanks/", "mine": False}
        post["text"] = "Een zin van gewone lengte, zoals mensen die schrijven. " * 3
        post["photos"] = post.get("photos", [])[: place % 2]
        for photo in post["photos"]:
            photo["url"] = "/photos/0f8fad5b-d9cb-469f-a165-70867728950e/small/"
        cards.append(render_to_string("components/post_card.html", {"post": post}))
    assert len("".join(cards).encode()) < 32_000


def test_every_class_of_our_components_exists_in_the_css():
    css = components_css() + "".join(path.read_text() for path in CSS)
    known = set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", css))
    unknown = set()
    for folder in ("components", "nlds"):
        for path in (ROOT / "templates" / folder).rglob("*"):
            if path.suffix not in {".html", ".svg"}:
                continue
            for value in re.findall(r'class="([^"{]*)"', path.read_text()):
                unknown |= {f"{path.name}: {name}" for name in value.split() if name not in known}
    assert not unknown


def test_every_component_says_what_it_takes():
    for path in (ROOT / "templates/components").glob("*.html"):
        first = path.read_text().splitlines()[0]
        assert first.startswith("{# "), path.name
        assert "ariables:" in first, path.name


def test_every_module_is_fetched_by_the_loader_or_named_by_a_template():
    loader = (ROOT / "static/portal/js/portal.js").read_text()
    loaded = set(re.findall(r'import\("\./([\w-]+)\.js"\)', loader))
    templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    for path in (ROOT / "static/portal/js").glob("*.js"):
        if path.stem in loaded:
            assert "export function attach" in path.read_text(), path.name
        else:
            assert f"portal/js/{path.name}" in templates, path.name


def test_modules_are_renamed_with_their_content_and_imported_by_the_new_name(tmp_path):
    storage = PortalStaticFiles(location=tmp_path)
    source = FileSystemStorage(location=ROOT / "static/portal")
    (tmp_path / "portal/js").mkdir(parents=True)
    files = {}
    for path in (ROOT / "static/portal/js").glob("*.js"):
        (tmp_path / f"portal/js/{path.name}").write_text(path.read_text())
        files[f"portal/js/{path.name}"] = (source, f"js/{path.name}")
    list(storage.post_process(files))
    loader = (tmp_path / storage.stored_name("portal/js/portal.js")).read_text()
    imported = re.findall(r"import\([\"']\./([^\"']+)[\"']\)", loader)
    assert len(imported) > 5
    for name in imported:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name)
        assert (tmp_path / "portal/js" / name).is_file()


def test_no_module_asks_another_host_or_runs_text():
    for path in (ROOT / "static/portal/js").glob("*.js"):
        source = path.read_text()
        assert not re.search(
            r"https?://|\beval\(|innerHTML|document\.write|new Function", source
        ), path


# --- Icons -----------------------------------------------------------------------------------


def test_an_icon_of_the_sprite_is_one_short_reference():
    html = render('{% icon "heart" %}')
    assert len(html) < 100
    assert 'aria-hidden="true"' in html
    assert "#heart" in html


def test_another_icon_is_inlined_without_its_wrapper():
    html = render('{% icon "ambulance" %}')
    assert "<path" in html
    assert "stroke=" not in html


@pytest.mark.parametrize("name", ["no-such-icon", "../../package", "Heart", "", "heart/../heart"])
def test_an_unknown_icon_is_an_error_that_names_it(name):
    with pytest.raises(icons.UnknownIconError, match=re.escape(f"'{name}'")):
        render("{% icon name %}", name=name)


def test_the_sprite_holds_every_icon_it_promises(client, db):
    response = client.get(f"/i/{icons.sprite_hash()}.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    body = response.content.decode()
    assert all(f'id="{name}"' in body for name in icons.SPRITE)
    assert len(set(icons.SPRITE)) == len(icons.SPRITE)


def test_an_old_sprite_leads_to_the_present_one(client, db):
    assert client.get("/i/00000000.svg").status_code == 302


# --- Words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (dt.timedelta(seconds=20), "just now"),
        (dt.timedelta(seconds=-20), "just now"),
        (dt.timedelta(minutes=1), "1 minute ago"),
        (dt.timedelta(minutes=59), "59 minutes ago"),
        (dt.timedelta(hours=1), "1 hour ago"),
        (dt.timedelta(hours=11), "11 hours ago"),
        (dt.timedelta(hours=20), "yesterday at 18:00"),
        (dt.timedelta(days=3), "3 days ago"),
        (dt.timedelta(days=8), "June 2"),
        (dt.timedelta(days=400), "May 6, 2025"),
        (dt.timedelta(days=-2), "June 12"),
    ],
)
def test_time_in_words(ago, words):
    with clock.travel(NOON):
        assert portal_tags.time_in_words(NOON - ago) == words


def test_the_exact_time_is_there_for_who_asks():
    with clock.travel(NOON):
        html = render("{% when moment %}", moment=NOON - dt.timedelta(hours=1))
    assert 'datetime="2026-06-10T13:00+02:00"' in html
    assert 'title="June 10, 2026, 1 p.m."' in html


@pytest.mark.parametrize("moment", [None, dt.date(2026, 6, 1)])
def test_time_without_a_moment(moment):
    html = render("{% when moment %}", moment=moment)
    assert html == ("" if moment is None else '<time datetime="2026-06-01">June 1, 2026</time>')


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("An Peeters", "AP"),
        ("Fatima El Amrani", "FA"),
        ("Cher", "C"),
        ("", "?"),
        ("  ", "?"),
        ("(x) Élodie", "É"),
        (None, "?"),
    ],
)
def test_initials(name, letters):
    assert portal_tags.initials(name) == letters


def test_a_hostile_name_stays_text():
    person = {"name": '"><script>x</script>', "function": "<b>", "organisation": "<i>"}
    html = render_to_string("components/person_line.html", {"person": person})
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_hostile_post_stays_text():
    post = samples.sample_posts()[0]
    post |= {
        "title": "<img src=x onerror=alert(1)>",
        "text": "<script>alert(1)</script>\n\nSecond.",
        "photos": [{"url": "/p/1", "alt": '"><script>'}],
    }
    html = render_to_string("components/post_card.html", {"post": post})
    assert "<script>" not in html
    assert "<img src=x" not in html
    assert "<p>Second.</p>" in html


# --- What a card says ------------------------------------------------------------------------


def card(**flags):
    return render_to_string(
        "components/post_card.html", {"post": samples.sample_posts()[0] | {"flags": flags}}
    )


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("pinned", "Pinned"),
        ("solved", "Solved"),
        ("hidden", "Hidden for now"),
        ("shared", "Shared with the municipality"),
        ("neighbors_only", "Neighbors only"),
        ("edited", "edited"),
    ],
)
def test_a_card_says_its_state_in_words_and_only_when_it_is_so(flag, words):
    assert words in card(**{flag: True})
    assert words not in card()


def test_a_card_says_for_whom_it_was_written():
    assert "For Mevrouw Claes" in card(on_behalf_of="Mevrouw Claes")


def test_a_card_without_addresses_offers_no_buttons():
    post = samples.sample_posts()[0] | {
        "actions": [],
        "thanks": {},
        "reply_url": "",
        "counts": {},
    }
    html = render_to_string("components/post_card.html", {"post": post})
    assert "<button" not in html
    assert "<details" not in html


def test_a_survey_that_is_done_says_so_and_asks_nothing():
    survey = samples.sample_surveys()[1]
    html = render_to_string("components/survey_card.html", {"survey": survey})
    assert "You took part" in html
    assert "utrecht-button" not in html


class Told:
    def __init__(self, tags):
        self.extra_tags = tags


@pytest.mark.parametrize(
    ("tags", "url"),
    [
        ("undo:/nl/n/molenwijk/undo/", "/nl/n/molenwijk/undo/"),
        ("big undo:/x/", "/x/"),
        ("undo:https://evil.test/", ""),
        ("undo:javascript:alert(1)", ""),
        ("undo://evil.test/", ""),
        ("undo:/\\evil.test/", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_undo_posts_to_this_site_only(tags, url):
    assert portal_tags.undo_url(Told(tags)) == url


def test_a_chart_has_the_same_figures_in_picture_and_table():
    html = render('{% chart rows "Bench or tree?" %}', rows=[("Tree", 3), ("Bench", 1), ("<b>", 0)])
    assert html.count("75 %") == 2
    assert html.count("25 %") == 2
    assert "&lt;b&gt;" in html
    assert "url(#p-stripes)" in html
    assert 'width="100.0%"' in html


@pytest.mark.parametrize("rows", [[], [("Tree", 0)]])
def test_a_chart_of_nothing_is_no_error(rows):
    assert "Nothing yet" in render('{% chart rows "Nothing yet" %}', rows=rows)


def test_a_chart_can_count_people_instead_of_answers():
    assert "50 %" in render('{% chart rows "Any" total=4 %}', rows=[("A", 2), ("B", 2)])


# --- Languages -------------------------------------------------------------------------------


def languages(path, method="get", **context):
    shown = portal_tags.language_switch(Context({"request": request_for(path, method), **context}))
    return {language["code"]: language for language in shown["languages"]}


def test_the_switch_stays_on_the_page(db):
    found = languages("/en/account/login/?next=/en/")
    assert found["fr"]["url"].startswith("/fr/account/login/")
    assert [code for code, language in found.items() if language["current"]] == ["en"]


def test_the_switch_goes_home_from_an_address_that_is_nowhere(db):
    assert languages("/nowhere")["de"]["url"] == "/de/"


def test_the_switch_goes_home_after_a_post(db):
    assert languages("/en/account/login/", "post")["fr"]["url"] == "/fr/"


def test_the_switch_says_the_language_in_itself():
    html = render_to_string(
        "components/language_switch.html",
        {"languages": [{"code": "fr", "name": "Français", "url": "/fr/", "current": False}]},
    )
    assert 'lang="fr"' in html
    assert 'hreflang="fr"' in html
    assert "Français" in html


# --- Pages that say what went wrong ------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_a_page_that_is_not_there_answers_in_the_language_of_its_address(client, db, language):
    response = client.get(f"/{language}/there-is-no-such-page/")
    assert response.status_code == 404
    html = response.content.decode()
    assert f'<html lang="{language}">' in html
    assert f'href="/{language}/"' in html


def test_our_own_mistake_needs_no_database():
    # No db mark: a query would raise.
    response = errors.server_error(request_for("/fr/anything/"))
    assert response.status_code == 500
    html = response.content.decode()
    assert '<html lang="fr">' in html
    assert 'href="/fr/"' in html


def test_our_own_mistake_shows_even_when_the_template_is_broken(monkeypatch):
    def broken(*args, **kwargs):
        raise LookupError("no template")

    monkeypatch.setattr("django.template.loader.render_to_string", broken)
    response = errors.server_error(request_for("/nl/"))
    assert response.status_code == 500
    assert b"Something went wrong" in response.content


def test_an_expired_form_names_no_reason_and_offers_the_way_back():
    response = errors.csrf_failure(request_for("/en/account/login/"), reason="CSRF cookie not set.")
    html = response.content.decode()
    assert response.status_code == 403
    assert "CSRF" not in html
    assert 'href="/en/account/login/"' in html


def test_a_hostile_address_is_escaped_on_the_expired_form():
    response = errors.csrf_failure(request_for("/en/%22%3E%3Cscript%3Ex"), reason="")
    assert b"<script>x" not in response.content


@pytest.mark.parametrize(
    ("seconds", "words"), [(30, "1 minute."), (90, "2 minutes."), (None, "few minutes")]
)
def test_too_many_tries_say_when_to_come_back(db, rf, seconds, words):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/en/join/")
    request.user = AnonymousUser()
    request.session = {}
    response = errors.too_many(request, seconds)
    assert response.status_code == 429
    assert words in response.content.decode()
    assert response.get("Retry-After") == (str(seconds) if seconds else None)


# --- The living page ---------------------------------------------------------------------------


def test_the_styleguide_does_not_exist_in_production(client, db):
    assert client.get("/styleguide/", follow=True).status_code == 404
    assert client.get("/styleguide/pictures/cake.jpg", follow=True).status_code == 404


def test_the_styleguide_shows_every_component(client, db, settings):
    settings.DEBUG = True
    html = client.get("/styleguide/").content.decode()
    used = {
        "post", "card--municipal", "card--survey", "pagination", "reply", "steps", "progress",
        "error-summary", "photo-input", "who-sees", "utrecht-alert", "badge", "kind", "copy-link",
        "chart", "empty", "stat", "bar", "side-nav", "breadcrumb", "languages", "avatar", "person",
    }  # fmt: skip
    shown = {name for value in re.findall(r'class="([^"]*)"', html) for name in value.split()}
    assert not used - shown


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (1280, "light"), (1280, "dark"), (320, "dark")]
)
def test_the_styleguide_has_no_serious_barrier(browser, live_server, settings, width, scheme):
    settings.DEBUG = True
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    foreign = []
    page.on(
        "request",
        lambda r: None if r.url.startswith((live_server.url, "data:")) else foreign.append(r.url),
    )
    page.goto(f"{live_server.url}/styleguide/")
    page.wait_for_selector("html[data-ready]")
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
    assert wide <= width
    assert foreign == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_error_summary_takes_the_focus_and_leads_to_the_field(browser, live_server, settings):
    settings.DEBUG = True
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/styleguide/")
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.click("[data-error-summary] a")
    assert page.evaluate("document.activeElement.id") == "wrong_first_name"
    context.close()


# --- Pictures of the demo town -------------------------------------------------------------------


def test_there_are_at_least_twelve_motives():
    assert len(pictures.MOTIVES) >= 12


@pytest.mark.parametrize("motive", sorted(pictures.MOTIVES))
def test_a_seed_always_draws_the_same_picture(motive):
    small = (240, 180)
    one = pictures.draw(motive, 1, small)
    assert one == pictures.draw(motive, 1, small)
    assert one != pictures.draw(motive, 2, small)
    assert one.startswith(b"\xff\xd8")


def test_times_use_the_zone_of_the_town():
    with timezone.override("America/New_York"), clock.travel(NOON):
        assert "08:00" in render("{% when moment %}", moment=NOON)
