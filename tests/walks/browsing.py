"""Walks the portal as a person does, and looks at every page for barriers and foreign requests."""

import os
from pathlib import Path

from django.conf import settings

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "buurt-demo-2026"


class Walker:
    """One person's browser. Leaving it checks that nothing was asked of another host."""

    def __init__(self, browser, base, *, width, scripts=True):
        self.browser, self.base, self.width, self.scripts = browser, base, width, scripts
        self.foreign = []

    def __enter__(self):
        self._open()
        return self

    def _open(self):
        # The policy for scripts would keep the accessibility checker out, which is no part of a page.
        self.context = self.browser.new_context(
            viewport={"width": self.width, "height": 800},
            java_script_enabled=self.scripts,
            bypass_csp=True,
            locale="nl-BE",
        )
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.page.on("request", self._note)

    def start_over(self):
        """The next person has a browser of their own: nothing on its way to the last one arrives here."""
        self.context.close()
        self._open()

    def __exit__(self, *error):
        if error[0] is not None and (folder := os.environ.get("WALK_PICTURES")):
            self.page.screenshot(path=f"{folder}/walk-{self.width}.png", full_page=True)
        self.context.close()
        if error[0] is None:
            assert self.foreign == []

    def _note(self, request):
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(request.url)

    def sign_in(self, person):
        self.start_over()
        self.go("/nl/account/login/")
        self.page.fill("[name=login]", person.email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/account/login/" not in url)

    def go(self, path):
        """Opens ``path`` and looks at it; returns the words on the page."""
        answer = self.page.goto(path if path.startswith("http") else self.base + path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        return self.look()

    def status_of(self, path):
        return self.page.goto(self.base + path).status

    def look(self):
        """No barrier that axe finds serious, nothing to scroll sideways; returns the words."""
        self.page.wait_for_load_state()
        if self.scripts:
            # Nobody types before the page's behaviors have put back what was typed before.
            self.page.wait_for_function(
                "!document.querySelector('script[type=module]')"
                " || 'ready' in document.documentElement.dataset"
                " || location.pathname.startsWith('/admin/')"
            )
            self._assert_fits(self.page)
            self._look_in_french()
        return self.page.inner_text("body")

    def _look_in_french(self):
        """The same page in the other language of the town: longer words, the same rules."""
        if self.width != 360 or "/nl/" not in self.page.url:
            return
        other = self.context.new_page()
        other.on("request", self._note)
        answer = other.goto(self.page.url.replace("/nl/", "/fr/", 1))
        if answer.status == 200:
            self._assert_fits(other)
        other.close()

    def _assert_fits(self, page):
        self._assert_no_barrier(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.width, f"{page.url} is {width} wide"

    def _assert_no_barrier(self, page):
        # A message that fades in has no contrast yet.
        page.wait_for_function(
            "document.getAnimations().every(each => each.playState !== 'running')"
        )
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        serious = [
            (each["id"], [node["html"][:120] for node in each["nodes"]])
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert serious == [], f"{page.url}: {serious}"

    def choose(self, selector, place=0):
        """Taps the label of a radio button or check box, which lies over the whole row."""
        self.page.locator(selector).nth(place).check(force=True)

    def send(self, form="main form.form"):
        """Sends the page's form by its main button and looks at what comes."""
        with self.page.expect_navigation():
            self.page.locator(f"{form} button:not([type=button])").first.click()
        return self.look()
