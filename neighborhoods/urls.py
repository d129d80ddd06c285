"""Addresses of this app, below the language prefix."""

from django.urls import URLPattern, URLResolver, path, re_path

from .join_urls import join_urls
from .views import feed, flags, members, posts, replies

app_name = "neighborhoods"

POST, REPLY = "n/<slug:slug>/posts/<uuid:public_id>", "n/<slug:slug>/replies/<uuid:public_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    *join_urls,
    path("n/<slug:slug>/", feed.feed, name="feed"),
    path("n/<slug:slug>/help/", feed.feed, {"kind": "help_request"}, name="help_list"),
    path("n/<slug:slug>/news/", feed.feed_news, name="feed_news"),
    path("n/<slug:slug>/members/", members.member_list, name="member_list"),
    path("n/<slug:slug>/posts/new/", posts.post_choose, name="post_choose"),
    path("n/<slug:slug>/posts/new/<slug:kind>/", posts.post_create, name="post_create"),
    path("n/<slug:slug>/posts/draft/<slug:kind>/", posts.draft_save, name="draft_save"),
    path("n/<slug:slug>/posts/bin/", posts.bin_list, name="bin_list"),
    path(f"{POST}/", posts.post_detail, name="post_detail"),
    path(f"{POST}/edit/", posts.post_edit, name="post_edit"),
    path(f"{POST}/undo/", posts.post_undo, name="post_undo"),
    path(f"{POST}/delete/", posts.post_delete, name="post_delete"),
    path(f"{POST}/restore/", posts.post_restore, name="post_restore"),
    path(f"{POST}/share/", posts.post_share, name="post_share"),
    path(f"{POST}/thanks/", posts.post_thank, name="post_thank"),
    path(f"{POST}/flag/", flags.post_flag, name="post_flag"),
    path(f"{POST}/solve/", replies.post_solve, name="post_solve"),
    path(f"{POST}/reopen/", replies.post_reopen, name="post_reopen"),
    path(f"{POST}/replies/", replies.reply_create, name="reply_create"),
    path(f"{POST}/replies/draft/", replies.reply_draft_save, name="reply_draft_save"),
    path(f"{REPLY}/edit/", replies.reply_edit, name="reply_edit"),
    path(f"{REPLY}/delete/", replies.reply_delete, name="reply_delete"),
    path(f"{REPLY}/restore/", replies.reply_restore, name="reply_restore"),
    path(f"{REPLY}/thanks/", replies.reply_thank, name="reply_thank"),
    path(f"{REPLY}/flag/", flags.reply_flag, name="reply_flag"),
    path(
        "n/<slug:slug>/decisions/<uuid:public_id>/", flags.decision_detail, name="decision_detail"
    ),
    # Below /n/ nothing else exists, and whoever is not signed in cannot tell what does.
    re_path(r"^n/(?P<rest>(?:.*/)?)$", posts.nowhere, name="nowhere"),
]
