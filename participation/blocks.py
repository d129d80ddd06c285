"""The kinds of questions an officer builds a survey from.

The id of a question's block and the ids of its options are the keys of answers, so a translation or a
better wording never changes what an answer means.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

MOST_QUESTIONS = 40
MOST_OPTIONS = 20


class QuestionBlock(blocks.StructBlock):
    """What every question has: its words, a hint, and whether it must be answered."""

    question = blocks.CharBlock(label=_("Question"), max_length=250)
    help_text = blocks.CharBlock(
        label=_("Hint"),
        max_length=250,
        required=False,
        # Not None where a block was not made in the editor: there is nothing to translate in it.
        default="",
        help_text=_("One sentence below the question, only if people need it."),
    )
    is_required = blocks.BooleanBlock(
        label=_("Must be answered"),
        required=False,
        default=False,
        help_text=_("People are free to skip a question unless you tick this."),
    )


class OptionsBlock(blocks.ListBlock):
    """The answers one can choose from, at least two and no two the same."""

    def __init__(self, **kwargs):
        super().__init__(
            blocks.CharBlock(label=_("Answer"), max_length=150),
            min_num=2,
            max_num=MOST_OPTIONS,
            **kwargs,
        )


class ChoosingBlock(QuestionBlock):
    options = OptionsBlock(label=_("Answers"), default=["", ""])

    def clean(self, value):
        result = super().clean(value)
        labels = [label.strip().casefold() for label in result["options"]]
        if len(set(labels)) < len(labels):
            raise StructBlockValidationError(
                block_errors={"options": ValidationError(_("Two answers are the same."))}
            )
        return result


class SingleChoiceBlock(ChoosingBlock):
    """One answer out of a list; "something else" lets people write their own."""

    has_other = blocks.BooleanBlock(
        label=_("Add “Something else” with a text field"), required=False, default=False
    )

    class Meta:
        icon = "circle-check"
        label = _("One answer")
        description = _("People choose one answer from a list.")
        template = "participation/blocks/question.html"
        preview_value = {
            "question": _("How do you mostly come to the market?"),
            "options": [_("On foot"), _("By bicycle"), _("By bus"), _("By car")],
            "has_other": True,
        }


class MultipleChoiceBlock(ChoosingBlock):
    """Any number of answers out of a list."""

    class Meta:
        icon = "list-ul"
        label = _("Several answers")
        description = _("People choose as many answers from a list as they like.")
        template = "participation/blocks/question.html"
        preview_value = {
            "question": _("What would you like to see on the square?"),
            "options": [_("Trees"), _("Benches"), _("A fountain"), _("Room to play")],
        }


class ScaleBlock(QuestionBlock):
    """A row of points between two words."""

    points = blocks.ChoiceBlock(
        label=_("Number of points"), choices=[("5", "5"), ("7", "7"), ("10", "10")], default="5"
    )
    lowest_label = blocks.CharBlock(label=_("Word at 1"), max_length=60)
    highest_label = blocks.CharBlock(label=_("Word at the highest point"), max_length=60)

    class Meta:
        icon = "order"
        label = _("Scale")
        description = _("People choose a point between two words, such as bad and good.")
        template = "participation/blocks/question.html"
        preview_value = {
            "question": _("How safe do you feel in your street in the evening?"),
            "points": "5",
            "lowest_label": _("Not safe at all"),
            "highest_label": _("Very safe"),
        }


class ShortTextBlock(QuestionBlock):
    """A line of text."""

    class Meta:
        icon = "pilcrow"
        label = _("Short text")
        description = _("People write a few words.")
        template = "participation/blocks/question.html"
        preview_value = {"question": _("What should the new square be called?")}


class LongTextBlock(QuestionBlock):
    """A few sentences."""

    class Meta:
        icon = "doc-full"
        label = _("Long text")
        description = _("People write in their own words.")
        template = "participation/blocks/question.html"
        preview_value = {"question": _("What else would you like to tell us?")}


class QuestionsBlock(blocks.StreamBlock):
    """The questions of a survey in the order in which they are asked."""

    single = SingleChoiceBlock()
    multiple = MultipleChoiceBlock()
    scale = ScaleBlock()
    short = ShortTextBlock()
    long = LongTextBlock()

    class Meta:
        max_num = MOST_QUESTIONS
        required = False
