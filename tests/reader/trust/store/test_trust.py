from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.authenticity import AuthenticityState
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.passive_auth import authenticate
from kiosk.reader.trust.revocation_list import parse_revocation_list
from kiosk.reader.trust.store.agreement import Agreement
from kiosk.reader.trust.store.assessment import preview_file
from kiosk.reader.trust.store.database import DATABASE, changing
from kiosk.reader.trust.store.installation import Act, install, remove
from kiosk.reader.trust.store.issuers import MAX_CANDIDATES, InstalledTrust
from kiosk.reader.trust.store.preview import Consent
from kiosk.reader.trust.store.trust import KioskTrust, open_trust
from tests.fakes.issuer import NOW, VALID_UNTIL, Identified, Signing, csca, ec_key, signer, sod
from tests.fakes.lds_files import MRZ_A, dg1
from tests.fakes.trust_lists import pem, revocation_list

ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"))
AGAIN = csca(key=ec_key("csca again"))
SIGNER = signer(ROOT)
NEW_KEY, FORGER = ec_key("csca new"), csca(key=ec_key("forger"))
NEW_ROOT = csca(key=NEW_KEY)
LINK, FORGED_LINK = (signer(one, NEW_KEY, name="CSCA Test", ca=True, digital_signature=None) for one in (ROOT, FORGER))
AGREED = Agreement(("An",), frozenset(Consent))


def parsed(identified: Identified) -> Certificate:
    return parse_certificate(identified.der)


def add(folder: Path, *ders: bytes) -> None:
    """As another process would: with a view of its own on the store."""
    trust = open_trust(folder)
    data = b"".join(map(pem, ders))
    preview = preview_file("list.pem", data, trust, trust.store.generation(), NOW)
    assert isinstance(install(folder, preview, AGREED, NOW), Act)


@pytest.mark.parametrize(
    ("arrange", "known"),
    [
        pytest.param(lambda folder: add(folder, ROOT.der), True, id="installed"),
        pytest.param(lambda folder: (folder / "vn.cer").write_bytes(ROOT.der), True, id="placed by hand"),
        pytest.param(lambda folder: add(folder, OTHER.der), False, id="another one installed"),
        pytest.param(lambda folder: None, False, id="nothing"),
    ],
)
def test_both_ways_count(tmp_path: Path, arrange: Callable[[Path], object], known: bool) -> None:
    arrange(tmp_path)
    trust: TrustAnchors = open_trust(tmp_path)
    assert trust.is_trusted(parsed(ROOT)) is known
    assert trust.issuers_of(parsed(SIGNER)) == ((parsed(ROOT),) if known else ())


def test_what_is_there_both_ways_is_answered_once(tmp_path: Path) -> None:
    add(tmp_path, ROOT.der)
    (tmp_path / "vn.cer").write_bytes(ROOT.der)
    assert open_trust(tmp_path, [tmp_path / "vn.cer"]).issuers_of(parsed(SIGNER)) == (parsed(ROOT),)


def test_the_key_comes_before_the_name(tmp_path: Path) -> None:
    add(tmp_path, AGAIN.der, ROOT.der, OTHER.der)
    assert open_trust(tmp_path).issuers_of(parsed(SIGNER)) == (parsed(ROOT), parsed(AGAIN))


def test_the_key_is_found_among_more_of_one_name_than_are_asked_for(tmp_path: Path) -> None:
    others = [csca(key=ec_key(f"csca {number}"), key_id=number % 2 == 0) for number in range(MAX_CANDIDATES + 10)]
    add(tmp_path, *(one.der for one in others), ROOT.der)
    assert open_trust(tmp_path).issuers_of(parsed(SIGNER))[0] == parsed(ROOT)


def test_an_authority_is_found_by_its_key_under_another_name(tmp_path: Path) -> None:
    renamed = csca("CSCA Renamed")
    add(tmp_path, renamed.der)
    assert open_trust(tmp_path).issuers_of(parsed(SIGNER)) == (parsed(renamed),)


def test_a_change_by_another_process_counts_at_once(tmp_path: Path) -> None:
    trust = open_trust(tmp_path)
    assert not trust.is_trusted(parsed(ROOT))
    add(tmp_path, ROOT.der)
    assert trust.is_trusted(parsed(ROOT))
    remove(tmp_path, parsed(ROOT).fingerprint, ("An",), NOW)
    assert trust.issuers_of(parsed(SIGNER)) == ()


def test_a_card_becomes_genuine_and_revoked_as_the_store_changes(tmp_path: Path) -> None:
    files = {ElementaryFile.DG1: dg1(MRZ_A)}
    files[ElementaryFile.SOD] = sod(files, Signing(SIGNER))
    trust = open_trust(tmp_path)

    def state() -> AuthenticityState:
        return authenticate(files, trust, NOW).state

    assert state() is AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN
    add(tmp_path, ROOT.der)
    assert state() is AuthenticityState.CHAIN_TRUSTED
    revoked = preview_file("vn.crl", revocation_list(ROOT, SIGNER.certificate.serial_number), trust, 1, NOW)
    assert isinstance(install(tmp_path, revoked, AGREED, NOW), Act)
    assert state() is AuthenticityState.REVOKED
    remove(tmp_path, parsed(ROOT).fingerprint, ("An",), NOW)
    assert state() is AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN


