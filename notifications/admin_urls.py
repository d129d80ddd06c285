"""Addresses of this app on the dashboard."""

from django.urls import path, re_path

from .views import desk

app_name = "notifications_admin"

urlpatterns = [
    path("", desk.UnresolvedView.as_view(), name="unresolved_list"),
    re_path(
        r"^(?P<pk>\d+)/(?P<action>again|sent)/$", desk.delivery_resolve, name="delivery_resolve"
    ),
]
