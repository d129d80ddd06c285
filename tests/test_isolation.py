"""Tests reach nobody and leave each other alone."""

import socket

import pytest
from django.core.cache import cache


def test_another_machine_cannot_be_reached():
    # An address reserved for documents: nobody would answer in any case.
    with pytest.raises(AssertionError, match=r"tried to reach \('192\.0\.2\.1', 443\)"):
        socket.create_connection(("192.0.2.1", 443), timeout=2)


def test_a_name_that_is_not_ours_cannot_be_reached():
    with socket.socket() as probe, pytest.raises(AssertionError, match="tried to reach"):
        probe.connect(("portal.example", 443))


def test_this_machine_can_be_reached():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname(), timeout=5) as client:
            assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize("turn", [1, 2])
def test_cache_is_empty_at_the_start_of_each_test(turn):
    assert cache.get("left-over") is None
    cache.set("left-over", turn)
