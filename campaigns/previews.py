"""The mail as its readers get it, for the editor's preview."""

from __future__ import annotations
