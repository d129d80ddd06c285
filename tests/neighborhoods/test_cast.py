from neighborhoods.policies import post_policy
from tests.factories.neighborhoods import FlagFactory, PostFactory, ReplyFactory


def test_the_cast_reads_what_each_may(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    ReplyFactory(post=post, author=cast.bram)
    FlagFactory(post=post, flagged_by=cast.bram)
    readers = {
        name for name, person in cast.everybody() if post_policy.allows(person, "view", post)
    }
    assert readers == {"an", "bram", "worker"}
