"""The stable reason codes behind the document checks: why a check failed, or why it could not be done."""

from __future__ import annotations

from enum import StrEnum

from kiosk.domain.authenticity import CheckStatus, DocumentCheck


class CheckReason(StrEnum):
    """Kebab-case codes; they stand in JSON, in the journal and on the operator's screen."""

    # Hashes
    SOD_MISSING = "sod-missing"
    SOD_MALFORMED = "sod-malformed"
    NOTHING_READ = "nothing-read"
    HASH_DIFFERS = "hash-differs"
    """Followed by the file, ``hash-differs-dg1``."""
    HASH_NOT_LISTED = "hash-not-listed"
    """Followed by the file, ``hash-not-listed-dg13``."""
    # Signature
    ALGORITHM_NOT_SUPPORTED = "algorithm-not-supported"
    CONTENT_TYPE_WRONG = "content-type-wrong"
    SIGNER_COUNT_WRONG = "signer-count-wrong"
    SIGNER_CERTIFICATE_MISSING = "signer-certificate-missing"
    SIGNER_AMBIGUOUS = "signer-ambiguous"
    SIGNER_NAMED_OTHERWISE = "signer-named-otherwise"
    """Beside a passed check: the signer names another certificate than the only one that came along."""
    SIGNED_CONTENT_TYPE_DIFFERS = "signed-content-type-differs"
    MESSAGE_DIGEST_DIFFERS = "message-digest-differs"
    SIGNER_KEY_MALFORMED = "signer-key-malformed"
    SIGNATURE_WRONG = "signature-wrong"
    DIGESTS_DISAGREE = "digests-disagree"
    """Beside a passed check: the signer names two digest algorithms, against RFC 8933."""
    CONTENT_TYPE_IS_DATA = "content-type-is-data"
    """Beside a passed check: a security object that is signed as plain data (docs/decisions/0004)."""
    ATTRIBUTES_NOT_DER = "signed-attributes-not-der"
    """Beside a passed check: the signature covers the attributes in another encoding than the one sent."""
    # Chain
    SIGNATURE_NOT_GOOD = "signature-not-good"
    ISSUER_NOT_INSTALLED = "issuer-certificate-not-installed"
    ISSUER_KEY_NOT_INSTALLED = "issuer-key-not-installed"
    """A certificate of that issuer is installed, but for another of its keys."""
    ISSUER_NOT_ANCHORED = "issuer-not-anchored"
    """Only certificates of the issuer are installed that lead to no anchor: links whose old root is missing."""
    PATH_LENGTH_EXCEEDED = "path-length-exceeded"
    EXTENSION_NOT_UNDERSTOOD = "extension-not-understood"
    """A critical extension that nobody here knows: it may forbid what we are about to allow."""
    TOO_MANY_CANDIDATES = "too-many-candidates"
    """The search for a chain was given up: so many certificates claim to be the issuer's."""
    ISSUER_NAME_DIFFERS = "issuer-name-differs"
    """Beside a passed check: the issuer's key has signed, but its name is written in another way."""
    ISSUER_KEY_ID_DIFFERS = "issuer-key-id-differs"
    """Beside a passed check: the issuer's key has signed, but its identifier is another one."""
    EXTENSION_MALFORMED = "extension-malformed"
    """Beside a passed check: an extension that security does not rest on cannot be read."""
    NOT_SIGNED_BY_ISSUER = "signer-not-signed-by-issuer"
    SIGNER_IS_CA = "signer-is-a-ca"
    SIGNER_KEY_USAGE_WRONG = "signer-key-usage-wrong"
    SIGNER_PURPOSE_WRONG = "signer-purpose-wrong"
    """A certificate for master lists, deviation lists or seals."""
    DOCUMENT_TYPE_NOT_LISTED = "document-type-not-listed"
    """The signer may sign documents of other types only."""
    COUNTRY_UNKNOWN = "country-unknown"
    COUNTRY_DIFFERS = "country-differs"
    SIGNER_PINNED = "signer-pinned"
    SIGNER_EXPIRED = "signer-expired"
    SIGNER_NOT_YET_VALID = "signer-not-yet-valid"
    SIGNER_NOT_VALID_AT_SIGNING = "signer-not-valid-at-signing"
    SIGNER_KEY_PERIOD = "signer-key-used-outside-its-period"
    SIGNED_IN_THE_FUTURE = "signed-in-the-future"
    SIGNING_TIME_UNKNOWN = "signing-time-unknown"
    """Beside a passed check: whether the key was used within its period cannot be told."""
    ISSUER_EXPIRED = "issuer-expired"
    ISSUER_NOT_YET_VALID = "issuer-not-yet-valid"
    ISSUER_NOT_VALID_AT_SIGNING = "issuer-not-valid-at-signing"
    # Revocation
    SIGNER_REVOKED = "signer-revoked"
    ISSUER_REVOKED = "issuer-revoked"
    NO_REVOCATION_LIST = "no-revocation-list"
    REVOCATION_LIST_NOT_SIGNED_BY_ISSUER = "revocation-list-not-signed-by-issuer"
    REVOCATION_LIST_NOT_UNDERSTOOD = "revocation-list-not-understood"
    """Tells changes only, speaks for other issuers, or is limited in a way that nobody here knows."""
    REVOCATION_LIST_NOT_YET_VALID = "revocation-list-not-yet-valid"
    REVOCATION_LIST_STALE = "revocation-list-stale"
    REVOCATION_LIST_LIMITED = "revocation-list-limited"
    """The list does not speak of certificates of this kind, or not of every reason."""
    # Validity of the document
    DOCUMENT_EXPIRED = "document-expired"
    DOCUMENT_NOT_YET_VALID = "not-yet-valid"
    EXPIRY_UNKNOWN = "expiry-unknown"
    DATA_NOT_VERIFIED = "data-not-verified"
    FILE_MALFORMED = "file-malformed"
    """Followed by the file, ``file-malformed-dg1``."""
    # Clones
    SOD_NOT_VERIFIED = "sod-not-verified"
    KEY_NOT_LISTED = "key-not-listed"
    KEY_NOT_AUTHENTIC = "key-not-authentic"
    KEY_FILE_WITHHELD = "key-file-withheld"
    """The signed list has the key's file, but the chip does not give it: what a clone would do."""
    KEY_FILE_NOT_READ = "key-file-not-read"
    NOT_ASKED = "not-asked"
    MAPPING_NOT_USED = "mapping-not-used"
    """The chip was not opened by chip authentication mapping."""
    CARD_SECURITY_MISSING = "card-security-missing"
    CARD_SECURITY_MALFORMED = "card-security-malformed"
    CARD_SECURITY_SIGNER_UNKNOWN = "card-security-signer-unknown"
    """Neither the signer of EF.SOD nor one that leads to an anchor."""
    # Cross-checks
    NOTHING_TO_COMPARE = "nothing-to-compare"
    DIFFERS = "differs"
    """Preceded by what differs, ``number-differs``."""


def passed(reason: str = "") -> DocumentCheck:
    return DocumentCheck(CheckStatus.PASSED, str(reason))


def failed(reason: str) -> DocumentCheck:
    return DocumentCheck(CheckStatus.FAILED, str(reason))


def not_done(reason: str) -> DocumentCheck:
    return DocumentCheck(CheckStatus.NOT_DONE, str(reason))
