from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.revocation_list import parse_revocation_list
from kiosk.reader.trust.store.agreement import Agreement
from kiosk.reader.trust.store.assessment import preview_file
from kiosk.reader.trust.store.database import DATABASE
from kiosk.reader.trust.store.installation import Act, ActKind, BeforeChange, Obstacle, Refusal, install, remove
from kiosk.reader.trust.store.inventory import inventory
from kiosk.reader.trust.store.preview import Consent
from kiosk.reader.trust.store.trust import KioskTrust, open_trust
from tests.fakes.issuer import NOW, Identified, csca, ec_key, signer
from tests.fakes.trust_lists import UPDATED, archive, list_signer, master_list, pem, revocation_list

ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"))
NEW_KEY = ec_key("csca new")
NEW_ROOT, LINK = csca(key=NEW_KEY), signer(ROOT, NEW_KEY, name="CSCA Test", ca=True, digital_signature=None)
SIGNER, NEW_SIGNER = signer(ROOT), signer(NEW_ROOT, ec_key("new ds"))
ALL = Agreement(("Nguyễn Văn An", "Trần Thị Bích Ngọc"), frozenset(Consent))

Import = Callable[..., Act | Refusal]


def parsed(identified: Identified) -> Certificate:
    return parse_certificate(identified.der)


@pytest.fixture
def trust(tmp_path: Path) -> KioskTrust:
    return open_trust(tmp_path / "trust")


@pytest.fixture
def do_import(tmp_path: Path, trust: KioskTrust) -> Import:
    """Preview and import in one go."""

    def run(data: bytes, agreement: Agreement = ALL, before: BeforeChange = lambda act: None) -> Act | Refusal:
        preview = preview_file("list.bin", data, trust, trust.store.generation(), NOW)
        return install(tmp_path / "trust", preview, agreement, NOW, before)

    return run


def test_a_root_is_trusted_once_it_is_imported(trust: KioskTrust, do_import: Import) -> None:
    root = parsed(ROOT)
    assert (trust.issuers_of(parsed(SIGNER)), trust.is_trusted(root)) == ((), False)
    act = do_import(ROOT.der)
    assert isinstance(act, Act)
    assert (act.kind, act.added, act.sha256) == (ActKind.IMPORTED, 1, root.fingerprint)
    assert (trust.issuers_of(parsed(SIGNER)), trust.is_trusted(root)) == ((root,), True)


def test_a_link_is_found_and_is_no_anchor(trust: KioskTrust, do_import: Import) -> None:
    do_import(pem(ROOT.der) + pem(LINK.der))
    assert trust.issuers_of(parsed(NEW_SIGNER)) == (parsed(LINK), parsed(ROOT))
    assert (trust.is_trusted(parsed(LINK)), trust.is_trusted(parsed(NEW_ROOT))) == (False, False)


def test_a_document_signer_in_a_list_is_not_installed(trust: KioskTrust, do_import: Import) -> None:
    do_import(pem(ROOT.der) + pem(SIGNER.der))
    assert not trust.is_pinned(parsed(SIGNER))
    assert not trust.is_installed(parsed(SIGNER).fingerprint)


def test_a_pinned_signer(trust: KioskTrust, do_import: Import) -> None:
    confirmed = frozenset([parsed(SIGNER).fingerprint])
    act = do_import(SIGNER.der, Agreement(ALL.people, confirmed=confirmed))
    assert isinstance(act, Act)
    assert act.kind is ActKind.PINNED
    assert trust.is_pinned(parsed(SIGNER))
    assert not trust.is_trusted(parsed(SIGNER))


def test_a_fingerprint_may_come_without_its_certificate(trust: KioskTrust, do_import: Import) -> None:
    fingerprint = parsed(SIGNER).fingerprint
    do_import(fingerprint.hex().encode(), Agreement(ALL.people, confirmed=frozenset([fingerprint])))
    assert trust.is_pinned(parsed(SIGNER))


def test_a_list_with_the_certificate_beside_it_brings_both(
    tmp_path: Path, trust: KioskTrust, do_import: Import
) -> None:
    fingerprint = parsed(SIGNER).fingerprint
    files = archive({"pins.txt": fingerprint.hex().encode(), "signer.cer": SIGNER.der})
    do_import(files, Agreement(ALL.people, confirmed=frozenset([fingerprint])))
    (item,) = inventory(tmp_path / "trust")
    assert (item.role, item.der, item.origins[0].part) == ("signer", SIGNER.der, "signer.cer")


