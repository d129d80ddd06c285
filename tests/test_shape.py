"""The house style that a program can check (docs/adr/ says why). Each rule is shown to bite."""

import ast
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    *["accounts", "campaigns", "care", "conversations", "core", "dashboard", "home"],
    *["neighborhoods", "notifications", "participation", "portal", "search"],
]
NOT_OURS = {".git", ".venv", "node_modules", "var", "staticfiles", "media", "__pycache__"}
LONGEST_MODULE = 400
LONGEST_VIEW = 25

# Where text is declared safe for HTML, and why that is true.
SAFE_PLACES = {
    "core/templatetags/facts_tags.py": "the output of Django's json_script, which escapes",
    "core/templatetags/portal_tags.py": "files of the icon package alone, by a name looked up",
}
# What a visitor is in the middle of, kept in the session: no row, so a view may keep it.
VISITOR_STATE = {"journey", "Journey(request.session)", "request.session"}
# Where a program may ask another machine, and whom.
HTTP_PLACES = {
    "scripts/demo.py": "asks our own /healthz",
    "portal/bench/measure.py": "loads the portal and the limit application on this machine",
}
HTTP_CLIENTS = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client"}
# Wagtail's editor needs inline script, and mail programs need inline style.
INLINE_ALLOWED = ("templates/emails/", "templates/dashboard/", "templates/wagtailadmin/")


def files(*suffixes, under=("",)):
    """Every file of ours with one of the suffixes, whether git knows it yet or not."""
    for top in under:
        for folder, names, found in os.walk(ROOT / top):
            names[:] = sorted(set(names) - NOT_OURS)
            for name in sorted(found):
                if name.endswith(suffixes):
                    yield Path(folder, name).relative_to(ROOT)


def app_modules():
    return [path for path in files(".py", under=APPS) if "migrations" not in path.parts]


def view_modules():
    return [path for path in app_modules() if path.name == "views.py" or "views" in path.parts]


def problems(rule, paths):
    return [
        f"{path}: {problem}"
        for path in paths
        for problem in rule(str(path), (ROOT / path).read_text(encoding="utf-8"))
    ]


def assert_follows(rule, paths):
    found = problems(rule, paths)
    assert not found, "\n" + "\n".join(found)


def functions(tree):
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


# --- The rules: each takes a path and a text and yields what is wrong -----------------------------
def long_module(path, text):
    count = len(text.splitlines())
    if count > LONGEST_MODULE:
        yield f"{count} lines, {LONGEST_MODULE} at most: split it by noun"


def long_view(path, text):
    for function in functions(ast.parse(text)):
        body = function.body
        first = body[1] if ast.get_docstring(function) and len(body) > 1 else body[0]
        count = function.end_lineno - first.lineno + 1
        if count > LONGEST_VIEW:
            yield f"{function.name} has {count} lines, {LONGEST_VIEW} at most"


def manager_in_view(path, text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in {
            "objects",
            "_default_manager",
            "_base_manager",
        }:
            yield f"line {node.lineno}: .{node.attr} in a view: fetch through a policy"


def write_in_view(path, text):
    writers = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "delete"}
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in writers
            and ast.unparse(node.func.value) not in VISITOR_STATE
        ):
            yield f"line {node.lineno}: .{node.func.attr}() in a view: services write"


def catch_all_module(path, text):
    if Path(path).stem in {"utils", "helpers", "common", "misc"}:
        yield "a module is named for what it holds"


def domain_signal(path, text):
    banned = {"post_save", "pre_save", "post_delete", "pre_delete"}
    for node in ast.walk(ast.parse(text)):
        names = set()
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals"):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and "signals" in ast.unparse(node.value):
            names = {node.attr}
        for name in banned & names:
            yield f"line {node.lineno}: {name}: what happens next belongs in the service"


def declared_safe(path, text):
    if path in SAFE_PLACES:
        return
    if path.endswith(".py"):
        pattern = r"\bmark_safe\b|\bSafe(String|Text)\("
    else:
        pattern = r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off"
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(pattern, line):
            yield f"line {number}: declared safe outside the list in this test"


