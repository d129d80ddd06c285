"""Where django-allauth looks for the kinds of eID: one, OpenID Connect."""

from .eid.protocol import EidProvider

provider_classes = [EidProvider]
