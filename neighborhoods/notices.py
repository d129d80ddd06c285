"""What this app tells people."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Topic

POSTS = Topic("posts", _("New posts in my neighborhood"))
HELP = Topic("help", _("Help requests in my neighborhood"))
REPLIES = Topic("replies", _("Replies to my posts"))
MEMBERSHIP = Topic("membership", _("My membership"), is_optional=False)
