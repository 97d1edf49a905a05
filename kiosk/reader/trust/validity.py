"""Whether signer and issuers were in time: when the document was signed, and now (ICAO Doc 9303-12 §4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.domain.authenticity import DocumentCheck
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.paths import Path
from kiosk.reader.trust.reasons import CheckReason, failed, passed

CLOCKS_DIFFER = timedelta(days=1)
"""By so much the clocks of an issuer and of this machine may be apart."""


def check_validity(path: Path, at: datetime, signing_time: datetime | None) -> DocumentCheck:
    """Failed with the first thing that was out of time; ``path`` may be the signer alone.

    ``signing_time`` is what the signer says itself, and EF.SOD need not say it (ICAO Doc 9303-10 §4.6.2). Without it
    the document was signed at some time up to now: a certificate that is valid today is believed to have been valid
    then, and whether its key was still to be used cannot be told.
    """
    for reason in _problems(path, at, signing_time):
        return failed(reason)
    period = path[0].key_period
    unknown = signing_time is None and period is not None and not period.covers(at)
    return passed(CheckReason.SIGNING_TIME_UNKNOWN if unknown else "")


def _problems(path: Path, at: datetime, signing_time: datetime | None) -> Iterator[CheckReason]:
    signer, issuers = path[0], path[1:]
    if signing_time is not None:
        if not _valid(signer, signing_time):
            yield CheckReason.SIGNER_NOT_VALID_AT_SIGNING
        if signer.key_period is not None and not signer.key_period.covers(signing_time):
            yield CheckReason.SIGNER_KEY_PERIOD
        if issuers and not _valid(issuers[0], signing_time):
            yield CheckReason.ISSUER_NOT_VALID_AT_SIGNING
        if signing_time > at + CLOCKS_DIFFER:
            yield CheckReason.SIGNED_IN_THE_FUTURE
    if at > signer.not_after:
        yield CheckReason.SIGNER_EXPIRED
    if at < signer.not_before:
        yield CheckReason.SIGNER_NOT_YET_VALID
    if any(at > issuer.not_after for issuer in issuers):
        yield CheckReason.ISSUER_EXPIRED
    if any(at < issuer.not_before for issuer in issuers):
        yield CheckReason.ISSUER_NOT_YET_VALID


def _valid(certificate: Certificate, time: datetime) -> bool:
    return certificate.not_before <= time <= certificate.not_after
