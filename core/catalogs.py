"""The message catalogs: compiled, kept in step with the sources, and checked.

Works on the files with polib, so that a machine without gettext can compile; only reading the
messages out of the sources (`extract`) needs xgettext.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
from django.core.management import CommandError, call_command
from django.core.management.commands import makemessages

LANGUAGES = ("nl", "fr", "en", "de")
# English is written in the code; its catalog repeats that, so that English needs no special case.
SOURCE_LANGUAGE = "en"
SKIPPED_FOLDERS = {"node_modules", "var", "tests", "scripts", "bench", "docs", "static", "locale"}
SOURCE_SUFFIXES = {".py", ".html", ".txt"}
PLURAL_FORMS = {
    "nl": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "de": "nplurals=2; plural=(n != 1);",
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{[^{}]*\}")
# What a browser takes for the beginning of a tag, whether it is closed or not.
_TAG = re.compile(r"<(?:[!?]|/?[a-zA-Z])[^<>]*>?")


def catalog_path(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "django.po"


def compile_catalogs(folder: Path) -> int:
    """Every .po file below the folder has a .mo file that is newer. Returns how many were made."""
    return sum(_compile(source) for source in sorted(folder.glob("*/LC_MESSAGES/*.po")))


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return False
    catalog = polib.pofile(str(source))
    # Written aside and moved: a running server, or a second run, never reads half a catalog.
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    catalog.save_as_mofile(str(unfinished))
    unfinished.replace(target)
    return True


class _Extract(makemessages.Command):
    """Django's own extraction, stopped before it touches a catalog."""

    template: polib.POFile | None = None

    def write_po_file(self, potfile: str, locale: str) -> None:
        self.template = polib.pofile(potfile)


def extract(root: Path) -> polib.POFile:
    """Return every message in the sources below root, as an unsaved template without translations.

    Works on a copy: Django's extraction leaves its own files beside each template while it runs.
    """
    with tempfile.TemporaryDirectory(prefix="stoep-messages-") as copy:
        for source in _sources(root):
            target = Path(copy) / source.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        (Path(copy) / "locale").mkdir()
        command = _Extract()
        with contextlib.chdir(copy):
            call_command(command, locale=["en"], add_location="file", verbosity=0)
    if command.template is None:
        raise CommandError(f"No message was found below {root}.")
    return command.template


def _sources(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if name not in SKIPPED_FOLDERS and name[0] != "."]
        for name in files:
            if Path(name).suffix in SOURCE_SUFFIXES:
                yield Path(folder) / name


def load(path: Path, language: str) -> polib.POFile:
    """Return the catalog at the path, or a new one when there is none."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    catalog = polib.POFile(wrapwidth=100)
    catalog.fpath = str(path)
    catalog.metadata = {
        "Project-Id-Version": "stoep",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    return catalog


def update(catalog: polib.POFile, template: polib.POFile, language: str) -> None:
    """The catalog holds exactly the template's messages; what was translated stays."""
    catalog.merge(template)
    for entry in catalog.obsolete_entries():
        catalog.remove(entry)
    order = {_key(entry): number for number, entry in enumerate(template)}
    catalog.sort(key=lambda entry: order[_key(entry)])
    if language == SOURCE_LANGUAGE:
        for entry in catalog:
            _repeat(entry)


def _key(entry: polib.POEntry) -> tuple[str, str | None]:
    return entry.msgid, entry.msgctxt


def _repeat(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgid
    if "fuzzy" in entry.flags:
        entry.flags.remove("fuzzy")


def compare(catalog: polib.POFile, template: polib.POFile) -> Iterator[str]:
    """Yield one line for each message that is missing, left over or unfinished in the catalog."""
    have = {_key(entry): entry for entry in catalog if not entry.obsolete}
    want = {_key(entry): entry for entry in template}
    for key in want:
        if key not in have:
            yield f"missing: {_short(key[0])}"
        elif have[key].msgid_plural != want[key].msgid_plural:
            yield f"missing its plural: {_short(key[0])}"
    for entry in catalog:
        if entry.obsolete:
            yield f"obsolete: {_short(entry.msgid)}"
        elif _key(entry) not in want:
            yield f"stale, no longer in the sources: {_short(entry.msgid)}"


def unfinished(catalog: polib.POFile) -> Iterator[str]:
    """Yield one line for each message that has no translation yet, or an unsure one."""
    for entry in catalog:
        if entry.obsolete:
            continue
        if entry.fuzzy:
            yield f"fuzzy: {_short(entry.msgid)}"
        elif not entry.translated():
            yield f"not translated: {_short(entry.msgid)}"


def dangers(catalog: polib.POFile) -> Iterator[str]:
    """Yield one line for each translation that breaks placeholders or brings in HTML of its own."""
    for entry in catalog:
        if entry.obsolete:
            continue
        sources = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
        for index, text in sorted((entry.msgstr_plural or {0: entry.msgstr}).items()):
            if text:
                yield from _compare_text(sources, int(index), text)


def _compare_text(sources: list[str], index: int, text: str) -> Iterator[str]:
    source = sources[min(index, len(sources) - 1)]
    wanted, found = set(_PLACEHOLDER.findall(source)), set(_PLACEHOLDER.findall(text))
    # The singular may do without the number ("one reply"), never with one of its own.
    may_miss = len(sources) > 1 and index == 0
    allowed = wanted.union(*(_PLACEHOLDER.findall(each) for each in sources))
    if found - allowed or (wanted - found and not may_miss):
        yield f"placeholders differ: {_short(source)} -> {_short(text)}"
    if _tags(text) - _tags(source):
        yield f"HTML that the message does not have: {_short(source)} -> {_short(text)}"
    if source.startswith("\n") != text.startswith("\n") or source.endswith("\n") != text.endswith(
        "\n"
    ):
        yield f"line breaks at the ends differ: {_short(source)}"


def _tags(text: str) -> Counter[str]:
    return Counter(" ".join(tag.split()) for tag in _TAG.findall(text))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= 80 else line[:77] + "…")
