"""The documents say what the code does."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READERS = {"text", "flag", "number", "words", "path"}
# A variable may have another default in development; the page shows what holds in production.
MODULES = ["env", "base", "production", "content_security", "dev", "test"]
COMPUTED = "(computed)"
# Started by themselves, so they are told by the environment where the settings or data are.
PROGRAMS = {"portal/wsgi.py", "portal/asgi.py", "portal/bench/limit_app.py"}


def variables_of_settings():
    """Name and default, as the page would write it, of each variable that the settings read."""
    found = {}
    for module in MODULES:
        text = (ROOT / "portal" / "settings" / f"{module}.py").read_text()
        for call in ast.walk(ast.parse(text)):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            owner, reader = call.func.value, call.func.attr
            if isinstance(owner, ast.Name) and owner.id == "env" and reader in READERS:
                defaults = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
                default = (
                    written(defaults[0]) if defaults else "off" if reader == "flag" else "none"
                )
                found.setdefault(ast.literal_eval(call.args[0]), default)
    return found


def written(node):
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return COMPUTED
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def variables_of_page(text):
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", text, re.MULTILINE)
    return {name: (default.strip("`"), meaning) for name, default, meaning in rows}


def page():
    return variables_of_page((ROOT / "docs" / "configuration.md").read_text())


def test_configuration_names_every_variable_and_no_other():
    assert set(page()) == set(variables_of_settings())


def test_configuration_shows_the_real_defaults():
    shown = {name: default for name, (default, _) in page().items()}
    real = variables_of_settings()
    wrong = [
        f"{name}: shown {shown[name]}, in the settings {default}"
        for name, default in real.items()
        if default not in {COMPUTED, shown[name]} and not shown[name].startswith("the value of")
    ]
    assert wrong == []


def test_every_settings_module_is_read():
    """So that a new one is not forgotten above."""
    folder = ROOT / "portal" / "settings"
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(MODULES)


def test_configuration_explains_every_variable():
    assert [name for name, (_, meaning) in page().items() if len(meaning) < 20] == []


def test_variables_are_read_in_the_settings_alone():
    readers = []
    for app in [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]:
        for path in app.rglob("*.py"):
            inside = path.relative_to(ROOT).as_posix()
            text = path.read_text()
            if inside.startswith("portal/settings/") or inside in PROGRAMS:
                continue
            if re.search(r"os\.(getenv|environ\.get|environ\[)", text):
                readers.append(inside)
    assert readers == []
