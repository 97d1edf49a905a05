from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.master_list import CSCA_MASTER_LIST
from kiosk.reader.trust.revocation_list import RevocationList, parse_revocation_list
from kiosk.reader.trust.store import judging
from kiosk.reader.trust.store.assessment import preview_file
from kiosk.reader.trust.store.contents import LimitError
from kiosk.reader.trust.store.preview import Consent, Preview, SignerStanding
from tests.fakes.issuer import NOW, VALID_FROM, VALID_UNTIL, Identified, Signing, cms, csca, ec_key, signer
from tests.fakes.trust_lists import (
    UPDATED,
    archive,
    deviation_list,
    deviations,
    ldif,
    list_signer,
    listed_content,
    master_list,
    pem,
    revocation_list,
)

ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"), country="UT")
NEW_KEY = ec_key("csca new")
NEW_ROOT, LINK = csca(key=NEW_KEY), signer(ROOT, NEW_KEY, name="CSCA Test", ca=True, digital_signature=None)
FORGED = csca("CSCA Forged", ec_key("forged"))
TAMPERED = Identified(FORGED.key, FORGED.der[:-1] + bytes((FORGED.der[-1] ^ 1,)))
EXPIRED = csca("CSCA Old", ec_key("old"), valid=(VALID_FROM, NOW - timedelta(days=1)))
ENDING = csca("CSCA Ending", ec_key("ending"), valid=(VALID_FROM, NOW + timedelta(days=59)))
COMING = csca("CSCA Coming", ec_key("coming"), valid=(NOW + timedelta(days=1), VALID_UNTIL))
NO_CA = csca("CSCA No CA", ec_key("no ca"), ca=False)
STRANGER = csca(key=ec_key("stranger"))
SIGNER = signer(ROOT)
LIST_SIGNER = list_signer(ROOT)
GOOD_LIST = master_list([OTHER.der], LIST_SIGNER)


@dataclass
class Installed:
    """What is installed, from a few certificates and CRLs."""

    certificates: tuple[Certificate, ...] = ()
    lists: tuple[RevocationList, ...] = ()
    anchors: AnchorSet = field(init=False)

    def __post_init__(self) -> None:
        self.anchors = AnchorSet.of(self.certificates)
        self.issuers_of, self.is_trusted = self.anchors.issuers_of, self.anchors.is_trusted
        self.is_pinned = self.anchors.is_pinned

    def authorities(self, name: str, key_id: bytes | None) -> tuple[Certificate, ...]:
        return tuple(one for one in self.certificates if one.subject == name or one.key_id == key_id)

    def is_installed(self, fingerprint: bytes) -> bool:
        return any(fingerprint == one.fingerprint for one in (*self.certificates, *self.lists))

    def revocation_lists_of(self, issuer: Certificate) -> tuple[RevocationList, ...]:
        return self.revocation_lists(issuer.subject, issuer.key_id)

    def revocation_lists(self, name: str, key_id: bytes | None) -> tuple[RevocationList, ...]:
        return tuple(one for one in self.lists if one.issuer == name)


def installed(*identified: Identified, lists: tuple[bytes, ...] = ()) -> Installed:
    return Installed(
        tuple(parse_certificate(one.der) for one in identified), tuple(parse_revocation_list(one) for one in lists)
    )


def preview(data: bytes, trust: Installed | None = None, at: datetime = NOW) -> Preview:
    return preview_file("list.bin", data, trust or installed(), 3, at)


def bundle(*identified: Identified) -> bytes:
    return b"".join(pem(one.der) for one in identified)


