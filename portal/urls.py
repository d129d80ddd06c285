"""Every address of the portal, from the outside in."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from core.views import errors

_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("", include("core.urls")),
    path("", include("home.urls")),
    path("mails/", include("notifications.mail_urls")),
    # One way to sign in: Wagtail's own forms accept a bare password and know no second factor.
    path("admin/login/", _sign_in),
    re_path(r"^admin/password_reset/.*$", _sign_in),
    # Wagtail's own trial of its error page: nobody needs to make us fail.
    path("admin/failwhale/", errors.not_found),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("account/", include("accounts.urls")),
        path("", include("neighborhoods.urls")),
        path("photos/", include("core.photo_urls")),
        path("notifications/", include("notifications.urls")),
        path("campaigns/", include("campaigns.urls")),
        path("participation/", include("participation.urls")),
        path("search/", include("search.urls")),
        re_path(r"^_util/login/$", _sign_in),
        path("", include(wagtail_urls)),
    ),
]

handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
