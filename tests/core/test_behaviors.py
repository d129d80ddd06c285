"""What JavaScript adds to the pages, on the living page of components."""

import io
import time

import pytest
from PIL import Image

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

MENU = (
    '<details class="menu" data-menu id="more"><summary class="menu__button">More</summary>'
    '<ul class="menu__list"><li><button data-confirm="Sure?">Delete</button></li></ul></details>'
)


@pytest.fixture
def page(browser, live_server, settings):
    settings.DEBUG = True
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="en")
    page = context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{live_server.url}/styleguide/")
    page.wait_for_selector("html[data-ready]")
    yield page
    context.close()
    assert problems == []


def until(page, condition, seconds=10):
    """Waits for a condition in JavaScript; Playwright's own waiting would need eval, which our policy refuses."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"It never came true: {condition}"
        page.wait_for_timeout(50)


def photo(size):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return out.getvalue()


def files(page):
    return page.evaluate("[...document.querySelector('#id_photos').files].map(f => f.name)")


def choose(page, *sizes):
    chosen = [
        {"name": f"{place}.jpg", "mimeType": "image/jpeg", "buffer": photo(size)}
        for place, size in enumerate(sizes)
    ]
    page.set_input_files("#id_photos", chosen)


def sizes_shown(page):
    return page.evaluate(
        "[...document.querySelectorAll('.photo-input canvas')].map(c => [c.width, c.height])"
    )


def test_large_photos_are_shrunk_before_they_are_sent(page):
    choose(page, (3200, 2400), (400, 300))
    page.wait_for_selector(".photo-input__item:nth-child(2)")
    assert sizes_shown(page) == [[1600, 1200], [400, 300]]
    assert files(page) == ["0.jpg", "1.jpg"]


def test_a_photo_turns_and_goes(page):
    choose(page, (400, 300), (100, 100))
    page.wait_for_selector(".photo-input__item:nth-child(2)")
    page.get_by_role("button", name="Turn photo 1").click()
    until(page, "document.querySelector('.photo-input canvas').width === 300")
    page.get_by_role("button", name="Remove photo 1").click()
    until(page, "document.querySelectorAll('.photo-input__item').length === 1")
    assert files(page) == ["1.jpg"]


def test_a_fifth_photo_is_refused_in_words(page):
    choose(page, *[(50, 50)] * 5)
    page.wait_for_selector(".photo-input__item:nth-child(4)")
    assert len(files(page)) == 4
    assert "at most 4" in page.inner_text("[data-photo-status]")


def test_every_photo_asks_what_it_shows(page):
    choose(page, (50, 50))
    page.get_by_label("What does photo 1 show?").fill("A teal square")
    assert page.locator("input[name=photo_alt]").input_value() == "A teal square"


def test_a_draft_is_saved_and_says_when(page):
    page.route("**/styleguide/draft/", lambda route: route.fulfill(status=200, body="{}"))
    page.fill("#ok_text", "Half a sentence")
    until(
        page,
        "/saved at \\d/.test(document.querySelector('[data-autosave-status]').textContent)",
    )


def test_a_draft_that_cannot_be_saved_says_so_and_survives_a_reload(page):
    page.route("**/styleguide/draft/", lambda route: route.abort())
    page.fill("#ok_text", "Half a sentence")
    until(
        page,
        "document.querySelector('[data-autosave-status]').textContent.includes('Not saved')",
    )
    page.reload()
    until(page, "document.querySelector('#ok_text').value === 'Half a sentence'")


def send_without_leaving(page, times=1):
    """Sends the form with the draft; says of each time whether a script held it back."""
    return page.evaluate(
        """times => {
          const form = document.querySelector("form[data-autosave][data-submit-once]");
          const held = [];
          form.addEventListener("submit", (event) => {
            held.push(event.defaultPrevented);
            event.preventDefault();
          });
          for (let n = 0; n < times; n += 1) form.requestSubmit();
          return held;
        }""",
        times,
    )


def test_a_form_that_keeps_a_draft_is_sent_once_too(page):
    page.fill("#ok_text", "Half a sentence")
    assert send_without_leaving(page, times=2) == [False, True]


def test_what_was_sent_is_not_saved_as_a_draft_when_the_page_goes(page):
    saved = []
    page.route(
        "**/styleguide/draft/",
        lambda route: (saved.append(route.request.url), route.fulfill(status=200, body="{}")),
    )
    page.fill("#ok_text", "Half a sentence")
    send_without_leaving(page)
    page.evaluate(
        """() => {
          Object.defineProperty(document, "visibilityState", {value: "hidden"});
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    page.wait_for_timeout(6000)
    assert saved == []


def test_a_draft_never_holds_a_token_or_a_file(page):
    page.fill("#ok_text", "Half a sentence")
    kept = page.evaluate("Object.values(sessionStorage).join()")
    assert "Half a sentence" in kept
    assert "csrfmiddlewaretoken" not in kept
    assert page.evaluate("localStorage.length") == 0


def test_the_counter_says_how_many_are_left_and_never_cuts(page):
    page.fill("#ok_text", "x" * 510)
    assert "10 characters too many" in page.inner_text(".character-count >> nth=0")
    assert len(page.input_value("#ok_text")) == 510


def test_show_more_adds_below_and_leaves_the_page_where_it_is(page):
    before = page.locator("#feed > article").count()
    link = page.get_by_role("link", name="Show more")
    link.scroll_into_view_if_needed()
    top = page.evaluate("window.scrollY")
    link.click()
    until(page, f"document.querySelectorAll('#feed > article').length === {2 * before}")
    assert abs(page.evaluate("window.scrollY") - top) < 5
    assert page.evaluate("document.activeElement.closest('#feed') !== null")


def test_show_more_falls_back_to_the_page_itself(page):
    page.route(
        "**/styleguide/?page=2",
        lambda route: (
            route.abort() if route.request.resource_type == "fetch" else route.continue_()
        ),
    )
    page.get_by_role("link", name="Show more").click()
    page.wait_for_url("**/styleguide/?page=2")


def test_the_menu_of_a_card_comes_when_asked_and_its_questions_with_it(page):
    page.route(
        "**/styleguide/",
        lambda route: (
            route.fulfill(content_type="text/html", body=MENU)
            if route.request.resource_type == "fetch"
            else route.continue_()
        ),
    )
    page.locator("#feed .menu__button").first.click()
    page.wait_for_selector("#feed .menu[open]")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Delete").click()
    assert asked == ["Sure?"]


def test_escape_closes_a_menu_and_gives_the_focus_back(page):
    page.click(".account__button")
    assert page.locator(".menu[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".menu[open]").count() == 0
    assert page.evaluate("document.activeElement.className") == "account__button"


def test_opening_one_menu_closes_the_other(page):
    page.click(".account__button")
    page.click(".switch__button")
    assert page.locator(".menu[open]").count() == 1


def test_a_form_is_sent_once_however_often_it_is_tapped(page):
    sent = []

    def answer(route):
        if route.request.method == "POST":
            sent.append(route.request.url)
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/styleguide/", answer)
    button = page.get_by_role("button", name="Verstuur")
    button.evaluate("button => { button.click(); button.click(); button.click(); }")
    page.wait_for_timeout(300)
    assert len(sent) == 1
