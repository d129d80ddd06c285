"""Tell the neighborhood something."""

from ...forms.posts import PostForm


class MessageForm(PostForm):
    pass
