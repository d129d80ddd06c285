"""A browser at a phone's and a desk's width that asks no other host for anything."""

import pytest

from .browsing import Walker


@pytest.fixture(params=[360, 1280])
def walker(request, browser, live_server):
    with Walker(browser, live_server.url, width=request.param) as walker:
        yield walker


@pytest.fixture
def plain_walker(browser, live_server):
    """A phone whose browser runs no scripts."""
    with Walker(browser, live_server.url, width=360, scripts=False) as walker:
        yield walker


@pytest.fixture
def desk_walker(browser, live_server):
    with Walker(browser, live_server.url, width=1280) as walker:
        yield walker
