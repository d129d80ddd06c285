"""Says at the end how much was checked."""


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
