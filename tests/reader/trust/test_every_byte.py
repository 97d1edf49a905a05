"""A whole card with one bit flipped: none is accepted, but in fields that are neither signed nor used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.authenticity import AuthenticityState as State
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import tlv
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.passive_auth import authenticate
from tests.fakes.issuer import NOW, Identified, Signing, csca, ec_key, link, rsa_key, signer, sod
from tests.fakes.lds_files import DG13_A, MRZ_A, dg1, portrait
from tests.fakes.sod_fields import fields

OLD, ROOT = csca(key=ec_key("old")), csca()
LINK, SIGNER = link(ROOT, OLD), signer(ROOT)
RSA = signer(ROOT, rsa_key())
TRUST = AnchorSet.of(map(parse_certificate, (OLD.der, LINK.der)))
"""The first root and a link, so that the chain has three signatures."""

GROUPS = {
    Ef.DG1: dg1(MRZ_A),
    Ef.DG2: portrait(),
    Ef.DG13: DG13_A,
    Ef.DG14: tlv.encode(0x6E, bytes(range(64))),
    Ef.DG15: tlv.encode(0x6F, bytes(range(64))),
}
ACCEPTED = {State.CHAIN_TRUSTED, State.CHAIN_TRUSTED_EXPIRED, State.DS_PINNED}

SIGNED_DATA = "sod.contentInfo.[0].signedData"
SIGNER_INFO = f"{SIGNED_DATA}.signerInfos.signerInfo"

NEITHER_SIGNED_NOR_USED = {
    f"{SIGNED_DATA}.version": "tells which optional fields may be there",
    f"{SIGNED_DATA}.digestAlgorithms.digestAlgorithm.algorithm": "announces what the signer names again",
    f"{SIGNED_DATA}.digestAlgorithms.digestAlgorithm.algorithm: tag and length": "a longer or shorter announcement",
    f"{SIGNED_DATA}.digestAlgorithms.digestAlgorithm.parameters: tag and length": "digests have no parameters",
    f"{SIGNER_INFO}.version": "tells how the signer is named",
    f"{SIGNER_INFO}.sid": "finds the certificate, whose key then decides; names have more than one spelling",
    f"{SIGNER_INFO}.digestAlgorithm.parameters: tag and length": "digests have no parameters",
}

NOT_USED_BY_PKCS1 = {
    f"{SIGNER_INFO}.signatureAlgorithm.parameters: tag and length": "RSA signatures have no parameters but NULL",
}
NOT_USED_BY_PSS = {
    f"{SIGNER_INFO}.signatureAlgorithm.parameters": "the NULL behind the digests inside",
}
NOT_USED_WITHOUT_ATTRIBUTES = {
    f"{SIGNER_INFO}.digestAlgorithm.algorithm": "digests attributes only; that it disagrees is told beside the result",
}

CARDS = [
    pytest.param(Signing(SIGNER, signing_time="210510120000Z"), {}, id="ECDSA"),
    pytest.param(Signing(RSA), NOT_USED_BY_PKCS1, id="RSA PKCS1"),
    pytest.param(Signing(RSA, scheme="pss"), NOT_USED_BY_PSS, id="RSA PSS"),
    pytest.param(Signing(SIGNER, attributes=False), NOT_USED_WITHOUT_ATTRIBUTES, id="without attributes"),
]


def flipped(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1 << bit,)) + data[at + 1 :]


def accepted_fields(file: bytes, bits: range | None = None) -> Iterator[str]:
    """The field of every flip of EF.SOD that is accepted; one bit of each byte, or all of ``bits``."""
    for at, name in enumerate(fields(file)):
        for bit in bits or (at % 8,):
            if authenticate({**GROUPS, Ef.SOD: flipped(file, at, bit)}, TRUST, NOW).state in ACCEPTED:
                yield name


@pytest.mark.parametrize(("signing", "also"), CARDS)
def test_a_flipped_bit_in_every_byte_of_the_sod(signing: Signing, also: dict[str, str]) -> None:
    assert set(accepted_fields(sod(GROUPS, signing))) <= (NEITHER_SIGNED_NOR_USED | also).keys()


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("signing", "also"), [CARDS[0], CARDS[2]])
def test_every_bit_of_the_sod(signing: Signing, also: dict[str, str]) -> None:
    assert set(accepted_fields(sod(GROUPS, signing), range(8))) == (NEITHER_SIGNED_NOR_USED | also).keys()


@pytest.mark.parametrize("file", GROUPS)
def test_a_flipped_bit_in_every_byte_of_a_data_group(file: Ef) -> None:
    good = sod(GROUPS, Signing(SIGNER))
    for at in range(len(GROUPS[file])):
        changed = flipped(GROUPS[file], at, at % 8)
        outcome = authenticate({**GROUPS, file: changed, Ef.SOD: good}, TRUST, NOW, "VNM")
        assert outcome.state is State.HASH_MISMATCH
        assert file not in outcome.authentic


@pytest.mark.parametrize("missing", GROUPS)
def test_a_group_that_is_left_out_vouches_for_nothing(missing: Ef) -> None:
    good = {**GROUPS, Ef.SOD: sod(GROUPS, Signing(SIGNER))}
    outcome = authenticate({file: data for file, data in good.items() if file is not missing}, TRUST, NOW, "VNM")
    assert outcome.authentic == GROUPS.keys() - {missing}
    assert outcome.listed == GROUPS.keys()


@pytest.mark.parametrize("certificate", [SIGNER, LINK], ids=["signer", "link"])
def test_a_flipped_bit_in_every_byte_of_a_certificate(certificate: Identified) -> None:
    """The anchor is the operator's; every certificate below it is held by the signature of the next."""
    whole = {SIGNER.der: SIGNER.der, LINK.der: LINK.der}
    for at in range(len(certificate.der)):
        changed = whole | {certificate.der: flipped(certificate.der, at, at % 8)}
        try:
            trust = AnchorSet.of([parse_certificate(OLD.der), parse_certificate(changed[LINK.der])])
        except ValueError:
            continue
        document_signer = Identified(SIGNER.key, changed[SIGNER.der])
        try:
            files = {**GROUPS, Ef.SOD: sod(GROUPS, Signing(document_signer))}
        except (ValueError, TypeError, KeyError):
            continue
        assert authenticate(files, trust, NOW).state not in ACCEPTED


def test_the_map_has_a_name_for_every_byte() -> None:
    file = sod(GROUPS, Signing(SIGNER))
    names = fields(file)
    assert len(names) == len(file)
    at = file.index(parse_certificate(SIGNER.der).tbs)
    assert names[at + 20] == f"{SIGNED_DATA}.certificates.certificate.tbsCertificate.serialNumber"
    assert names[-1] == f"{SIGNER_INFO}.signature"