@pytest.mark.parametrize(
    ("links", "state"),
    [
        pytest.param([], "SIGNATURE_OK_CHAIN_UNKNOWN", id="no link"),
        pytest.param([LINK], "CHAIN_TRUSTED", id="a link from the installed root"),
        pytest.param([FORGED_LINK], "SIGNATURE_OK_CHAIN_UNKNOWN", id="a link that another root has signed"),
    ],
)
def test_a_link_in_the_store_carries_trust_only_under_its_root(
    tmp_path: Path, links: list[Identified], state: str
) -> None:
    files = {ElementaryFile.DG1: dg1(MRZ_A)}
    files[ElementaryFile.SOD] = sod(files, Signing(signer(NEW_ROOT, ec_key("new ds"))))
    add(tmp_path, ROOT.der, *(one.der for one in links))
    assert authenticate(files, open_trust(tmp_path), NOW).state == state


def test_revocation_lists_of_both_ways(tmp_path: Path) -> None:
    installed, placed = revocation_list(ROOT, 7), revocation_list(ROOT, 8)
    add(tmp_path, ROOT.der)
    trust = open_trust(tmp_path)
    preview = preview_file("vn.crl", installed, trust, trust.store.generation(), NOW)
    install(tmp_path, preview, AGREED, NOW)
    (tmp_path / "vn.crl").write_bytes(placed)
    found = open_trust(tmp_path).revocation_lists_of(parsed(ROOT))
    assert found == (parse_revocation_list(placed), parse_revocation_list(installed))
    assert open_trust(tmp_path).revocation_lists_of(parsed(OTHER)) == ()


def test_answers_to_many_threads(tmp_path: Path) -> None:
    add(tmp_path, ROOT.der, OTHER.der)
    trust, wrong = open_trust(tmp_path), []

    def ask() -> None:
        for _ in range(50):
            if trust.issuers_of(parsed(SIGNER)) != (parsed(ROOT),) or not trust.is_trusted(parsed(OTHER)):
                wrong.append(1)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    add(tmp_path, csca("CSCA Third", ec_key("third")).der)
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_last_anchor_of_a_country_counts(tmp_path: Path) -> None:
    link = signer(ROOT, ec_key("link"), ca=True, digital_signature=None, valid=(NOW, VALID_UNTIL + timedelta(days=9)))
    older = csca("CSCA Older", ec_key("older"), valid=(NOW - timedelta(days=9), NOW))
    abroad = csca("CSCA Abroad", ec_key("abroad"), country="UT", valid=(NOW - timedelta(days=9), NOW))
    add(tmp_path, ROOT.der, older.der, link.der)
    (tmp_path / "older.cer").write_bytes(older.der)
    (tmp_path / "abroad.cer").write_bytes(abroad.der)
    assert open_trust(tmp_path).last_ends() == {"VN": VALID_UNTIL, "UT": NOW}


def test_a_folder_among_the_files_is_the_trust_folder(tmp_path: Path) -> None:
    add(tmp_path / "trust", ROOT.der)
    (tmp_path / "other.cer").write_bytes(OTHER.der)
    trust = open_trust(None, [tmp_path / "other.cer", tmp_path / "trust"])
    assert trust.is_trusted(parsed(ROOT))
    assert trust.is_trusted(parsed(OTHER))


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    trust: InstalledTrust = open_trust(None)
    assert trust.authorities("", None) == trust.revocation_lists("", None) == ()
    assert open_trust(tmp_path / "nowhere").store.generation() == 0


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"damaged" * 1000)
    with pytest.raises(Fault) as caught:
        KioskTrust(tmp_path)
    assert caught.value.code is FaultCode.TRUST_STORE_UNUSABLE


@pytest.mark.parametrize(
    ("damaged", "found"),
    [
        pytest.param(b"\x30\x00", 0, id="no certificate any more"),
        pytest.param(
            ROOT.der[:-1] + bytes((ROOT.der[-1] ^ 1,)), 1, id="a certificate, but not the one that was installed"
        ),
    ],
)
def test_a_damaged_item_is_trusted_no_more(tmp_path: Path, damaged: bytes, found: int) -> None:
    add(tmp_path, ROOT.der)
    with changing(tmp_path) as connection:
        connection.execute("UPDATE item SET der = ?", (damaged,))
    trust = open_trust(tmp_path)
    issuers = trust.issuers_of(parsed(SIGNER))
    assert len(issuers) == found
    assert not any(map(trust.is_trusted, issuers))


def test_a_store_that_is_damaged_later_is_told_until_it_is_sound_again(tmp_path: Path) -> None:
    add(tmp_path, ROOT.der)
    trust = open_trust(tmp_path)
    (tmp_path / "damaged").write_bytes(b"damaged" * 1000)
    (tmp_path / DATABASE).rename(tmp_path / "sound")
    (tmp_path / "damaged").rename(tmp_path / DATABASE)
    with pytest.raises(Fault) as caught:
        trust.issuers_of(parsed(SIGNER))
    assert caught.value.code is FaultCode.TRUST_STORE_UNUSABLE
    (tmp_path / "sound").replace(tmp_path / DATABASE)
    assert trust.issuers_of(parsed(SIGNER)) == (parsed(ROOT),)
