"""What search engines ask for, without a language prefix."""

from django.urls import path

from . import views

app_name = "home"

urlpatterns = [
    path("sitemap.xml", views.site_map, name="site_map"),
    path("robots.txt", views.robots, name="robots"),
]
