"""Static files under names that change with their content, and our modules' imports with them."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFiles(CompressedManifestStaticFilesStorage):
    """Imports between our own modules are renamed too; the dashboard's scripts are left alone."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("portal/js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),
    )
