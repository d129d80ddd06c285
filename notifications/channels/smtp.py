"""SMTP that knows how far a mail got."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend


class _Watched:
    """``body_begun``: the server may hold the mail from here on, whatever we hear of it."""

    body_begun = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.body_begun = True
        answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]
        return answer


class WatchedSMTP(_Watched, smtplib.SMTP):
    pass


class WatchedSMTPOverTLS(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    """Django's backend; ``body_begun`` tells whether the last mail's text was on its way."""

    # WatchedSMTP or WatchedSMTPOverTLS, once it is open.
    connection: Any

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return WatchedSMTPOverTLS if self.use_ssl else WatchedSMTP

    @property
    def body_begun(self) -> bool:
        return getattr(self.connection, "body_begun", False)

    def _send(self, email_message: Any) -> bool:
        if self.connection is not None:
            self.connection.body_begun = False
        return bool(super()._send(email_message))  # type: ignore[misc]
