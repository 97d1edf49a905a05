from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.issuance import holds, is_self_signed, may_be_the_key, may_issue, may_revoke
from kiosk.reader.trust.revocation_list import parse_revocation_list
from tests.fakes.issuer import Identified, csca, ec_key, link, rsa_key, signer, with_explicit_curve
from tests.fakes.revocations import revocation_list

ROOT, OTHER = csca(key=ec_key("first")), csca(key=ec_key("second"))
LINK, SIGNER = link(OTHER, ROOT), signer(ROOT)
BRAINPOOL_KEY = ec_key("explicit", ec.BrainpoolP256R1)
BRAINPOOL = csca(key=BRAINPOOL_KEY)


@pytest.mark.parametrize(
    ("signed", "issuer", "outcome"),
    [
        pytest.param(ROOT, ROOT, True, id="root by itself"),
        pytest.param(LINK, ROOT, True, id="link by the old root"),
        pytest.param(LINK, OTHER, False, id="link by the new key"),
        pytest.param(SIGNER, ROOT, True, id="signer by its root"),
        pytest.param(SIGNER, OTHER, False, id="signer by a stranger of the same name"),
        pytest.param(signer(BRAINPOOL), with_explicit_curve(BRAINPOOL, BRAINPOOL_KEY), True, id="explicit curve"),
        pytest.param(
            signer(BRAINPOOL), with_explicit_curve(BRAINPOOL, BRAINPOOL_KEY, b=1234), None, id="almost that curve"
        ),
        pytest.param(SIGNER, csca(key=rsa_key()), False, id="key of another kind"),
    ],
)
def test_signatures_of_certificates(signed: Identified, issuer: Identified, outcome: bool | None) -> None:
    assert holds(parse_certificate(signed.der), parse_certificate(issuer.der)) is outcome


def test_signatures_of_revocation_lists() -> None:
    listed = parse_revocation_list(revocation_list(ROOT))
    assert holds(listed, parse_certificate(ROOT.der)) is True
    assert holds(listed, parse_certificate(OTHER.der)) is False


@pytest.mark.parametrize(
    ("certificate", "root", "issue"),
    [
        pytest.param(ROOT, True, True, id="root"),
        pytest.param(LINK, False, True, id="link, though it names itself as issuer"),
        pytest.param(SIGNER, False, False, id="signer"),
        pytest.param(csca(ca=None, key_cert_sign=None), True, True, id="old root without constraints and usage"),
        pytest.param(csca(ca=False), True, False, id="says that it is no CA"),
        pytest.param(csca(key_cert_sign=False), True, False, id="says that its key signs no certificates"),
        pytest.param(csca(ca=None), True, True, id="only the key usage says so"),
        pytest.param(link(csca("CSCA New"), ROOT, ca=None), False, True, id="link, only the key usage says so"),
        pytest.param(
            link(csca("CSCA New"), ROOT, ca=None, key_usage=False), False, False, id="another name, and nothing says so"
        ),
    ],
)
def test_who_may_issue(certificate: Identified, root: bool, issue: bool) -> None:
    parsed = parse_certificate(certificate.der)
    assert (is_self_signed(parsed), may_issue(parsed)) == (root, issue)


@pytest.mark.parametrize(
    ("certificate", "revoke"),
    [
        pytest.param(ROOT, True, id="root"),
        pytest.param(csca(crl_sign=False), False, id="its key signs no lists"),
        pytest.param(csca(ca=None, key_cert_sign=None), True, id="old root without key usage"),
    ],
)
def test_who_may_revoke(certificate: Identified, revoke: bool) -> None:
    assert may_revoke(parse_certificate(certificate.der)) is revoke


@pytest.mark.parametrize(
    ("signed", "issuer", "possible"),
    [
        pytest.param(SIGNER, ROOT, True, id="same identifier"),
        pytest.param(SIGNER, OTHER, False, id="another identifier"),
        pytest.param(signer(ROOT, authority_key_id=False), OTHER, True, id="signer does not say"),
        pytest.param(SIGNER, csca(key=ec_key("second"), key_id=False), True, id="issuer does not say"),
    ],
)
def test_key_identifiers(signed: Identified, issuer: Identified, possible: bool) -> None:
    assert may_be_the_key(parse_certificate(signed.der), parse_certificate(issuer.der)) is possible