def inline_code(path, text):
    if path.startswith(INLINE_ALLOWED):
        return
    text = re.sub(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", "", text, flags=re.DOTALL)
    if re.search(r"<style\b", text, re.IGNORECASE):
        yield "a style element: the policy for content refuses it"
    for tag in re.findall(r"<script\b[^>]*>", text, re.IGNORECASE):
        if " src=" not in tag and "application/json" not in tag:
            yield f"inline script {tag}: the policy for content refuses it"
    for tag in re.findall(r"<[a-zA-Z][^<>]*>", text):
        found = re.search(r"\s(style|on[a-z]+)\s*=", tag, re.IGNORECASE)
        if found:
            yield f"inline {found.group(1)}= in {tag[:60]}"
        if re.search(r"=\s*[\"']?\s*javascript:", tag, re.IGNORECASE):
            yield f"javascript: in {tag[:60]}"


def machine_path(path, text):
    pattern = r"(?<![\w.$}])/(?:home|root|Users|work|workspace)/[\w.-]+|/tmp/w/|[A-Z]:\\Users"
    for found in re.findall(pattern, text):
        yield f"{found} is a path of one machine"


def registry_address(path, text):
    if re.search(r"--(extra-)?index-url|--find-links|\"resolved\"\s*:|tarball", text):
        yield "a lock names where its packages came from"
    if re.search(r"https?://(?![\w.-]*github\.com/sponsors|[\w./-]*opencollective)", text):
        yield "a lock holds an address"


def http_client(path, text):
    if path in HTTP_PLACES:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        else:
            continue
        for name in names:
            if any(name == client or name.startswith(client + ".") for client in HTTP_CLIENTS):
                yield f"line {node.lineno}: {name} asks other machines"


def wagtail_policy_base(path, text):
    """Wagtail calls its policy classes internal, so one file alone knows them."""
    if path == "core/policies.py":
        return
    for node in ast.walk(ast.parse(text)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if any(name.startswith("wagtail.permission_policies") for name in names):
            yield f"line {node.lineno}: Wagtail's policies are reached through core.policies"


def dead_path(path, text):
    """A path in a document that no longer leads anywhere. `<app>` in it stands for any name."""
    names = re.findall(r"`([\w.<>*@/-]+)`", text)
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    for name in [*names, *links]:
        bare = name.rstrip("/")
        made_later = bare.split("/")[0] in {"var", "node_modules", ".venv", ".."} or name[0] == "/"
        if made_later and name in names:
            continue
        suffix = Path(bare).suffix in {
            *{".py", ".md", ".html", ".css", ".js", ".toml", ".json", ".sh", ".txt", ".yml"},
            *{".po", ".in", ".geojson", ".csv", ".service", ".conf"},
        }
        known_top = "/" in bare and (ROOT / bare.split("/")[0]).is_dir()
        if (suffix or known_top or name in links) and not _leads_somewhere(path, bare):
            yield f"{name} does not exist"


def _leads_somewhere(document, name):
    pattern = re.sub(r"<[^>]*>|\*+", "*", name)
    if any(ROOT.glob(pattern)) or any((ROOT / document).parent.glob(pattern)):
        return True
    if name.startswith(".."):
        return ((ROOT / document).parent / name).exists()
    return "/" not in name and any(
        path.name == name for path in files(*([Path(name).suffix] if Path(name).suffix else [name]))
    )


# --- The rules on our files ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "rule",
    [
        *[long_module, catch_all_module, domain_signal, declared_safe, http_client],
        wagtail_policy_base,
    ],
)
def test_modules(rule):
    paths = [*app_modules(), *files(".py", under=["scripts", "bench"])]
    assert_follows(rule, paths)


@pytest.mark.parametrize("rule", [long_view, manager_in_view, write_in_view])
def test_views(rule):
    assert_follows(rule, view_modules())


@pytest.mark.parametrize("rule", [declared_safe, inline_code])
def test_templates(rule):
    assert_follows(rule, files(".html", under=["templates", *APPS]))


def test_no_path_of_a_machine_is_written_down():
    suffixes = (".py", ".html", ".css", ".js", ".json", ".toml", ".md", ".yml", ".sh", ".txt")
    paths = [
        path for path in files(*suffixes, "Makefile", ".ci/run") if path.name != "test_shape.py"
    ]
    assert_follows(machine_path, paths)


def test_locks_name_no_address():
    locks = [*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json"]
    assert len(locks) >= 4
    assert_follows(registry_address, [path.relative_to(ROOT) for path in locks])


def test_locks_agree():
    """Tests run the versions that production runs."""

    def pins(name):
        return set(
            re.findall(r"^([\w.\[\]-]+==[^\s;\\]+)", (ROOT / name).read_text(), re.MULTILINE)
        )

    assert pins("requirements.txt")
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_documents_name_files_that_exist():
    documents = [*files(".md", under=["docs"]), *[Path(path.name) for path in ROOT.glob("*.md")]]
    assert documents
    assert_follows(dead_path, documents)


# --- Each rule bites -------------------------------------------------------------------------------
LONG_VIEW = "def view(request):\n    'Docstring.'\n" + "    x = 1\n" * 26


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (long_module, "core/a.py", "x = 1\n" * 401),
        (long_view, "core/views.py", LONG_VIEW),
        (manager_in_view, "core/views.py", "def v(r):\n    return Post.objects.all()\n"),
        (manager_in_view, "core/views.py", "x = Post._default_manager\n"),
        (write_in_view, "core/views.py", "def v(r):\n    post.save()\n"),
        (write_in_view, "core/views.py", "def v(r):\n    Post.live.create(a=1)\n"),
        (catch_all_module, "core/utils.py", ""),
        (catch_all_module, "accounts/helpers.py", ""),
        (domain_signal, "core/a.py", "from django.db.models.signals import post_save\n"),
        (domain_signal, "core/a.py", "signals.post_save.connect(x)\n"),
        (declared_safe, "core/a.py", "from django.utils.safestring import mark_safe\n"),
        (declared_safe, "core/a.py", "return SafeString(text)"),
        (declared_safe, "templates/a.html", "{{ post.text|safe }}"),
        (declared_safe, "templates/a.html", "{{ texts|safeseq|join:'' }}"),
        (declared_safe, "templates/a.html", "{% autoescape off %}"),
        (inline_code, "templates/a.html", "<style>a{}</style>"),
        (inline_code, "templates/a.html", "<p style='color:red'>"),
        (inline_code, "templates/a.html", '<a class="b"\n  onclick="go()">'),
        (inline_code, "templates/a.html", '<a href="javascript:go()">'),
        (inline_code, "templates/a.html", "<script>go()</script>"),
        (inline_code, "templates/a.html", '<script type="module">go()</script>'),
        (machine_path, "a.py", 'open("/home/ann/stoep/db")'),
        (machine_path, "a.md", "see /work/main"),
        (registry_address, "package-lock.json", '"resolved": "x"'),
        (registry_address, "requirements.txt", "--index-url x"),
        (registry_address, "requirements.txt", "a @ https://files.example/a.whl"),
        (http_client, "core/a.py", "import requests\n"),
        (http_client, "core/a.py", "from urllib import request\n"),
        (http_client, "core/a.py", "from urllib.request import urlopen\n"),
        (http_client, "core/a.py", "import httpx._client\n"),
        (wagtail_policy_base, "a/b.py", "from wagtail.permission_policies.base import X\n"),
        (wagtail_policy_base, "a/b.py", "import wagtail.permission_policies\n"),
        (dead_path, "README.md", "see `core/nothing_here.py`"),
        (dead_path, "README.md", "see `core/nowhere/`"),
        (dead_path, "README.md", "see [this](docs/nothing.md)"),
        (dead_path, "README.md", "every `<app>/nothing_here.py`"),
        (dead_path, "README.md", "the file `nothing_here.py`"),
    ],
)
def test_rule_bites(rule, path, text):
    assert list(rule(path, text))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (long_module, "core/a.py", "x = 1\n" * 400),
        (long_view, "core/views.py", LONG_VIEW.replace("    x = 1\n", "", 1)),
        (manager_in_view, "core/views.py", "objects = policy.allowed(user, 'view')\n"),
        (write_in_view, "core/views.py", "journey.save()\nrequest.session.save()\n"),
        (domain_signal, "core/urls.py", "path('x', posts.post_delete)\n"),
        (write_in_view, "core/views.py", "context.update(a=1)\nservices.create_post(by=user)\n"),
        (domain_signal, "core/a.py", "from wagtail.signals import page_published\n"),
        (declared_safe, "core/templatetags/portal_tags.py", "mark_safe(x)"),
        (declared_safe, "templates/a.html", "{{ safe_text }} {{ x|safely }}"),
        (
            inline_code,
            "templates/a.html",
            '<script type="module" src="{% static "a.js" %}"></script>',
        ),
        (inline_code, "templates/a.html", '<p data-style="x" class="one">{# <style> #}</p>'),
        (inline_code, "templates/emails/a.html", "<p style='color:red'>"),
        (machine_path, "a.md", "https://town.example/home/page and {home}/work/x"),
        (registry_address, "package-lock.json", '"url": "https://github.com/sponsors/x"'),
        (http_client, "core/a.py", "from urllib.parse import urlencode\nfrom . import requests\n"),
        (
            dead_path,
            "README.md",
            "`tests/test_shape.py`, `test_shape.py`, `var/demo/mail`, `/admin/`",
        ),
        (dead_path, "README.md", "`text/html`, `tests/<name>.py`, [tests](tests/)"),
    ],
)
def test_rule_lets_good_code_pass(rule, path, text):
    assert list(rule(path, text)) == []