@pytest.mark.parametrize(
    ("certificates", "counts", "rejected", "roles"),
    [
        pytest.param([ROOT, OTHER], (2, 2, 2, 0), [], "root root", id="two roots"),
        pytest.param(
            [NEW_ROOT, LINK, ROOT], (3, 3, 2, 1), [], "root link root", id="a link from an old key to a new one"
        ),
        pytest.param([LINK], (1, 1, 0, 0), [], "link", id="a link whose issuer is not here"),
        pytest.param([ROOT, TAMPERED], (2, 2, 1, 0), [(1, "self-signature-wrong")], "root", id="wrong self-signature"),
        pytest.param([NO_CA, ROOT], (2, 2, 2, 0), [(0, "not-a-ca")], "root", id="self-signed, but says it is no CA"),
        pytest.param([ROOT, ROOT], (2, 2, 2, 0), [], "root", id="the same one twice"),
        pytest.param([ROOT, SIGNER], (2, 2, 1, 1), [], "root signer", id="a document signer among them"),
        pytest.param(
            [Identified(ROOT.key, b"\x30\x03\x02\x01\x00"), ROOT],
            (2, 1, 1, 0),
            [(0, "malformed: no certificate")],
            "root",
            id="one that does not parse",
        ),
        pytest.param([], (0, 0, 0, 0), [], "", id="an empty list"),
    ],
)
def test_certificates_of_a_list_are_counted_and_judged(
    certificates: list[Identified], counts: tuple[int, ...], rejected: list[tuple[int, str]], roles: str
) -> None:
    seen = preview(master_list([one.der for one in certificates], LIST_SIGNER))
    assert (seen.entries, seen.loaded, seen.self_signed_ok, seen.link_ok) == counts
    assert [(one.index, one.reason) for one in seen.rejected] == rejected
    assert " ".join(one.role for one in seen.certificates) == roles


def test_a_link_is_verified_under_an_installed_root() -> None:
    seen = preview(LINK.der, installed(ROOT))
    assert (seen.link_ok, seen.needs, seen.certificates[0].remarks) == (1, frozenset(), ())


@pytest.mark.parametrize(
    ("identified", "remarks"),
    [
        pytest.param(ROOT, [], id="valid for years"),
        pytest.param(EXPIRED, ["expired"], id="expired"),
        pytest.param(ENDING, ["ends-soon"], id="ends within sixty days"),
        pytest.param(COMING, ["not-yet-valid"], id="not yet valid"),
        pytest.param(LINK, ["issuer-not-known"], id="link without its issuer"),
    ],
)
def test_remarks(identified: Identified, remarks: list[str]) -> None:
    assert list(preview(identified.der).certificates[0].remarks) == remarks


@pytest.mark.parametrize(
    ("data", "trust", "standing"),
    [
        pytest.param(master_list([OTHER.der], LIST_SIGNER), installed(ROOT), "anchored", id="under an installed root"),
        pytest.param(
            master_list([OTHER.der], list_signer(NEW_ROOT)),
            installed(ROOT, LINK),
            "anchored",
            id="through an installed link",
        ),
        pytest.param(master_list([ROOT.der], LIST_SIGNER), installed(), "list-only", id="only the list has its root"),
        pytest.param(
            master_list([OTHER.der], LIST_SIGNER, beside=[ROOT]), installed(), "list-only", id="its root came along"
        ),
        pytest.param(
            master_list([OTHER.der], LIST_SIGNER), installed(), "issuer-not-known", id="nobody knows its root"
        ),
        pytest.param(
            master_list([OTHER.der], list_signer(ROOT, None)),
            installed(ROOT),
            "not-for-lists",
            id="a plain document signer",
        ),
        pytest.param(
            master_list([OTHER.der], LIST_SIGNER),
            installed(ROOT, lists=(revocation_list(ROOT, LIST_SIGNER.certificate.serial_number),)),
            "not-for-lists",
            id="revoked",
        ),
        pytest.param(
            master_list([OTHER.der], LIST_SIGNER),
            installed(ROOT, lists=(revocation_list(ROOT, LIST_SIGNER.certificate.serial_number, signing_key=OTHER),)),
            "anchored",
            id="on a CRL that its issuer did not sign",
        ),
        pytest.param(
            master_list([OTHER.der], LIST_SIGNER, signed_content=b"another"),
            installed(ROOT),
            "wrong",
            id="changed later",
        ),
    ],
)
def test_the_signer_of_a_list(data: bytes, trust: Installed, standing: str) -> None:
    seen = preview(data, trust)
    assert seen.signer is not None
    assert seen.signer.standing == standing
    assert seen.wrongly_signed == (standing == "wrong")


