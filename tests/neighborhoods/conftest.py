import pytest
from django.utils import translation


@pytest.fixture
def english():
    """Texts in the language of the sources, so that a test can read them; addresses too."""
    with translation.override("en"):
        yield
