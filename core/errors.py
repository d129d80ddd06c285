"""What services raise when a rule of the portal says no."""


class DomainError(Exception):
    """A rule refused the act; ``str()`` is a sentence that may be shown to the person."""
