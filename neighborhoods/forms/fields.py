"""Fields for what people write."""

from __future__ import annotations

from typing import Any

from django import forms

from core.text import clean, clean_line


class WrittenField(forms.CharField):
    """A text that is stored clean: one kind of line break, no marks that nobody sees."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return clean(text) if isinstance(self.widget, forms.Textarea) else clean_line(text)
