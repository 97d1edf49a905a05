from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.paths import find_paths
from kiosk.reader.trust.reasons import CheckReason
from kiosk.reader.trust.revocation import check_revocation
from kiosk.reader.trust.revocation_list import parse_revocation_list
from tests.fakes.issuer import NOW, Identified, csca, ec_key, link, signer
from tests.fakes.revocations import DELTA, UNKNOWN_CRITICAL, revocation_list, scope, some_reasons

PASSED, FAILED, NOT_DONE = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.NOT_DONE
DAY = timedelta(days=1)

ROOT = csca(key=ec_key("first"))
SIGNER, OTHER = signer(ROOT), signer(ROOT, name="DS Test 2")
NEW = csca(key=ec_key("second"))
LINK = link(NEW, ROOT)
BELOW_LINK = signer(NEW)
NEIGHBOUR = csca("CSCA Neighbour", ec_key("neighbour"))


def check(document_signer: Identified, installed: list[Identified], *lists: bytes) -> DocumentCheck:
    trust = AnchorSet.of(
        [parse_certificate(one.der) for one in installed], (), [parse_revocation_list(one) for one in lists]
    )
    path, *_ = find_paths(parse_certificate(document_signer.der), trust).paths
    return check_revocation(path, trust, NOW)


@pytest.mark.parametrize(
    ("lists", "status", "reason"),
    [
        pytest.param([revocation_list(ROOT)], PASSED, "", id="an empty list"),
        pytest.param([revocation_list(ROOT, [OTHER])], PASSED, "", id="another signer"),
        pytest.param([revocation_list(ROOT, [OTHER, SIGNER])], FAILED, CheckReason.SIGNER_REVOKED, id="the signer"),
        pytest.param([revocation_list(ROOT, [ROOT])], FAILED, CheckReason.ISSUER_REVOKED, id="its issuer"),
        pytest.param(
            [revocation_list(csca("csca-test", ec_key("first")), [SIGNER])], FAILED, CheckReason.SIGNER_REVOKED,
            id="list under the issuer's name in other letters, found by its key",
        ),
        pytest.param([], NOT_DONE, CheckReason.NO_REVOCATION_LIST, id="no list"),
        pytest.param(
            [revocation_list(NEIGHBOUR, [SIGNER])], NOT_DONE, CheckReason.NO_REVOCATION_LIST, id="another issuer's list"
        ),
        pytest.param(
            [revocation_list(ROOT, [SIGNER], signing_key=ec_key("forger"))], NOT_DONE,
            CheckReason.REVOCATION_LIST_NOT_SIGNED_BY_ISSUER, id="list that the issuer has not signed accuses nobody",
        ),
        pytest.param(
            [revocation_list(ROOT, signing_key=ec_key("forger"))], NOT_DONE,
            CheckReason.REVOCATION_LIST_NOT_SIGNED_BY_ISSUER, id="and clears nobody",
        ),
        pytest.param(
            [revocation_list(ROOT, age=40 * DAY)], NOT_DONE, CheckReason.REVOCATION_LIST_STALE, id="out of date"
        ),
        pytest.param(
            [revocation_list(ROOT, [SIGNER], age=40 * DAY)], FAILED, CheckReason.SIGNER_REVOKED,
            id="out of date, but it has the signer",
        ),
        pytest.param([revocation_list(ROOT, age=80 * DAY, lasts=None)], PASSED, "", id="no end, 80 days old"),
        pytest.param(
            [revocation_list(ROOT, age=91 * DAY, lasts=None)], NOT_DONE, CheckReason.REVOCATION_LIST_STALE,
            id="no end, 91 days old",
        ),
        pytest.param(
            [revocation_list(ROOT, age=-2 * DAY)], NOT_DONE, CheckReason.REVOCATION_LIST_NOT_YET_VALID,
            id="from the day after tomorrow",
        ),
        pytest.param(
            [revocation_list(ROOT, age=40 * DAY), revocation_list(ROOT)], PASSED, "", id="the old list and the new one"
        ),
        pytest.param(
            [revocation_list(ROOT, [SIGNER], age=40 * DAY), revocation_list(ROOT)], FAILED, CheckReason.SIGNER_REVOKED,
            id="the old list has the signer, the new one has dropped it",
        ),
        pytest.param(
            [revocation_list(ROOT, extra=[scope()])], PASSED, "", id="an address for distribution is no limit"
        ),
        pytest.param(
            [revocation_list(ROOT, extra=[scope(only_contains_user_certs=True)])], PASSED, "", id="signers only"
        ),
        pytest.param(
            [revocation_list(ROOT, extra=[scope(only_contains_ca_certs=True)])], NOT_DONE,
            CheckReason.REVOCATION_LIST_LIMITED, id="CA certificates only",
        ),
        pytest.param(
            [revocation_list(ROOT, extra=[some_reasons()])], NOT_DONE, CheckReason.REVOCATION_LIST_LIMITED,
            id="some reasons only",
        ),
        pytest.param(
            [revocation_list(ROOT, [SIGNER], extra=[some_reasons()])], FAILED, CheckReason.SIGNER_REVOKED,
            id="revoked for one of some reasons",
        ),
        pytest.param(
            [revocation_list(ROOT, [SIGNER], extra=[scope(indirect_crl=True)])], NOT_DONE,
            CheckReason.REVOCATION_LIST_NOT_UNDERSTOOD, id="indirect: the serial number may be another issuer's",
        ),
        pytest.param(
            [revocation_list(ROOT, extra=[DELTA])], NOT_DONE, CheckReason.REVOCATION_LIST_NOT_UNDERSTOOD, id="delta"
        ),
        pytest.param(
            [revocation_list(ROOT, extra=[UNKNOWN_CRITICAL])], NOT_DONE, CheckReason.REVOCATION_LIST_NOT_UNDERSTOOD,
            id="critical extension that nobody knows",
        ),
        pytest.param(
            [revocation_list(ROOT, [OTHER], entry_extra=[UNKNOWN_CRITICAL])], NOT_DONE,
            CheckReason.REVOCATION_LIST_NOT_UNDERSTOOD, id="critical extension of an entry",
        ),
    ],
)  # fmt: skip
def test_a_signer_under_its_root(lists: list[bytes], status: CheckStatus, reason: str) -> None:
    assert check(SIGNER, [ROOT], *lists) == DocumentCheck(status, reason)


