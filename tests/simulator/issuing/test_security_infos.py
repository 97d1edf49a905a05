from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from kiosk.reader import oid, tlv
from kiosk.reader.public_keys import load_ec
from kiosk.simulator.card.card_profile import Access, CardProfile, CloneChecks, PaceOffer, StaticKey
from kiosk.simulator.card.chip_keys import new_active_authentication_key, new_chip_authentication_key
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.card.public_key_info import KeyEncoding, public_key_info
from kiosk.simulator.issuing import security_infos

OF_2021 = PROFILES["cccd-2021"]
CARD_ACCESS = (
    "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
)


def profile(*offers: PaceOffer, keys: tuple[StaticKey, ...] = ()) -> CardProfile:
    checks = CloneChecks(chip_authentication=keys)
    return replace(OF_2021, access=Access(pace=offers), clone_checks=checks)


def infos(encoded: bytes) -> dict[str, list[str]]:
    """What follows the identifier of each info, by identifier."""
    found: dict[str, list[str]] = defaultdict(list)
    for info in tlv.iterate(tlv.parse_one(encoded, 0x31).value):
        identifier, end = tlv.parse_first(info.value)
        found[oid.decode(identifier.value)].append(info.value[end:].hex().upper())
    return found


def test_ef_card_access_is_the_one_of_cards_in_the_field() -> None:
    keys = [new_chip_authentication_key(key) for key in OF_2021.clone_checks.chip_authentication]
    assert security_infos.card_access(OF_2021, keys).hex().upper() == CARD_ACCESS
    assert security_infos.card_access(OF_2021, []).hex().upper() == "3114" + CARD_ACCESS[-40:]


@pytest.mark.parametrize(
    ("offer", "protocol", "info", "parameters"),
    [
        (PaceOffer("ecdh-gm-aes-128", 13), "2.2", "02010202010D", None),
        (PaceOffer("dh-gm-3des", 0), "1.1", "020102020100", None),
        (PaceOffer("dh-im-aes-256", 2), "3.4", "020102020102", None),
        (PaceOffer("ecdh-im-aes-192", 18), "4.3", "020102020112", None),
        (PaceOffer("ecdh-gm-aes-256", 17, explicit=True, local_id=33), "2.4", "020102020121", "2"),
        (PaceOffer("dh-gm-aes-128", 1, explicit=True), "1.2", "020102", "1"),
    ],
    ids=lambda value: value.protocol if isinstance(value, PaceOffer) else "",
)
def test_pace_is_announced_with_its_parameters(
    offer: PaceOffer, protocol: str, info: str, parameters: str | None
) -> None:
    found = infos(security_infos.card_access(profile(offer), []))
    assert found.pop(f"0.4.0.127.0.7.2.2.4.{protocol}") == [info]
    assert list(found) == ([] if parameters is None else [f"0.4.0.127.0.7.2.2.4.{parameters}"])


def test_explicit_parameters_stand_once_for_all_protocols_over_them() -> None:
    offers = [PaceOffer(f"ecdh-gm-{cipher}", 12, explicit=True, local_id=40) for cipher in ("aes-128", "aes-256")]
    found = infos(security_infos.card_access(profile(*offers), []))
    (parameters,) = found["0.4.0.127.0.7.2.2.4.2"]
    assert parameters.startswith(("3081", "3082"))
    assert parameters.endswith("020128")
    assert "06072A8648CE3D0201" in parameters


KEYS = (
    StaticKey(13, ("ecdh-aes-128", "ecdh-3des"), key_id=1),
    StaticKey(2, ("dh-aes-256",), key_id=2),
    StaticKey(12, (), key_id=12),
)


def test_several_keys_have_their_ids_everywhere() -> None:
    keys = [new_chip_authentication_key(key) for key in KEYS]
    found = infos(security_infos.card_security(profile(keys=KEYS), keys))
    assert found["0.4.0.127.0.7.2.2.3.2.2"] == ["020101020101"]
    assert found["0.4.0.127.0.7.2.2.3.2.1"] == ["020101020101"]
    assert found["0.4.0.127.0.7.2.2.3.1.4"] == ["020101020102"]
    assert [key[-6:] for key in found["0.4.0.127.0.7.2.2.1.2"]] == ["020101", "02010C"]
    assert [key[-6:] for key in found["0.4.0.127.0.7.2.2.1.1"]] == ["020102"]


def test_version_2_comes_with_its_domain_parameters() -> None:
    plan = StaticKey(16, ("ecdh-aes-192",), version=2)
    found = infos(security_infos.card_access(profile(keys=(plan,)), [new_chip_authentication_key(plan)]))
    assert found["0.4.0.127.0.7.2.2.3.2.3"] == ["020102"]
    assert found["0.4.0.127.0.7.2.2.3.2"] == ["300C060704007F0007010202" + "0110"]


@pytest.mark.parametrize("encoding", KeyEncoding)
def test_dg14_signs_the_infos_of_card_access_and_the_key(encoding: KeyEncoding) -> None:
    checks = replace(OF_2021.clone_checks, encoding=encoding)
    keys = [new_chip_authentication_key(key) for key in checks.chip_authentication]
    dg14 = security_infos.dg14(replace(OF_2021, clone_checks=checks), keys, new_active_authentication_key("ecdsa-p256"))
    content = tlv.parse_one(dg14, 0x6E).value
    for info in tlv.iterate(tlv.parse_one(bytes.fromhex(CARD_ACCESS)).value):
        assert info.encode() in content
    found = infos(content)
    spki = bytes.fromhex(found["0.4.0.127.0.7.2.2.1.2"][0])
    assert spki == public_key_info(keys[0].pkcs8, encoding)
    assert load_ec(spki).curve.name == "brainpoolP256r1"
    assert found["2.23.136.1.1.5"] == ["020101" + "060A04007F00070101040103"]


@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [
        ("rsa-1024", None),
        ("ecdsa-p256", "060A04007F00070101040103"),
        ("ecdsa-brainpoolP384r1", "060A04007F00070101040104"),
        ("ecdsa-p192-sha1", "060A04007F00070101040101"),
        ("ecdsa-p256-der", "06082A8648CE3D040302"),
    ],
)
def test_dg14_names_the_hash_of_an_ecdsa_key_only(kind: str, algorithm: str | None) -> None:
    dg14 = security_infos.dg14(OF_2021, [], new_active_authentication_key(kind))
    found = infos(tlv.parse_one(dg14, 0x6E).value)
    assert found.get("2.23.136.1.1.5") == (algorithm and ["020101" + algorithm])
    assert "0.4.0.127.0.7.2.2.1.2" not in found


def test_dg15_is_the_public_key() -> None:
    active = new_active_authentication_key("rsa-1024")
    assert security_infos.dg15(OF_2021, active) == tlv.encode(0x6F, public_key_info(active.pkcs8))
