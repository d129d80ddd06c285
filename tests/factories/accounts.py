"""People."""

import factory

from accounts.models import User
from accounts.roles import Role


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can sign in with the password ``buurt-demo-2026``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"Buur{n}")
    last_name = "Peeters"
    email = factory.Sequence(lambda n: f"buur{n}@oeverbeke.test")
    language = "nl"

    class Params:
        staff = factory.Trait(is_staff=True)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        password = kwargs.pop("password", "buurt-demo-2026")
        return model_class.objects.create_user(*args, password=password, **kwargs)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        from allauth.account.models import EmailAddress

        if create and extracted is not False and self.email:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        from django.contrib.auth.models import Group

        if create and extracted:
            for role in [extracted] if isinstance(extracted, Role) else extracted:
                self.groups.add(Group.objects.get_or_create(name=role)[0])
