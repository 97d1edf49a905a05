"""Files that an operator could import: seeds of every kind, and what is done with such a file before anybody agrees."""

from __future__ import annotations

from datetime import timedelta

from kiosk.reader import tlv
from kiosk.reader.trust.store.assessment import preview_file
from kiosk.reader.trust.store.difference import difference, listed_entries
from kiosk.reader.trust.store.trust import open_trust
from tests.fakes.issuer import NOW
from tests.fakes.trust_lists import (
    archive,
    bag,
    deviation_list,
    deviations,
    ldif,
    list_signer,
    master_list,
    pem,
    revocation_list,
)
from tests.fuzz.seeds import ROOT, SIGNER

DEVIATIONS = (deviations(("2.23.136.1.1.7.1.1", "wrong country"), ("2.23.136.1.1.7.2", "")), deviations())
LISTED = (tlv.encode(0x30, tlv.encode(0x02, b"\x00") + tlv.encode(0x31, ROOT.der)),)
BAGS = (bag(ROOT), bag(ROOT))
REVOCATION_LISTS = (revocation_list(ROOT, 7, 8), revocation_list(ROOT, following=NOW - timedelta(days=1)))
_LIST = master_list([ROOT.der, SIGNER.der], list_signer(ROOT))

IMPORTS = (
    ROOT.der,
    pem(ROOT.der) + b"text\n" + pem(REVOCATION_LISTS[0], "X509 CRL") + pem(BAGS[0], "PKCS7"),
    BAGS[0],
    _LIST,
    deviation_list(ROOT, DEVIATIONS[0]),
    REVOCATION_LISTS[0],
    b"# confirmed\n" + b"ab" * 32 + b"\n" + b":".join([b"CD"] * 32),
    ldif(("userCertificate;binary", SIGNER.der), ("pkdMasterListContent", _LIST)),
    archive({"list.ml": _LIST, "vn.crl": REVOCATION_LISTS[0], "readme.txt": b"words"}),
)


def look_into(data: bytes) -> None:
    """The preview, everything that is shown of it, and a comparison with itself."""
    preview = preview_file("list.bin", data, open_trust(None), 0, NOW)
    listed = list(listed_entries(preview))
    found = difference(listed, listed)
    assert (found.only_first, found.only_second) == ((), ())
    assert preview.loaded <= preview.entries
    assert preview.self_signed_ok + preview.link_ok <= preview.loaded
    assert (preview.signer, preview.countries, preview.needs, preview.new_items) is not None