@pytest.mark.parametrize(
    ("data", "agreement", "refused"),
    [
        pytest.param(ROOT.der, Agreement(("An",)), Refusal(missing=frozenset({Consent.UNSIGNED})), id="nothing agreed"),
        pytest.param(
            master_list([OTHER.der], list_signer(ROOT), signed_content=b"x"),
            ALL,
            Refusal(Obstacle.WRONGLY_SIGNED),
            id="wrongly signed, whatever was agreed",
        ),
        pytest.param(pem(b"\x30\x00"), Agreement(("An",)), Refusal(Obstacle.NOTHING_NEW), id="nothing good in it"),
        pytest.param(SIGNER.der, ALL, Refusal(missing=frozenset({Consent.PINS})), id="signer without its fingerprint"),
    ],
)
def test_a_refusal_changes_nothing(
    tmp_path: Path, do_import: Import, data: bytes, agreement: Agreement, refused: Refusal
) -> None:
    assert do_import(data, agreement) == refused
    assert not (tmp_path / "trust").exists()


def test_importing_the_same_again_changes_nothing(trust: KioskTrust, do_import: Import) -> None:
    do_import(ROOT.der)
    assert do_import(ROOT.der) == Refusal(Obstacle.NOTHING_NEW)
    assert trust.store.generation() == 1


def test_a_preview_of_an_older_state_is_refused(tmp_path: Path, trust: KioskTrust, do_import: Import) -> None:
    preview = preview_file("list.bin", OTHER.der, trust, trust.store.generation(), NOW)
    do_import(ROOT.der)
    assert install(tmp_path / "trust", preview, ALL, NOW) == Refusal(Obstacle.STORE_CHANGED)
    assert not trust.is_trusted(parsed(OTHER))


def test_without_its_entry_in_the_journal_nothing_changes(tmp_path: Path, trust: KioskTrust, do_import: Import) -> None:
    do_import(ROOT.der)
    before = (tmp_path / "trust" / DATABASE).read_bytes()

    def full(act: Act) -> None:
        assert act.added == 1
        raise Fault(FaultCode.JOURNAL_FAILED, "disk full")

    with pytest.raises(Fault, match="journal"):
        do_import(OTHER.der, ALL, full)
    assert (tmp_path / "trust" / DATABASE).read_bytes() == before
    assert sorted(path.name for path in (tmp_path / "trust").iterdir()) == [".trust.lock", DATABASE]


def test_a_newer_crl_takes_the_place_of_the_older_one(trust: KioskTrust, do_import: Import) -> None:
    older, newer = revocation_list(ROOT, 1, updated=UPDATED - timedelta(days=30)), revocation_list(ROOT, 1, 2)
    do_import(ROOT.der)
    first, second = do_import(older), do_import(newer)
    assert isinstance(first, Act)
    assert isinstance(second, Act)
    assert (first.added, first.removed, second.added, second.removed) == (1, 0, 1, 1)
    assert trust.revocation_lists_of(parsed(ROOT)) == (parse_revocation_list(newer),)
    assert do_import(older) == Refusal(Obstacle.NOTHING_NEW)


def test_of_two_crls_in_one_file_the_newer_one_stays(trust: KioskTrust, do_import: Import) -> None:
    older, newer = revocation_list(ROOT, 1, updated=UPDATED - timedelta(days=30)), revocation_list(ROOT, 1, 2)
    do_import(pem(ROOT.der))
    do_import(pem(newer, "X509 CRL") + pem(older, "X509 CRL"))
    assert trust.revocation_lists_of(parsed(ROOT)) == (parse_revocation_list(newer),)


def test_removal(tmp_path: Path, trust: KioskTrust, do_import: Import) -> None:
    do_import(pem(ROOT.der) + pem(OTHER.der))
    removed = remove(tmp_path / "trust", parsed(ROOT).fingerprint, ("An",), NOW)
    assert removed is not None
    assert (removed.kind, removed.removed, removed.people) == (ActKind.REMOVED, 1, ("An",))
    assert (trust.is_trusted(parsed(ROOT)), trust.is_trusted(parsed(OTHER))) == (False, True)
    assert remove(tmp_path / "trust", parsed(ROOT).fingerprint, ("An",), NOW) is None
    assert trust.store.generation() == 2
