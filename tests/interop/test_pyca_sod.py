"""Cards whose EF.SOD the CMS writer of pyca/cryptography has signed: it knows no content but plain data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder

from kiosk.domain.authenticity import AuthenticityState as State
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import tlv
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.passive_auth import authenticate
from tests.fakes.issuer import Identified, csca, hashed, rsa_key, signer
from tests.fakes.lds_files import DG13_A, MRZ_A, dg1, portrait, security_object

GROUPS = {Ef.DG1: dg1(MRZ_A), Ef.DG2: portrait(), Ef.DG13: DG13_A}
ROOT = csca()
EC, RSA = signer(ROOT), signer(ROOT, rsa_key("ds"))
PSS = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
BINARY, NO_ATTRIBUTES = PKCS7Options.Binary, PKCS7Options.NoAttributes


@pytest.mark.parametrize("options", [[BINARY], [BINARY, NO_ATTRIBUTES]], ids=["attributes", "no attributes"])
@pytest.mark.parametrize(
    ("identified", "rsa_padding"),
    [
        pytest.param(EC, None, id="ECDSA"),
        pytest.param(RSA, padding.PKCS1v15(), id="RSA"),
        pytest.param(RSA, PSS, id="PSS"),
    ],
)
def test_genuine_and_told_to_be_signed_as_plain_data(
    identified: Identified, rsa_padding: padding.PSS | padding.PKCS1v15 | None, options: Sequence[PKCS7Options]
) -> None:
    builder = PKCS7SignatureBuilder().set_data(security_object(hashed(GROUPS)))
    builder = builder.add_signer(identified.certificate, identified.key, hashes.SHA256(), rsa_padding=rsa_padding)
    files = {**GROUPS, Ef.SOD: tlv.encode(0x77, builder.sign(Encoding.DER, list(options)))}
    trust = AnchorSet.of([parse_certificate(ROOT.der)])

    outcome = authenticate(files, trust, datetime.now(UTC))

    assert (outcome.state, outcome.sod_signature.reason) == (State.CHAIN_TRUSTED, "content-type-is-data")
    changed = {**files, Ef.DG1: dg1(MRZ_A.replace("NGUYEN", "NGUYEM"))}
    assert authenticate(changed, trust, datetime.now(UTC)).state is State.HASH_MISMATCH