@pytest.mark.parametrize(
    ("lists", "status", "reason"),
    [
        pytest.param([revocation_list(ROOT)], PASSED, "", id="the old key speaks for both"),
        pytest.param([revocation_list(NEW)], PASSED, "", id="the new key does, which the link vouches for"),
        pytest.param([revocation_list(NEW, [BELOW_LINK])], FAILED, CheckReason.SIGNER_REVOKED, id="the signer"),
        pytest.param([revocation_list(ROOT, [LINK])], FAILED, CheckReason.ISSUER_REVOKED, id="the link"),
        pytest.param(
            [revocation_list(ROOT, extra=[scope(only_contains_user_certs=True)])], NOT_DONE,
            CheckReason.REVOCATION_LIST_LIMITED, id="nothing is said of the link",
        ),
    ],
)  # fmt: skip
def test_a_signer_under_a_link(lists: list[bytes], status: CheckStatus, reason: str) -> None:
    assert check(BELOW_LINK, [ROOT, LINK], *lists) == DocumentCheck(status, reason)


@pytest.mark.parametrize(
    ("installed", "status"),
    [
        pytest.param([ROOT, NEW], PASSED, id="new root installed"),
        pytest.param([ROOT, LINK], PASSED, id="link from the old root installed"),
        pytest.param([ROOT], NOT_DONE, id="the new key is not known"),
        pytest.param([ROOT, link(NEW, ROOT, signing_key=ec_key("forger"))], NOT_DONE, id="forged link"),
    ],
)
def test_the_newest_key_signs_the_list_for_signers_of_the_old_one(
    installed: list[Identified], status: CheckStatus
) -> None:
    assert check(SIGNER, installed, revocation_list(NEW)).status is status


def test_a_key_that_must_not_sign_lists() -> None:
    root = csca(key=ec_key("first"), crl_sign=False)
    outcome = check(signer(root), [root], revocation_list(root, [SIGNER]))
    assert outcome == DocumentCheck(NOT_DONE, CheckReason.REVOCATION_LIST_NOT_SIGNED_BY_ISSUER)
