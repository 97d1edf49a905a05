"""The trust of a kiosk: the installed store, and files that somebody placed by hand, answering as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.issuance import may_issue
from kiosk.reader.trust.revocation_list import RevocationList
from kiosk.reader.trust.store.issuers import Authorities
from kiosk.reader.trust.store.loose_files import read_loose_files
from kiosk.reader.trust.store.stored import StoredTrust


class KioskTrust:
    """Answers as ``TrustAnchors`` and as ``InstalledTrust``; safe from any thread.

    The store is asked anew each time; files placed by hand are read once, when this is made.
    """

    def __init__(self, folder: Path | None, files: Sequence[Path] = ()) -> None:
        """Raises ``Fault(TRUST_ANCHOR_MALFORMED | TRUST_STORE_UNUSABLE)``."""
        if folder is None:
            folder = next((path for path in files if path.is_dir()), None)
            files = [path for path in files if path != folder]
        self.placed = read_loose_files(folder, files)
        self.store = StoredTrust(folder)
        self._anchors = AnchorSet.of(self.placed.certificates, self.placed.pinned, self.placed.revocation_lists)
        self._authorities = Authorities(one for one in self.placed.certificates if may_issue(one))

    def issuers_of(self, certificate: Certificate) -> tuple[Certificate, ...]:
        return self.authorities(certificate.issuer, certificate.authority_key_id)

    def authorities(self, name: str, key_id: bytes | None) -> tuple[Certificate, ...]:
        """The CA certificates with that subject (folded) or that key identifier."""
        found = (*self._authorities.find(name, key_id), *self.store.authorities(name, key_id))
        return tuple(dict.fromkeys(found))

    def is_trusted(self, certificate: Certificate) -> bool:
        return self._anchors.is_trusted(certificate) or self.store.is_trusted(certificate)

    def is_pinned(self, certificate: Certificate) -> bool:
        return self._anchors.is_pinned(certificate) or self.store.is_pinned(certificate)

    def is_installed(self, fingerprint: bytes) -> bool:
        """By the store: what was placed by hand can be imported as well, and then has a provenance."""
        return self.store.is_installed(fingerprint)

    def revocation_lists_of(self, issuer: Certificate) -> tuple[RevocationList, ...]:
        return self.revocation_lists(issuer.subject, issuer.key_id)

    def revocation_lists(self, name: str, key_id: bytes | None) -> tuple[RevocationList, ...]:
        """The CRLs of the issuer of that name (folded) or with that key."""
        placed = (
            one
            for one in self.placed.revocation_lists
            if one.issuer == name or (key_id is not None and one.authority_key_id == key_id)
        )
        return tuple(dict.fromkeys((*placed, *self.store.revocation_lists(name, key_id))))

    def last_ends(self) -> dict[str, datetime]:
        """When the last anchor of each country ends: an older one that has ended misses nobody."""
        ends = self.store.last_ends()
        for one in self.placed.certificates:
            if self._anchors.is_trusted(one):
                ends[one.country] = max(one.not_after, ends.get(one.country, one.not_after))
        return ends


def open_trust(folder: Path | None, files: Sequence[Path] = ()) -> KioskTrust:
    """What is trusted by the folder's store, the files placed in it, and the single files.

    Without a folder, one among ``files`` is taken for it. Costs no more with a large store than with a small one.
    Raises ``Fault(TRUST_ANCHOR_MALFORMED | TRUST_STORE_UNUSABLE)``.
    """
    return KioskTrust(folder, files)
