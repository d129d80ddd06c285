"""Walks every address of the portal."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One pattern: its name (namespaces included), the arguments it takes and their converters."""

    name: str
    route: str
    arguments: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """What the table calls it: the name, or the route of a pattern without one."""
        return self.name or f"({self.route})"


def addresses() -> list[Address]:
    return list(_walk(get_resolver(), "", ""))


def _arguments(pattern) -> tuple[tuple[str, str], ...]:
    converters = getattr(pattern, "converters", {})
    regex = getattr(pattern, "regex", None)
    named = list(regex.groupindex) if regex else []
    unnamed = (regex.groups - len(named)) if regex and not named else 0
    return tuple(
        [
            (name, type(converters.get(name)).__name__)
            for name in {**dict.fromkeys(named), **converters}
        ]
        + [(f"#{number}", "regex") for number in range(unnamed)]
    )


def _walk(resolver: URLResolver, namespace: str, route: str, arguments=()):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(
                entry, space, route + str(entry.pattern), arguments + _arguments(entry.pattern)
            )
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield Address(name, route + str(entry.pattern), arguments + _arguments(entry.pattern))
