"""Certification paths: from a document signer, over links to new keys, to the anchors that vouch for it.

RFC 5280 §6.1 for what a path must fulfil, ICAO Doc 9303-12 §4.4 for links: certificates of a country's new key that its
old key has signed. A link carries trust from an installed root; it is never an anchor by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from kiosk.domain.authenticity import DocumentCheck
from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.issuance import holds, may_be_the_key, may_issue
from kiosk.reader.trust.reasons import CheckReason, failed, not_done

Path = tuple[Certificate, ...]
"""The certificate in question first, the anchor last, each signed by the key of the next."""

MAX_LINKS = 8
"""Between signer and anchor: a country renews its key every three to five years, and its documents last for ten."""

MAX_CANDIDATES = 200
"""Certificates looked at in one search; the state that has most under one name has some forty."""

MAX_PATHS = 8


@dataclass(frozen=True, slots=True)
class Search:
    """All paths that hold, the shortest first; where there is none, ``problem`` says why."""

    paths: tuple[Path, ...]
    problem: DocumentCheck | None = None


def find_paths(certificate: Certificate, trust: TrustAnchors) -> Search:
    """Names and key identifiers propose the issuers, their signatures decide.

    A signature that does not hold speaks against the certificate only when it should be of a key that an anchor vouches
    for: a CSCA that has changed its key may have kept its name.
    """
    walk = _Walk(trust)
    found = sorted(islice(walk.from_certificate(certificate), MAX_PATHS), key=len)
    kept = tuple(path for path in found if _flaw(path) is None)
    if kept:
        return Search(kept)
    if found:
        return Search((), not_done(_flaw(found[0]) or CheckReason.PATH_LENGTH_EXCEEDED))
    return Search((), _why_none(certificate, trust, walk))


class _Walk:
    """One search, depth first, an anchor before the links of the same name; ``left`` bounds what it may cost."""

    def __init__(self, trust: TrustAnchors) -> None:
        self._trust = trust
        self.left = MAX_CANDIDATES
        self.unsupported = False

    def from_certificate(self, certificate: Certificate) -> Iterator[Path]:
        return self._upwards((certificate,))

    def _upwards(self, path: Path) -> Iterator[Path]:
        issuers = [issuer for issuer in self._issuers(path[-1]) if all(issuer.spki != one.spki for one in path[1:])]
        links = []
        for issuer in issuers:
            if self._trust.is_trusted(issuer):
                yield (*path, issuer)
            else:
                links.append(issuer)
        if len(path) <= MAX_LINKS:
            for link in links:
                yield from self._upwards((*path, link))

    def _issuers(self, certificate: Certificate) -> Iterator[Certificate]:
        """The candidates whose key holds; a key that several certificates share is tried once."""
        tried: dict[bytes, bool | None] = {}
        for candidate in candidates(certificate, self._trust):
            if self.left == 0:
                return
            self.left -= 1
            if candidate.spki not in tried:
                # One signature has one key: once that is found, no other can be it.
                found = any(tried.values())
                tried[candidate.spki] = False if found else holds(certificate, candidate)
            if tried[candidate.spki]:
                yield candidate
        self.unsupported = self.unsupported or None in tried.values()


def candidates(certificate: Certificate, trust: TrustAnchors) -> list[Certificate]:
    """The installed certificates that may have signed this one, those with the key that it names first."""
    proposed = (one for one in trust.issuers_of(certificate) if may_issue(one) and one.der != certificate.der)
    return sorted(islice(proposed, MAX_CANDIDATES), key=lambda one: not may_be_the_key(certificate, one))


def _flaw(path: Path) -> CheckReason | None:
    """What forbids a path whose signatures all hold. The anchor's own extensions say nothing: it was installed."""
    if any(link.not_understood for link in path[1:-1]):
        return CheckReason.EXTENSION_NOT_UNDERSTOOD
    return None if _length_holds(path) else CheckReason.PATH_LENGTH_EXCEEDED


def _length_holds(path: Path) -> bool:
    """Whether every link keeps to the path length of its issuer (RFC 5280 §4.2.1.9), as far as links can.

    Roots and links alike have the path length 0 (ICAO Doc 9303-12 §7.1.1), so a link under a root is no certificate too
    many: it is the next CSCA, often under a name with the next number. What a link may not do is to have room for CAs
    below it where its issuer has none; it keeps to that by its own path length, or by its name, which RFC 5280 does not
    count when it stays the same.
    """
    return all(
        issuer.path_length is None
        or link.self_issued
        or link.changes_name
        or (link.path_length is not None and link.path_length <= issuer.path_length)
        for link, issuer in pairwise(path[1:])
    )


def _why_none(certificate: Certificate, trust: TrustAnchors, walk: _Walk) -> DocumentCheck:
    proposed = candidates(certificate, trust)
    if not proposed:
        return not_done(CheckReason.ISSUER_NOT_INSTALLED)
    if walk.left == 0:
        return not_done(CheckReason.TOO_MANY_CANDIDATES)
    if walk.unsupported:
        return not_done(CheckReason.ALGORITHM_NOT_SUPPORTED)
    if any(holds(certificate, one) for one in proposed):
        return not_done(CheckReason.ISSUER_NOT_ANCHORED)
    contradicting = [one for one in proposed if may_be_the_key(certificate, one)]
    if any(_vouched_for(one, trust) for one in contradicting):
        return failed(CheckReason.NOT_SIGNED_BY_ISSUER)
    return not_done(CheckReason.ISSUER_NOT_ANCHORED if contradicting else CheckReason.ISSUER_KEY_NOT_INSTALLED)


def _vouched_for(authority: Certificate, trust: TrustAnchors) -> bool:
    walk = _Walk(trust)
    return trust.is_trusted(authority) or any(_flaw(path) is None for path in walk.from_certificate(authority))
