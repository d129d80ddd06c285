"""The dashboard's addresses of this app, below ``/admin/campaigns/``."""

from django.urls import path

from . import views

app_name = "campaigns_admin"

urlpatterns = [
    path("", views.campaign_list, name="campaign_list"),
    path("<uuid:public_id>/", views.campaign_send, name="campaign_send"),
    path("<uuid:public_id>/audience/", views.campaign_address, name="campaign_address"),
    path("<uuid:public_id>/stop/", views.campaign_stop, name="campaign_stop"),
]
