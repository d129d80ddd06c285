"""Each promise of the portal and the tests that fail when it is broken; they have to exist."""

import ast
from pathlib import Path

import pytest

from .table import KEPT_BY, PROMISES, has_one_try

TESTS = Path(__file__).resolve().parents[1]


def names_in(path):
    return {
        node.name
        for node in ast.walk(ast.parse((TESTS / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize("promise", PROMISES)
def test_its_tests_exist(promise):
    assert PROMISES[promise]
    for test in PROMISES[promise]:
        path, name = test.split("::")
        assert (TESTS / path).is_file(), test
        assert name in names_in(path), test


def test_a_test_that_is_not_there_is_noticed():
    assert "test_nothing_of_the_kind" not in names_in("access/test_access.py")


def test_what_keeps_a_promise_has_one_try(request):
    """And what does not has two: each test of this run, whichever were chosen."""
    for item in request.session.items:
        tries = 1 + bool(item.get_closest_marker("flaky"))
        assert tries == (1 if has_one_try(item.nodeid) else 2), item.nodeid


def test_a_test_of_a_promise_is_known_wherever_it_stands():
    assert all(has_one_try(f"tests/{test}[nl-360]") for test in KEPT_BY)
    assert has_one_try("tests/kill/test_killed_worker.py::test_anything")
    assert not has_one_try("tests/core/test_keyset.py::test_anything")
