"""A message: words and photos, nothing else."""

from django.utils.translation import gettext_lazy as _

from .. import Kind
from .forms import MessageForm

MESSAGE = Kind(
    name="message",
    label=_("Message"),
    plural=_("Messages"),
    icon="message",
    invitation=_("Tell something"),
    button=_("Post the message"),
    form=MessageForm,
    notice="new_post",
)
