"""The shape every rule takes, and the adapter through which Wagtail asks it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from wagtail.permissions import policy_registry

from accounts.models import User
from core.policies import Policy, WagtailPolicy, get_allowed_or_404
from neighborhoods.models import Post
from tests.cast import make_cast
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import PostFactory


class OwnName(Policy):
    """Somebody sees the own account."""

    model = User

    def allowed(self, user, action):
        if action == "view":
            return User.objects.filter(pk=user.pk)
        return User.objects.none()

    def audience(self, action, instance):
        return User.objects.filter(pk=instance.pk) if action == "view" else User.objects.none()


@pytest.fixture
def people(db):
    return UserFactory(), UserFactory()


def test_a_policy_that_says_nothing_allows_nothing(people):
    class Silent(Policy):
        model = User

    me, other = people
    for user in (me, AnonymousUser()):
        assert not Silent().allowed(user, "view").exists()
        assert not Silent().allows(user, "view", other)
    assert not Silent().audience("view", me).exists()


@pytest.mark.parametrize("action", ["", "VIEW", "view ", "delete", "__all__", "*"])
def test_an_unknown_action_allows_nothing(people, action):
    me, _ = people
    assert not OwnName().allows(me, action, me)


def test_allows_is_derived_and_costs_one_query(people, django_assert_num_queries):
    me, other = people
    with django_assert_num_queries(1):
        assert OwnName().allows(me, "view", me)
    with django_assert_num_queries(1):
        assert not OwnName().allows(me, "view", other)


def test_no_policy_overrides_what_is_derived():
    def below(cls):
        for child in cls.__subclasses__():
            yield child
            yield from below(child)

    policies = [policy for policy in below(Policy) if policy.__module__.split(".")[0] != "tests"]
    assert len(policies) > 5
    assert [policy for policy in policies if "allows" in vars(policy)] == []


def test_absent_and_forbidden_are_the_same_error(people):
    me, other = people
    messages = []
    for lookup in ({"pk": other.pk}, {"pk": 987654}):
        with pytest.raises(Http404) as caught:
            get_allowed_or_404(OwnName(), me, "view", **lookup)
        messages.append(str(caught.value))
    assert messages[0] == messages[1]
    assert get_allowed_or_404(OwnName(), me, "view", pk=me.pk) == me


def test_the_adapter_asks_the_policy(people):
    me, other = people
    adapter = WagtailPolicy(User, OwnName())
    assert adapter.user_has_permission(me, "view")
    assert adapter.user_has_permission_for_instance(me, "view", me)
    assert not adapter.user_has_permission_for_instance(me, "view", other)
    assert not adapter.user_has_permission(me, "delete")
    assert not adapter.user_has_any_permission(me, ["delete", "change"])
    assert list(adapter.instances_user_has_any_permission_for(me, ["delete", "view"])) == [me]
    assert list(adapter.users_with_any_permission_for_instance(["view"], me)) == [me]


@pytest.mark.parametrize("action", ["add", "create"])
def test_adding_needs_a_policy_that_says_so(people, action):
    me, _ = people
    assert not WagtailPolicy(User, OwnName()).user_has_permission(me, action)


def test_a_superuser_passes_no_policy(people):
    root = UserFactory(staff=True, is_superuser=True)
    me, _ = people
    assert not WagtailPolicy(User, OwnName()).user_has_permission_for_instance(root, "view", me)


def test_wagtail_finds_our_policies_in_its_registry(db):
    cast = make_cast()
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    for model in (User, Post):
        assert isinstance(policy_registry.get_by_type(model), WagtailPolicy), model
    policy = policy_registry.get_by_type(Post)
    for name, person in cast.everybody():
        assert not policy.user_has_permission_for_instance(person, "view", post), name
