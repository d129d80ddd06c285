"""Letters with codes, as a household finds them in the post box."""

from neighborhoods.models import JoinCode
from neighborhoods.services import codes
from tests.factories.neighborhoods import AddressFactory


def letter_for(neighborhood, uses=6, **address):
    """A code for one household of the neighborhood: (plain, row)."""
    home = AddressFactory(neighborhood=neighborhood, **address)
    batch = codes.make_batch(neighborhood=neighborhood, by=None, uses=uses)
    plain = {row.pk: code for row, code in codes.unseal(batch)}[home.pk]
    return plain, JoinCode.objects.get(digest=codes.digest_of(plain))
