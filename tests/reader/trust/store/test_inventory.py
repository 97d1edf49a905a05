"""What is installed, item by item; and taken out and compared."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.store.agreement import Agreement
from kiosk.reader.trust.store.assessment import preview_file
from kiosk.reader.trust.store.difference import difference, listed_entries, listed_items
from kiosk.reader.trust.store.export import PROVENANCE, folder_files, pem_bundle, write_new
from kiosk.reader.trust.store.installation import Act, install
from kiosk.reader.trust.store.inventory import Item, inventory
from kiosk.reader.trust.store.preview import Consent, Role
from kiosk.reader.trust.store.trust import KioskTrust, open_trust
from tests.fakes.issuer import NOW, VALID_FROM, VALID_UNTIL, csca, ec_key, signer
from tests.fakes.trust_lists import NEXT, UPDATED, archive, deviation_list, deviations, pem, revocation_list

ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"), country="UT")
LINK = signer(ROOT, ec_key("link"), name="CSCA Next", ca=True, digital_signature=None)
SIGNER = signer(ROOT)
CRL = revocation_list(ROOT, 7)
PEOPLE = ("Nguyễn Văn An", "Trần Thị Bích Ngọc")
SIGNER_PRINT = parse_certificate(SIGNER.der).fingerprint
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with something of each role, from two files, and two files placed by hand."""
    folder = tmp_path / "trust"
    members = {
        "roots.pem": pem(ROOT.der) + pem(LINK.der),
        "vn.crl": CRL,
        "deviations.bin": deviation_list(ROOT, deviations()),
        "signer.cer": SIGNER.der,
    }
    for name, data, at in (("list.zip", archive(members), NOW), ("root.cer", ROOT.der, LATER)):
        trust = open_trust(folder)
        preview = preview_file(name, data, trust, trust.store.generation(), at)
        agreement = Agreement(PEOPLE, frozenset(Consent), frozenset([SIGNER_PRINT]), "C06 12/2026")
        if preview.new_items:
            assert isinstance(install(folder, preview, agreement, at), Act)
    (folder / "ut.cer").write_bytes(OTHER.der)
    (folder / "vn.cer").write_bytes(ROOT.der)
    return folder


def by_role(items: tuple[Item, ...]) -> dict[str, Item]:
    return {f"{item.role} {item.country}": item for item in items}


def test_every_item_with_its_dates(folder: Path) -> None:
    items = by_role(inventory(folder))
    assert {name: (item.begins, item.ends) for name, item in items.items()} == {
        "root VN": (VALID_FROM, VALID_UNTIL),
        "link VN": (VALID_FROM, VALID_UNTIL),
        "signer VN": (VALID_FROM, VALID_UNTIL),
        "crl VN": (UPDATED, NEXT),
        "deviation-list VN": (None, None),
        "root UT": (VALID_FROM, VALID_UNTIL),
    }


def test_where_an_item_came_from(folder: Path) -> None:
    items = by_role(inventory(folder))
    (origin,) = items["signer VN"].origins
    assert (origin.file, origin.part, origin.file_kind, origin.at) == ("list.zip", "signer.cer", "zip", NOW)
    assert (origin.people, origin.agreed, origin.reference) == (PEOPLE, ("unsigned", "fingerprint"), "C06 12/2026")
    assert (items["root VN"].placed, items["root UT"].placed, items["link VN"].placed) == ("vn.cer", "ut.cer", "")
    assert items["root UT"].origins == ()


@pytest.mark.parametrize(
    ("name", "days", "remarks"),
    [
        pytest.param("root VN", 0, [], id="valid"),
        pytest.param("root VN", 365 * 20, ["expired"], id="expired"),
        pytest.param("root VN", -365 * 20, ["not-yet-valid"], id="not yet valid"),
        pytest.param("root VN", (VALID_UNTIL - NOW).days - 30, ["ends-soon"], id="ends in a month"),
        pytest.param("crl VN", 365, ["outdated"], id="an old CRL"),
        pytest.param("crl VN", (NEXT - NOW).days - 1, [], id="a CRL always ends soon"),
        pytest.param("deviation-list VN", 365 * 20, [], id="a list without dates"),
    ],
)
def test_remarks(folder: Path, name: str, days: int, remarks: list[str]) -> None:
    assert list(by_role(inventory(folder))[name].remarks(NOW + timedelta(days=days))) == remarks


def test_an_exported_folder_installs_the_same_trust(folder: Path, tmp_path: Path) -> None:
    files = folder_files(inventory(folder), {"items": 6})
    write_new(tmp_path / "copy", files)
    assert PROVENANCE in files
    assert answers(open_trust(tmp_path / "copy")) == answers(open_trust(folder))


def answers(trust: KioskTrust) -> tuple[object, ...]:
    """What chain building asks about each certificate here."""
    root, other, link, dsc = (parse_certificate(one.der) for one in (ROOT, OTHER, LINK, SIGNER))
    return (
        [trust.is_trusted(one) for one in (root, other, link, dsc)],
        [trust.is_pinned(one) for one in (root, other, link, dsc)],
        {one.der for one in trust.issuers_of(dsc)},
        {one.der for one in trust.revocation_lists_of(root)},
    )


def test_an_export_takes_no_place_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        write_new(tmp_path, {"a.cer": b""})
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_bundle_is_a_file_that_can_be_imported(folder: Path) -> None:
    preview = preview_file("all.pem", pem_bundle(inventory(folder)), open_trust(folder), 1, NOW)
    assert (preview.loaded, len(preview.revocation_lists), preview.rejected) == (3, 1, ())


def test_names_do_not_get_out_of_their_line() -> None:
    hostile = Item(bytes(32), Role.ROOT, "CN=x\n-----BEGIN CERTIFICATE-----", "..", None, None, b"\x30\x00")
    assert pem_bundle([hostile]).count(b"-----BEGIN") == 1
    assert sorted(folder_files([hostile], {})) == ["XX-root-0000000000000000.cer", PROVENANCE]


def test_a_difference_is_by_fingerprint(folder: Path) -> None:
    again = csca(key=ec_key("csca"), valid=(VALID_FROM, NOW))
    data = pem(ROOT.der) + pem(again.der) + pem(SIGNER.der)
    listed = listed_entries(preview_file("new.pem", data, open_trust(folder), 1, NOW))
    found = difference(listed_items(inventory(folder)), listed)
    assert [one.role for one in found.only_first] == ["root", "deviation-list", "link", "crl"]
    assert [one.fingerprint for one in found.only_second] == [parse_certificate(again.der).fingerprint]
    assert found.common == 2
