from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.reasons import CheckReason
from kiosk.reader.trust.validity import check_validity
from tests.fakes.issuer import csca, ec_key, key_period, link, signer

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
DAY = timedelta(days=1)


def on(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


ROOT = csca(valid=(on(2015), on(2035)))
SIGNER = signer(ROOT, valid=(on(2020), on(2030)), extra=[key_period(on(2020), on(2021))])
SHORT_ROOT = csca(valid=(on(2019), on(2025)))
YOUNG_ROOT = csca(valid=(on(2022), on(2040)))
OLD_ROOT = csca(key=ec_key("old"), valid=(on(2010), on(2024)))
LINK = link(ROOT, OLD_ROOT)


def path(*made: object) -> tuple[Certificate, ...]:
    return tuple(parse_certificate(one.der) for one in made)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("certificates", "at", "signing_time", "status", "reason"),
    [
        pytest.param(path(SIGNER, ROOT), on(2026), on(2020, 6), PASSED, "", id="signed in the key's period, valid now"),
        pytest.param(
            path(SIGNER, ROOT), on(2026), on(2022), FAILED, CheckReason.SIGNER_KEY_PERIOD,
            id="signed after the key's period",
        ),
        pytest.param(
            path(SIGNER, ROOT), on(2026), None, PASSED, CheckReason.SIGNING_TIME_UNKNOWN,
            id="nobody says when; the key's period is over",
        ),
        pytest.param(path(SIGNER, ROOT), on(2020, 6), None, PASSED, "", id="nobody says when; the period is not over"),
        pytest.param(
            path(SIGNER, ROOT), on(2026), on(2019, 12), FAILED, CheckReason.SIGNER_NOT_VALID_AT_SIGNING,
            id="signed before the certificate was made",
        ),
        pytest.param(
            path(SIGNER, ROOT), on(2020, 3), on(2020, 6), FAILED, CheckReason.SIGNED_IN_THE_FUTURE, id="signed later"
        ),
        pytest.param(
            path(SIGNER, ROOT), on(2020, 3), on(2020, 3) + DAY, PASSED, "", id="clocks differ by no more than a day"
        ),
        pytest.param(
            path(SIGNER, ROOT), on(2031), on(2020, 6), FAILED, CheckReason.SIGNER_EXPIRED, id="signer has expired"
        ),
        pytest.param(
            path(SIGNER, ROOT), on(2019), None, FAILED, CheckReason.SIGNER_NOT_YET_VALID, id="signer is not yet valid"
        ),
        pytest.param(
            path(SIGNER, SHORT_ROOT), on(2026), on(2020, 6), FAILED, CheckReason.ISSUER_EXPIRED, id="issuer has expired"
        ),
        pytest.param(
            path(SIGNER, YOUNG_ROOT), on(2026), on(2020, 6), FAILED, CheckReason.ISSUER_NOT_VALID_AT_SIGNING,
            id="the issuer's certificate is younger than the signature",
        ),
        pytest.param(
            path(SIGNER, YOUNG_ROOT), on(2021), None, FAILED, CheckReason.ISSUER_NOT_YET_VALID,
            id="issuer is not yet valid",
        ),
        pytest.param(
            path(SIGNER, LINK, OLD_ROOT), on(2026), on(2020, 6), FAILED, CheckReason.ISSUER_EXPIRED,
            id="the anchor above the link has expired",
        ),
        pytest.param(path(SIGNER), on(2026), on(2020, 6), PASSED, "", id="the signer alone"),
    ],
)  # fmt: skip
def test_what_was_in_time(
    certificates: tuple[Certificate, ...], at: datetime, signing_time: datetime | None, status: CheckStatus, reason: str
) -> None:
    outcome = check_validity(certificates, at, signing_time)
    assert (outcome.status, outcome.reason) == (status, reason)


@pytest.mark.parametrize("end", [pytest.param(on(2030), id="last second"), pytest.param(on(2020), id="first second")])
def test_first_and_last_second_belong_to_the_validity(end: datetime) -> None:
    assert check_validity(path(SIGNER, ROOT), end, None).status is PASSED
