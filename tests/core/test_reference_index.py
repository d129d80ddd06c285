from wagtail.models import ReferenceIndex

from core import personal_data
from tests.factories.neighborhoods import PostFactory, ReplyFactory


def test_rows_about_a_person_are_in_no_index_of_references(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    ReplyFactory(post=post, author=cast.bram)
    people = [data.model for data in personal_data.registered().values() if data.person]
    assert len(people) > 10
    assert not any(ReferenceIndex.model_is_indexable(model) for model in people)
    names = {model._meta.model_name for model in people}
    listed = ReferenceIndex.objects.values_list("base_content_type__model", flat=True)
    assert names.isdisjoint(listed)
