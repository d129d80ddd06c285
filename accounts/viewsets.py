"""The dashboard's user screens."""

from wagtail.users.views.users import UserViewSet


class StaffViewSet(UserViewSet):
    """Staff and nobody else."""
