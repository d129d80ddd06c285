"""A town that has everything switched on; says at the end how much was checked."""

import json

import pytest

from portal.settings.oidc import read_providers

# Nobody listens there: whoever goes on to the eID service gets the page that says so.
PROVIDER = {
    "id": "local", "name": "Lokaal", "server_url": "http://127.0.0.1:9", "client_id": "stoep",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _everything_is_on(settings):
    settings.OIDC_PROVIDERS = read_providers(json.dumps([PROVIDER]))
    settings.ADDRESS_CONTACTS = "neighborhoods.contacts.SampleContacts"


def pytest_terminal_summary(terminalreporter):
    found = [
        dict(report.user_properties)["access"]
        for reports in terminalreporter.stats.values()
        for report in reports
        if "access" in dict(getattr(report, "user_properties", []))
        and getattr(report, "when", "") == "call"
    ]
    if found:
        terminalreporter.write_line(
            f"access table: {max(f['addresses'] for f in found)} addresses x {len(found)} roles, "
            f"{sum(f['cells'] for f in found)} cells asked"
        )
