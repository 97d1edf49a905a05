"""Whether signer, issuers and document are of one state (ICAO Doc 9303-12 §7.1.1)."""

from __future__ import annotations

from kiosk.domain.authenticity import DocumentCheck
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.countries import codes_of
from kiosk.reader.trust.paths import Path
from kiosk.reader.trust.reasons import CheckReason, failed, not_done, passed


def check_issuing_state(path: Path, issuing_state: str) -> DocumentCheck:
    """One country's CSCA must not vouch for another's documents; ``path`` may be the signer alone.

    A certificate tells its country in its subject. Where the letters of the MRZ are none that a country of certificates
    is known for, as Utopia's UTO, the alternative name must have them: there the authority writes the very letters of
    the MRZ. ``issuing_state`` is empty when the MRZ was not read.
    """
    codes = codes_of(issuing_state)
    if codes and any(_claims(one) and not _claims(one) & codes for one in path):
        return failed(CheckReason.COUNTRY_DIFFERS)
    anchor = path[-1]
    if len({one.country for one in path if one.country}) > 1 and not codes:
        return failed(CheckReason.COUNTRY_DIFFERS)
    vouched = _claims(anchor) if codes else anchor.states & {issuing_state}
    return passed() if vouched else not_done(CheckReason.COUNTRY_UNKNOWN)


def _claims(certificate: Certificate) -> frozenset[str]:
    """What the certificate says its state is; a signer may leave it to its issuer."""
    return frozenset({certificate.country}) if certificate.country else certificate.states