def test_of_several_lists_the_worst_signer_counts() -> None:
    data = archive({"good.ml": master_list([OTHER.der], LIST_SIGNER), "x.ml": master_list([], list_signer(OTHER))})
    seen = preview(data, installed(ROOT))
    assert seen.signer is not None
    assert seen.signer.standing is SignerStanding.ISSUER_NOT_KNOWN
    assert [(facts.name, facts.signer.standing.value) for facts in seen.lists if facts.signer] == [
        ("good.ml", "anchored"),
        ("x.ml", "issuer-not-known"),
    ]


def test_a_list_that_was_changed_is_left_out_of_a_collection() -> None:
    changed = master_list([NEW_ROOT.der], LIST_SIGNER, signed_content=b"another")
    seen = preview(ldif(("pkdMasterListContent", changed), ("pkdMasterListContent", GOOD_LIST)), installed(ROOT))
    assert [(one.taken, one.signer and one.signer.standing.value) for one in seen.lists] == [
        (False, "wrong"),
        (True, "anchored"),
    ]
    assert [(one.index, one.reason, one.kind) for one in seen.rejected] == [(0, "signature-wrong", "signed-list")]
    assert [one.certificate.der for one in seen.certificates] == [OTHER.der]
    assert (seen.wrongly_signed, seen.loaded, seen.needs) == (False, 2, {Consent.PARTIAL})


def test_a_list_with_two_signers_is_not_checked() -> None:
    content = listed_content(OTHER.der)
    twice = cms(content, [Signing(LIST_SIGNER, content_type=CSCA_MASTER_LIST)] * 2, content_type=CSCA_MASTER_LIST)
    seen = preview(twice, installed(ROOT))
    assert (seen.signer and seen.signer.standing.value, seen.needs) == ("not-checked", {Consent.SIGNER})


@pytest.mark.parametrize(
    ("data", "trust", "needs"),
    [
        pytest.param(bundle(ROOT), installed(), "unsigned", id="new root, unsigned"),
        pytest.param(bundle(ROOT), installed(ROOT), "", id="installed already"),
        pytest.param(bundle(LINK), installed(), "", id="a link gives no trust by itself"),
        pytest.param(bundle(ROOT, TAMPERED), installed(), "partial unsigned", id="one is bad"),
        pytest.param(master_list([OTHER.der], LIST_SIGNER), installed(ROOT), "", id="list under an installed root"),
        pytest.param(master_list([OTHER.der], LIST_SIGNER), installed(), "signer", id="list of an unknown signer"),
        pytest.param(
            archive({"a.ml": master_list([OTHER.der], LIST_SIGNER), "b.pem": bundle(OTHER)}),
            installed(ROOT),
            "",
            id="a good list vouches for what comes unsigned too",
        ),
        pytest.param(
            archive({"a.ml": master_list([OTHER.der], LIST_SIGNER), "b.pem": bundle(NEW_ROOT)}),
            installed(ROOT),
            "unsigned",
            id="unsigned beside a good list",
        ),
        pytest.param(SIGNER.der, installed(ROOT), "pins", id="a document signer"),
        pytest.param(
            ldif(("userCertificate;binary", SIGNER.der)), installed(), "", id="document signers of a collection"
        ),
        pytest.param(b"ab" * 32, installed(), "pins", id="fingerprints"),
        pytest.param(revocation_list(ROOT), installed(), "", id="CRL"),
    ],
)
def test_what_has_to_be_agreed_to(data: bytes, trust: Installed, needs: str) -> None:
    assert " ".join(sorted(preview(data, trust).needs)) == needs


