"""The signature of a CMS SignedData (RFC 5652 §5.4 to §5.6), as EF.SOD carries it (ICAO Doc 9303-10 §4.6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.reasons import CheckReason, failed, not_done, passed
from kiosk.reader.trust.signatures import (
    KeyMalformedError,
    UnsupportedSignatureError,
    digest,
    digest_name,
    resolve,
    verify,
)
from kiosk.reader.trust.signed_data import SignedData, SignerInfo
from kiosk.reader.trust.weakness import POLICY


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """The outcome, and the certificate under whose key it holds; that certificate is not trusted by this alone.

    ``weak`` names what the policy calls weak in the digest, the signature and the key.
    """

    check: DocumentCheck
    certificate: Certificate | None = None
    signing_time: datetime | None = None
    weak: tuple[str, ...] = ()


def check_signature(signed: SignedData, content_type: str) -> SignatureCheck:
    """Verify the one signature of ``signed`` over content of the type that is asked for.

    Exactly one signer is accepted: with a second one, the signature that holds and the certificate that is trusted
    could be different people's. Algorithms are those of the SignerInfo, never of the certificate's own signature.

    Passports of one country name a certificate that does not exist. Where only one came along and the signature holds
    under its key, it is the signer's: names are not signed, and whether the certificate counts the chain decides.
    """
    if signed.content_type != content_type:
        return SignatureCheck(failed(CheckReason.CONTENT_TYPE_WRONG))
    if len(signed.signers) != 1:
        return SignatureCheck(failed(CheckReason.SIGNER_COUNT_WRONG))
    signer = signed.signers[0]
    enclosed = {certificate.der: certificate for certificate in signed.certificates}.values()
    named = [certificate for certificate in enclosed if signer.names(certificate)]
    if len(named) > 1:
        return SignatureCheck(failed(CheckReason.SIGNER_AMBIGUOUS))
    if named:
        return _signed_by(signed, signer, named[0])
    if len(enclosed) == 1:
        outcome = _signed_by(signed, signer, *enclosed)
        if outcome.check.status is CheckStatus.PASSED:
            return replace(outcome, check=passed(outcome.check.reason or CheckReason.SIGNER_NAMED_OTHERWISE))
    return SignatureCheck(not_done(CheckReason.SIGNER_CERTIFICATE_MISSING))


def _signed_by(signed: SignedData, signer: SignerInfo, certificate: Certificate) -> SignatureCheck:
    try:
        check = _check_signer(signed, signer, certificate)
    except UnsupportedSignatureError:
        check = not_done(CheckReason.ALGORITHM_NOT_SUPPORTED)
    except KeyMalformedError:
        check = failed(CheckReason.SIGNER_KEY_MALFORMED)
    times = signer.attributes.signing_times if signer.attributes else ()
    return SignatureCheck(check, certificate, times[0] if len(times) == 1 else None, tuple(_weak(signer, certificate)))


def _weak(signer: SignerInfo, certificate: Certificate) -> Iterator[str]:
    try:
        content_digest = digest_name(signer.digest)
        algorithm = resolve(signer.signature_identifier, named_beside=content_digest)
    except UnsupportedSignatureError:
        return
    yield from POLICY.of_digest(content_digest)
    yield from POLICY.of_signature(algorithm, certificate.spki)


def _check_signer(signed: SignedData, signer: SignerInfo, certificate: Certificate) -> DocumentCheck:
    content_digest = digest_name(signer.digest)
    algorithm = resolve(signer.signature_identifier, named_beside=content_digest)
    messages = [signed.content]
    if signer.attributes is not None:
        if signer.attributes.content_types != (signed.content_type,):
            return failed(CheckReason.SIGNED_CONTENT_TYPE_DIFFERS)
        if signer.attributes.message_digests != (digest(content_digest, signed.content),):
            return failed(CheckReason.MESSAGE_DIGEST_DIFFERS)
        messages = [signer.attributes.encoded]
        if signer.attributes.in_der != signer.attributes.encoded:
            # Some signers sort the attributes before they sign, and send them as they were. It is the same set.
            messages.append(signer.attributes.in_der)
    covered = next((one for one in messages if verify(certificate.spki, algorithm, signer.signature, one)), None)
    if covered is None:
        return failed(CheckReason.SIGNATURE_WRONG)
    if algorithm.digest != content_digest:
        return passed(CheckReason.DIGESTS_DISAGREE)
    return passed("" if covered is messages[0] else CheckReason.ATTRIBUTES_NOT_DER)
