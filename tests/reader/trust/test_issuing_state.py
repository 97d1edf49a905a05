from __future__ import annotations

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.issuing_state import check_issuing_state
from kiosk.reader.trust.reasons import CheckReason
from tests.fakes.issuer import Identified, csca, ec_key, link, signer, states

PASSED, FAILED, NOT_DONE = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.NOT_DONE


def path(*made: Identified) -> tuple[Certificate, ...]:
    return tuple(parse_certificate(one.der) for one in made)


def under_root(country: str, *letters: str, signers: str | None = None) -> tuple[Certificate, ...]:
    """A signer and its root, with this country in their subjects and these letters in the root's alternative name."""
    root = csca(country=country, extra=[states(*letters)] if letters else [])
    return path(signer(root, country=country if signers is None else signers), root)


def over_link(country: str) -> tuple[Certificate, ...]:
    old, new = csca(country="DE", key=ec_key("old")), csca(country=country, key=ec_key("new"))
    return path(signer(new, country=country), link(new, old), old)


@pytest.mark.parametrize(
    ("certificates", "issuing_state", "status", "reason"),
    [
        pytest.param(under_root("VN"), "VNM", PASSED, "", id="own country"),
        pytest.param(under_root("vn"), "VNM", PASSED, "", id="in small letters"),
        pytest.param(under_root("DE"), "D", PASSED, "", id="Germany's one letter"),
        pytest.param(under_root("GB"), "GBD", PASSED, "", id="British overseas territories citizen"),
        pytest.param(under_root("KS"), "RKS", PASSED, "", id="Kosovo"),
        pytest.param(under_root("ZZ", "UNO"), "UNO", PASSED, "", id="first CSCA of the United Nations"),
        pytest.param(under_root("VN", signers=""), "VNM", PASSED, "", id="signer without country"),
        pytest.param(over_link("DE"), "D", PASSED, "", id="link of the same country"),
        pytest.param(under_root("DE"), "VNM", FAILED, CheckReason.COUNTRY_DIFFERS, id="document of another country"),
        pytest.param(
            under_root("DE", signers="VN"), "VNM", FAILED, CheckReason.COUNTRY_DIFFERS, id="another country's root"
        ),
        pytest.param(
            under_root("VN", signers="DE"), "VNM", FAILED, CheckReason.COUNTRY_DIFFERS, id="another country's signer"
        ),
        pytest.param(over_link("VN"), "VNM", FAILED, CheckReason.COUNTRY_DIFFERS, id="another country's link"),
        pytest.param(under_root("VN"), "", NOT_DONE, CheckReason.COUNTRY_UNKNOWN, id="MRZ not read"),
        pytest.param(under_root(""), "VNM", NOT_DONE, CheckReason.COUNTRY_UNKNOWN, id="nothing in the certificates"),
        pytest.param(under_root("", "VNM"), "VNM", PASSED, "", id="only the alternative name tells"),
        pytest.param(
            under_root("", "D"), "VNM", FAILED, CheckReason.COUNTRY_DIFFERS, id="the alternative name tells otherwise"
        ),
        pytest.param(under_root("UT", "UTO"), "UTO", PASSED, "", id="Utopia, by the alternative name"),
        pytest.param(under_root("UT"), "UTO", NOT_DONE, CheckReason.COUNTRY_UNKNOWN, id="Utopia, not told"),
        pytest.param(
            under_root("VN", "VNM"), "UTO", NOT_DONE, CheckReason.COUNTRY_UNKNOWN, id="Vietnam does not vouch for it"
        ),
        pytest.param(
            under_root("UT", "UTO", signers="VN"), "UTO", FAILED, CheckReason.COUNTRY_DIFFERS,
            id="Utopia's root, another country's signer",
        ),
        pytest.param(under_root("FR", "XPO"), "XPO", PASSED, "", id="Interpol, by the alternative name"),
    ],
)  # fmt: skip
def test_no_country_vouches_for_another(
    certificates: tuple[Certificate, ...], issuing_state: str, status: CheckStatus, reason: str
) -> None:
    outcome = check_issuing_state(certificates, issuing_state)
    assert (outcome.status, outcome.reason) == (status, reason)
