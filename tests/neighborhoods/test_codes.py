import datetime as dt
from collections import Counter

import pytest

from core import clock
from core.tasks import sweep
from neighborhoods.models import JoinCode, JoinCodeBatch
from neighborhoods.services import codes, doorstep
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import AddressFactory, NeighborhoodFactory


def test_the_alphabet_has_no_look_alikes_and_is_large_enough():
    assert len(codes.ALPHABET) == len(set(codes.ALPHABET)) == 31
    assert not set(codes.ALPHABET) & set("01OI8")
    assert (codes.LENGTH - 1) * 4.954 > 50  # log2(31) bits a character


def test_every_wrong_character_and_every_swap_is_caught():
    for _sample in range(60):
        code = codes.new_code()
        for place in range(codes.LENGTH):
            for other in codes.ALPHABET:
                changed = code[:place] + other + code[place + 1 :]
                assert codes.is_well_formed(changed) == (other == code[place])
        for place in range(codes.LENGTH - 1):
            a, b = code[place], code[place + 1]
            swapped = code[:place] + b + a + code[place + 2 :]
            assert codes.is_well_formed(swapped) == (a == b)


def test_characters_are_uniform_and_codes_do_not_repeat():
    count = 100_000
    rows = [codes.new_code() for _ in range(count)]
    assert len(set(rows)) == count
    expected = count / 31
    for place in range(codes.LENGTH):
        seen = Counter(row[place] for row in rows)
        chi2 = sum((seen[c] - expected) ** 2 / expected for c in codes.ALPHABET)
        # 30 degrees of freedom: 80 is passed once in 500,000 samples of a fair source.
        assert chi2 < 80, (place, chi2)


@pytest.mark.parametrize(
    "typed",
    ["{0}", " {0} ", "{1}", "{2}", "{3}", "{4}"],
)
def test_case_spaces_and_hyphens_do_not_matter(typed):
    code = codes.new_code()
    grouped = codes.in_groups(code)
    forms = (code, grouped, grouped.replace(" ", "-"), grouped.lower(), "  ".join(code))
    assert codes.normalize(typed.format(*forms)) == code


def test_misread_characters_mean_what_they_can_only_mean():
    assert codes.normalize("8il1") == "BLLL"


@pytest.mark.parametrize(
    "typed", ["", "K7QM", "K7QMR2TX9FHAA", "K7QMR2TX9FH0", "éééééééééééé", "K7QM\x00R2TX9FH"]
)
def test_what_is_no_code(typed):
    assert not codes.is_well_formed(codes.normalize(typed))


def test_a_day_of_guessing_has_less_than_a_billionth_of_a_chance():
    guesses_a_day = doorstep.EVERYBODY.most * 24 * 60 * 60 / doorstep.EVERYBODY.seconds
    letters_out = 4_000
    assert guesses_a_day * letters_out / 31**11 < 1e-9


@pytest.fixture
def made(db):
    neighborhood = NeighborhoodFactory()
    AddressFactory.create_batch(3, neighborhood=neighborhood)
    AddressFactory()
    return codes.make_batch(neighborhood=neighborhood, by=UserFactory(staff=True))


def test_one_code_an_address_and_only_a_hash_is_stored(made):
    assert made.codes_count == made.codes.count() == 3
    plain = [code for _address, code in codes.unseal(made)]
    stored = set(JoinCode.objects.values_list("digest", flat=True))
    assert stored == {codes.digest_of(code) for code in plain}
    everything = str(list(JoinCode.objects.values())) + str(list(JoinCodeBatch.objects.values()))
    assert not [code for code in plain if code in everything]


def test_another_key_gives_another_hash(settings):
    code = codes.new_code()
    first = codes.digest_of(code)
    settings.JOIN_CODE_KEY = "another"
    assert codes.digest_of(code) != first


def test_addresses_of_the_letters_match_their_codes(made):
    for address, code in codes.unseal(made):
        assert JoinCode.objects.get(digest=codes.digest_of(code)).address == address


def test_the_seal_survives_a_new_secret_key_only_as_fallback(made, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 60
    assert len(codes.unseal(made)) == 3
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(codes.CodeError):
        codes.unseal(made)


def test_confirmed_letters_are_never_shown_again(made):
    codes.confirm_printed(batch=made, by=made.made_by)
    made.refresh_from_db()
    assert made.sealed is None
    with pytest.raises(codes.CodeError):
        codes.unseal(made)


def test_revoked_letters_are_not_shown(made):
    codes.revoke_batch(batch=made, by=made.made_by)
    made.refresh_from_db()
    assert made.sealed is None
    with pytest.raises(codes.CodeError):
        codes.unseal(made)


def test_the_sweeper_forgets_after_fourteen_days_and_not_before(made):
    with clock.travel(made.created_at + dt.timedelta(days=13, hours=23)):
        assert codes.forget_old_seals() == 0
        assert codes.can_show(made)
    with clock.travel(made.created_at + dt.timedelta(days=14)):
        with pytest.raises(codes.CodeError):
            codes.unseal(made)
        assert codes.forget_old_seals() == 1
        assert codes.forget_old_seals() == 0
    made.refresh_from_db()
    assert made.sealed is None


def test_the_minutely_sweep_calls_it(made):
    with clock.travel(made.created_at + dt.timedelta(days=15)):
        sweep()
    made.refresh_from_db()
    assert made.sealed is None


@pytest.mark.parametrize("days", [0, 61, -1])
def test_letters_are_valid_for_sixty_days_at_most(db, days):
    with pytest.raises(codes.CodeError):
        codes.make_batch(
            neighborhood=AddressFactory().neighborhood,
            by=UserFactory(),
            valid_for=dt.timedelta(days=days),
        )
    assert not JoinCodeBatch.objects.exists()


def test_no_letters_without_addresses(db):
    with pytest.raises(codes.CodeError):
        codes.make_batch(neighborhood=NeighborhoodFactory(), by=UserFactory())
