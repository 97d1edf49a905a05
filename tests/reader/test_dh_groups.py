from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.dh_groups import DH_GROUPS, DhGroup, GroupElementError, match_group
from tests.fakes.vectors import vectors

EVERY = pytest.mark.parametrize("group", DH_GROUPS.values(), ids=lambda group: group.name)

SMALL = DhGroup("23", p=23, g=4, q=11)


def probable_prime(number: int) -> bool:
    """Miller and Rabin with the first bases; the numbers are not made to fool it."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19):
        power = pow(base, odd, number)
        powers = [power := power * power % number if index else power for index in range(twos)]
        if powers[0] != 1 and number - 1 not in powers:
            return False
    return True


@EVERY
def test_the_numbers_make_a_group(group: DhGroup) -> None:
    assert probable_prime(group.p)
    assert probable_prime(group.q)
    assert (group.p - 1) % group.q == 0
    assert group.cofactor * group.q == group.p - 1
    assert group.contains(group.g)


@pytest.mark.parametrize(("number", "p_bits", "q_bits"), [(0, 1024, 160), (1, 2048, 224), (2, 2048, 256)])
def test_sizes_by_parameter_id(number: int, p_bits: int, q_bits: int) -> None:
    group = DH_GROUPS[number]
    assert (group.p.bit_length(), group.q.bit_length(), group.size) == (p_bits, q_bits, p_bits // 8)


def test_the_group_of_the_worked_example() -> None:
    domain = vectors("icao9303-11-G2-pace-dh-gm")["domain"]
    group = DH_GROUPS[0]
    assert [f"{number:X}" for number in (group.p, group.g, group.q)] == [domain["p"], domain["g"], domain["q"]]


def test_the_key_agreement_of_the_worked_example() -> None:
    worked = vectors("icao9303-11-G2-pace-dh-gm")["map"]
    group = DH_GROUPS[0]
    ours, theirs = int(worked["sk_ifd"], 16), group.decode_point(bytes.fromhex(worked["pk_ic"]))
    assert group.encode_point(group.multiply(ours, group.g)).hex().upper() == worked["pk_ifd"]
    assert group.encode_x(group.multiply(ours, theirs)).hex().upper() == worked["h"]


@pytest.mark.parametrize(
    ("encoded", "element"),
    [("04", 4), ("0004", 4), ("000004", None), ("", None), ("00", None), ("01", None), ("05", None), ("16", None),
     ("17", None), ("1B", None)],
    ids=["minimal", "padded", "too long", "empty", "zero", "one", "outside", "p - 1", "p", "beyond p"],
)  # fmt: skip
def test_which_public_values_are_taken(encoded: str, element: int | None) -> None:
    if element is None:
        with pytest.raises(GroupElementError):
            SMALL.decode_point(bytes.fromhex(encoded))
    else:
        assert SMALL.decode_point(bytes.fromhex(encoded)) == element


def test_the_neutral_element_is_no_result() -> None:
    with pytest.raises(GroupElementError):
        SMALL.multiply(11, 4)
    with pytest.raises(GroupElementError):
        SMALL.add(4, 6)


@given(exponent=st.integers(1, DH_GROUPS[0].q - 1))
def test_encodings_come_back(exponent: int) -> None:
    group = DH_GROUPS[0]
    element = group.multiply(exponent, group.g)
    assert group.decode_point(group.encode_point(element)) == element
    assert group.decode_point(b"\x00" + group.encode_x(element)) == element
    assert len(group.encode_x(element)) == group.size
    assert group.encode_point(element)[0] != 0


@EVERY
def test_explicit_numbers_are_matched(group: DhGroup) -> None:
    assert match_group(group.p, group.g) is group
    assert match_group(group.p, group.g + 1) is None


def test_the_worked_example_of_a_mapped_generator() -> None:
    worked = vectors("icao9303-11-H2-pace-dh-im")
    assert f"{DH_GROUPS[0].embed(int(worked['rp'], 16)):X}" == worked["g_mapped"]
    with pytest.raises(GroupElementError):
        SMALL.embed(22)
