"""The few blocks editors build a text from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class PictureBlock(blocks.StructBlock):
    """A picture with its caption; the alternative text is asked with the picture."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class ButtonBlock(blocks.StructBlock):
    """One clear next step."""

    text = blocks.CharBlock(label=_("Text"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Button")
        template = "blocks/button.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words."""

    quote = blocks.TextBlock(label=_("Words"), max_length=400)
    person = blocks.CharBlock(label=_("Who said it"), required=False, max_length=100)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"


class FactBlock(blocks.StructBlock):
    """A framed note: what, when, where."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "ul", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Good to know")
        template = "blocks/fact.html"


class StoryBlock(blocks.StreamBlock):
    """The one body of every page with text."""

    text = blocks.RichTextBlock(
        label=_("Text"), features=RICH_TEXT_FEATURES, icon="pilcrow", template="blocks/text.html"
    )
    picture = PictureBlock()
    button = ButtonBlock()
    quote = QuoteBlock()
    fact = FactBlock()