@pytest.mark.parametrize(
    ("data", "lists", "rejected", "remarks"),
    [
        pytest.param(revocation_list(ROOT), (), "", [], id="good"),
        pytest.param(revocation_list(ROOT, signing_key=OTHER), (), "signature-wrong", [], id="forged"),
        pytest.param(revocation_list(OTHER), (), "", ["issuer-not-known"], id="of an issuer that is not installed"),
        pytest.param(revocation_list(STRANGER), (), "", ["issuer-not-known"], id="of another key of the same name"),
        pytest.param(
            revocation_list(ROOT, updated=UPDATED, following=UPDATED + timedelta(days=1)),
            (),
            "",
            ["outdated"],
            id="old",
        ),
        pytest.param(
            revocation_list(ROOT, updated=UPDATED - timedelta(days=9)),
            (revocation_list(ROOT),),
            "",
            ["superseded"],
            id="older than the installed one",
        ),
        pytest.param(revocation_list(ROOT, 7), (revocation_list(ROOT),), "", [], id="as new as the installed one"),
    ],
)
def test_revocation_lists(data: bytes, lists: tuple[bytes, ...], rejected: str, remarks: list[str]) -> None:
    seen = preview(data, installed(ROOT, lists=lists))
    assert [one.reason for one in seen.rejected] == ([rejected] if rejected else [])
    assert [list(one.remarks) for one in seen.revocation_lists] == ([] if rejected else [remarks])
    assert (seen.kind, seen.entries) == ("crl", 0)
    assert seen.new_items == (0 if rejected or {"issuer-not-known", "superseded"} & set(remarks) else 1)


@pytest.mark.parametrize(
    ("beside", "trust", "remarks"),
    [
        pytest.param(ROOT, installed(), [], id="a root of the file, which needs the operator's word"),
        pytest.param(LINK, installed(ROOT), [], id="a link that an anchor vouches for"),
        pytest.param(LINK, installed(), ["issuer-not-known"], id="a link that nobody vouches for"),
        pytest.param(NO_CA, installed(), ["issuer-not-known"], id="a certificate that says it is no CA"),
    ],
)
def test_a_revocation_list_with_its_issuer(beside: Identified, trust: Installed, remarks: list[str]) -> None:
    (listed,) = preview(pem(beside.der) + pem(revocation_list(beside), "X509 CRL"), trust).revocation_lists
    assert (list(listed.remarks), listed.usable) == (remarks, not remarks)


def test_a_deviation_list_is_read_and_kept() -> None:
    seen = preview(deviation_list(ROOT, deviations(("2.23.136.1.1.7.1.1", "wrong country"), ("2.23.136.1.1.7.2", ""))))
    (listed,) = seen.deviation_lists
    assert [(one.kind, one.description) for one in listed.deviations] == [
        ("2.23.136.1.1.7.1.1", "wrong country"),
        ("2.23.136.1.1.7.2", ""),
    ]
    assert (seen.new_items, listed.country, seen.needs) == (1, "VN", frozenset())


def test_a_deviation_list_that_is_none_is_rejected() -> None:
    seen = preview(deviation_list(ROOT, b"\x04\x00"))
    assert [(one.kind, one.reason) for one in seen.rejected] == [("signed-list", "malformed: no deviation list")]
    assert seen.needs == {Consent.PARTIAL}


def test_names_that_collide_on_purpose_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four roots of one name and a link that does not say which of them signed it: the last one did."""
    same = [csca(key=ec_key(f"same {number}"), key_id=False) for number in range(4)]
    link = signer(same[3], ec_key("link"), name="CSCA Next", ca=True, digital_signature=None, authority_key_id=False)
    monkeypatch.setattr(judging, "MAX_SIGNATURES", 7)
    with pytest.raises(LimitError):
        preview(bundle(*same, link))
    monkeypatch.setattr(judging, "MAX_SIGNATURES", 8)
    assert preview(bundle(*same, link)).link_ok == 1


def test_countries_are_those_of_what_loads() -> None:
    nowhere = csca("CSCA Nowhere", ec_key("nowhere"), country="")
    assert preview(bundle(OTHER, ROOT, nowhere, NEW_ROOT)).countries == ("UT", "VN")


def test_a_preview_shows_no_bytes() -> None:
    shown = repr(preview(bundle(ROOT)))
    assert ROOT.der.hex()[:40] not in shown
    assert repr(ROOT.der)[2:20] not in shown


def test_a_file_name_is_printable_and_short() -> None:
    seen = preview_file("a\x1b[2J" + "b" * 200, ROOT.der, installed(), 0, NOW)
    assert (seen.file[:6], len(seen.file)) == ("a?[2Jb", 100)


def test_times_are_those_of_the_question() -> None:
    later = datetime(2040, 1, 1, tzinfo=UTC)
    assert list(preview(ROOT.der, at=later).certificates[0].remarks) == ["expired"]
