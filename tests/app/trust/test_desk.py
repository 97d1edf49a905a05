"""The trust desk: the command line's own judgement for the staff screen, typed words, journal first."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from kiosk.app.settings.values import Settings
from kiosk.app.staff.import_folders import ImportFolders
from kiosk.app.trust import desk as trust_desk
from kiosk.app.trust import desk_lines as trust_desk_lines
from kiosk.app.trust import desk_words as trust_desk_words
from kiosk.app.trust.desk import StoreDesk
from kiosk.domain.desks.trust_import import FilePreview, TypedAgreement, Weight
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.store.contents import EntryKind, FileKind
from kiosk.reader.trust.store.preview import SignerStanding
from kiosk.reader.trust.store.trust import open_trust
from tests.fakes.issuer import csca, ec_key, link, signer
from tests.fakes.trust_lists import archive, deviation_list, deviations, list_signer, master_list, pem, revocation_list
from tests.scenario.house import ROOT as PROJECT

AT = datetime(2026, 11, 22, tzinfo=UTC)
ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"), country="UT")
SIGNER = signer(ROOT)
AN, NGOC = "Nguyễn Văn An", "Trần Thị Bích Ngọc"
MANY = [csca(f"CSCA {number}", ec_key(str(number)), country="UT") for number in range(12)]

FILES = {
    "root.cer": ROOT.der,
    "list.ml": master_list([ROOT.der, OTHER.der], list_signer(ROOT)),
    "many.ml": master_list([one.der for one in MANY], list_signer(MANY[0])),
    "changed.ml": master_list([ROOT.der], list_signer(ROOT), signed_content=b"other"),
    "partly.pem": pem(ROOT.der) + pem(b"\x30\x00"),
    "broken.pem": pem(b"\x30\x00"),
    "signer.cer": SIGNER.der,
    "vn.crl": revocation_list(ROOT, 7),
    "deviations.bin": deviation_list(ROOT, deviations(("2.23.136.1.1.7.1.1", "wrong country"))),
    "all.zip": archive({"a.cer": ROOT.der, "b.ml": master_list([OTHER.der], list_signer(ROOT)), "c.txt": b"-"}),
    "words.txt": b"Only words.",
}


def fingerprint(der: bytes) -> str:
    return parse_certificate(der).fingerprint.hex(":").upper()


def read_out(der: bytes) -> str:
    """As the screen shows it: in four groups of eight."""
    return " ".join(fingerprint(der)[at : at + 23] for at in range(0, 95, 24))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    site = PROJECT / "config" / "sites" / "exam.toml"
    return Settings(tmp_path / "kiosk.toml", "kiosk-t", site, None, tmp_path / "trust", tmp_path / "data")


@pytest.fixture
def desk(settings: Settings) -> StoreDesk:
    return StoreDesk(settings, open_trust(settings.trust), ImportFolders((settings.data.parent,), ()), lambda: AT)


def look(desk: StoreDesk, settings: Settings, name: str) -> FilePreview:
    return desk.look(settings.data.parent / name)


def journal(settings: Settings) -> list[tuple[int, object]]:
    file = settings.data / "journal.sqlite"
    if not file.exists():
        return []
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT sequence, body FROM entry WHERE kind = 'trust-changed'").fetchall()
    connection.close()
    return [(number, json.loads(body)) for number, body in rows]


def said(preview: FilePreview) -> str:
    parts = [preview.headline.vi, preview.headline.en]
    for fact in (*preview.facts, *preview.incoming, *preview.rejected):
        parts += [fact.label.vi, fact.value.vi, fact.value.en, fact.detail.vi if fact.detail else ""]
    return " | ".join(parts)


# Looking


@pytest.mark.parametrize(
    ("name", "weight", "consents", "fingerprint_counts", "two", "words"),
    [
        pytest.param(
            "root.cer",
            Weight.CAUTION,
            ["unsigned"],
            True,
            False,
            ["Một chứng thư – tệp không có ai ký", "Chứng thư gốc (CSCA)", read_out(ROOT.der), "đến "],
            id="root",
        ),
        pytest.param(
            "list.ml",
            Weight.CAUTION,
            ["signer"],
            True,
            False,
            ["người ký chỉ do chính danh sách này bảo đảm", "signed by a certificate that only this list vouches for"],
            id="list of its own",
        ),
        pytest.param(
            "many.ml", Weight.CAUTION, ["signer"], True, False, ["UT | 12 chứng thư gốc (CSCA)"], id="by country"
        ),
        pytest.param(
            "partly.pem",
            Weight.CAUTION,
            ["partial", "unsigned"],
            True,
            False,
            ["Chứng thư số 2 | sai cấu trúc", "2 mục, đọc được 1"],
            id="partly bad",
        ),
        pytest.param(
            "signer.cer",
            Weight.CAUTION,
            [],
            True,
            True,
            ["chỉ được ghim khi vân tay", "chưa biết cơ quan cấp", read_out(SIGNER.der)],
            id="signer to pin",
        ),
        pytest.param(
            "all.zip",
            Weight.CAUTION,
            ["signer", "unsigned"],
            True,
            False,
            ["một phần không có ai ký", "Tên ghi trong chứng thư ký: «b.ml»", "Tệp con bỏ qua | 1"],
            id="archive",
        ),
    ],
)
def test_what_a_preview_says_and_asks(
    desk: StoreDesk,
    settings: Settings,
    name: str,
    weight: Weight,
    consents: list[str],
    fingerprint_counts: bool,
    two: bool,
    words: list[str],
) -> None:
    preview = look(desk, settings, name)
    assert (preview.weight, preview.obstacle) == (weight, None)
    assert sorted(one.code for one in preview.consents) == consents
    assert (preview.asks_fingerprint, preview.asks_two) == (fingerprint_counts, two)
    assert [one for one in words if one not in said(preview)] == []
    assert not settings.trust.exists()


@pytest.mark.parametrize(
    ("name", "weight", "obstacle"),
    [
        ("changed.ml", Weight.BAD, "chữ ký của danh sách sai"),
        ("broken.pem", Weight.CAUTION, "không dùng được mục nào trong tệp"),
        ("vn.crl", Weight.CAUTION, "không dùng được mục nào trong tệp"),
    ],
)
def test_what_cannot_be_installed_asks_for_nothing(
    desk: StoreDesk, settings: Settings, name: str, weight: Weight, obstacle: str
) -> None:
    preview = look(desk, settings, name)
    assert preview.obstacle is not None
    assert obstacle in preview.obstacle.vi.lower()
    assert (preview.weight, preview.consents, preview.asks_fingerprint) == (weight, (), False)
    everything = TypedAgreement((AN, NGOC), frozenset({"signer", "unsigned", "partial", "pins"}), "", "C06 1/2026")
    assert desk.lacking(preview.number, everything)
    assert desk.install(preview.number, everything).weight is Weight.CAUTION
    assert not settings.trust.exists()
    assert journal(settings) == []


@pytest.mark.parametrize("name", ["words.txt", "missing.cer", "."], ids=["no known kind", "gone", "a folder"])
def test_a_file_that_is_none(desk: StoreDesk, settings: Settings, name: str) -> None:
    with pytest.raises(Fault) as raised:
        look(desk, settings, name)
    assert raised.value.code is FaultCode.TRUST_ANCHOR_MALFORMED


def test_a_list_under_an_installed_anchor_needs_nobodys_word(desk: StoreDesk, settings: Settings) -> None:
    first = look(desk, settings, "root.cer")
    desk.install(first.number, TypedAgreement((AN,), frozenset({"unsigned"})))
    preview = look(desk, settings, "list.ml")
    assert (preview.weight, preview.consents, preview.asks_fingerprint) == (Weight.GOOD, (), False)
    assert "đã xác minh tới chứng thư gốc đã cài" in preview.headline.vi
    assert "Đã có sẵn | 1" in said(preview)
    assert desk.install(preview.number, TypedAgreement((AN,))).weight is Weight.GOOD


def test_links_and_lists_bear_the_signatures_of_what_is_installed(desk: StoreDesk, settings: Settings) -> None:
    first = look(desk, settings, "root.cer")
    desk.install(first.number, TypedAgreement((AN,), frozenset({"unsigned"})))
    preview = look(desk, settings, "vn.crl")
    assert (preview.weight, preview.consents) == (Weight.GOOD, ())
    (settings.data.parent / "link.cer").write_bytes(link(ROOT, csca("CSCA New", ec_key("new"))).der)
    assert look(desk, settings, "link.cer").headline.vi == "Một chứng thư – không cần ai bảo đảm thêm"


def test_a_store_that_this_user_cannot_write_is_said_before_anybody_agrees(
    desk: StoreDesk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(trust_desk.os, "access", lambda folder, _: asked.append(folder))
    preview = look(desk, settings, "root.cer")
    assert preview.obstacle == trust_desk.NOT_WRITABLE
    assert preview.headline.vi == "Một chứng thư – tệp không có ai ký"
    assert (preview.consents, preview.asks_fingerprint) == ((), False)
    assert asked == [settings.trust.parent]


# Agreeing

UNSIGNED = frozenset({"unsigned"})


@pytest.mark.parametrize(
    ("name", "typed", "lacking"),
    [
        pytest.param("root.cer", TypedAgreement(), ["đồng ý về phần không có ai ký", "tên người"], id="nothing said"),
        pytest.param("root.cer", TypedAgreement((AN,)), ["đồng ý về phần"], id="a name only"),
        pytest.param("root.cer", TypedAgreement((" ",), UNSIGNED), ["tên người"], id="no name"),
        pytest.param("root.cer", TypedAgreement(("001090012345",), UNSIGNED), ["tên có 1"], id="a number for a name"),
        pytest.param("root.cer", TypedAgreement((AN,), UNSIGNED), [], id="agreed"),
        pytest.param("root.cer", TypedAgreement((AN,), frozenset({"signer"})), ["đồng ý"], id="the wrong consent"),
        pytest.param("root.cer", TypedAgreement((AN,), fingerprints=fingerprint(ROOT.der)), [], id="fingerprint"),
        pytest.param(
            "list.ml",
            TypedAgreement((AN,), fingerprints=f"{fingerprint(ROOT.der)}, {fingerprint(OTHER.der)}"),
            [],
            id="every anchor's fingerprint",
        ),
        pytest.param(
            "list.ml",
            TypedAgreement((AN,), fingerprints=fingerprint(ROOT.der)),
            ["đồng ý về người ký"],
            id="one of two anchors",
        ),
        pytest.param("root.cer", TypedAgreement((AN,), UNSIGNED, "3B:8A"), ["64 chữ số"], id="half a fingerprint"),
        pytest.param("root.cer", TypedAgreement((AN,), UNSIGNED, "x" * 64), ["64 chữ số"], id="no digits"),
        pytest.param("root.cer", TypedAgreement((AN,), UNSIGNED, "a" * 9999), ["64 chữ số"], id="without an end"),
        pytest.param(
            "root.cer",
            TypedAgreement((AN,), UNSIGNED, fingerprint(OTHER.der)),
            ["không phải của tệp này"],
            id="a fingerprint that differs, whatever was agreed to",
        ),
        pytest.param("partly.pem", TypedAgreement((AN,), UNSIGNED), ["đồng ý bỏ các mục hỏng"], id="bad entries"),
        pytest.param("partly.pem", TypedAgreement((AN,), UNSIGNED | {"partial"}), [], id="the good part"),
        pytest.param(
            "signer.cer",
            TypedAgreement((AN, NGOC), frozenset({"pins"})),
            ["vân tay của chứng thư ký"],
            id="a pin without its fingerprint",
        ),
        pytest.param(
            "signer.cer",
            TypedAgreement((AN,), fingerprints=fingerprint(SIGNER.der)),
            ["vân tay của chứng thư ký"],
            id="a pin by one person",
        ),
        pytest.param(
            "signer.cer",
            TypedAgreement((AN, AN.upper()), fingerprints=fingerprint(SIGNER.der)),
            ["vân tay của chứng thư ký"],
            id="a pin by the same person twice",
        ),
        pytest.param(
            "signer.cer", TypedAgreement((AN, NGOC), fingerprints=fingerprint(SIGNER.der)), [], id="a pin by two"
        ),
        pytest.param(
            "signer.cer",
            TypedAgreement((AN,), fingerprints=fingerprint(SIGNER.der), reference="C06 123/2026"),
            [],
            id="a pin with the issuer's letter",
        ),
    ],
)
def test_what_is_lacking(
    desk: StoreDesk, settings: Settings, name: str, typed: TypedAgreement, lacking: list[str]
) -> None:
    preview = look(desk, settings, name)
    told = desk.lacking(preview.number, typed)
    assert len(told) == len(lacking)
    assert [start for start, text in zip(lacking, told, strict=True) if start not in text.vi] == []
    result = desk.install(preview.number, typed)
    assert (result.weight is Weight.GOOD) == (not lacking)
    assert bool(journal(settings)) == (not lacking)
    assert settings.trust.exists() == (not lacking)


@given(
    people=st.lists(st.text(max_size=50), max_size=3).map(tuple),
    fingerprints=st.text(max_size=200) | st.text("0123456789abcdefABCDEF :,", max_size=300),
    reference=st.text(max_size=20),
    consents=st.frozensets(st.sampled_from(["signer", "unsigned", "partial", "pins", "", "all"])),
)
@settings_of_hypothesis(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_typed_is_answered_in_words(
    desk: StoreDesk,
    settings: Settings,
    people: tuple[str, ...],
    fingerprints: str,
    reference: str,
    consents: frozenset[str],
) -> None:
    preview = look(desk, settings, "signer.cer")
    told = desk.lacking(preview.number, TypedAgreement(people, consents, fingerprints, reference))
    assert told
    assert all(one.vi and one.en for one in told)


# Installing


def test_an_import_is_in_the_journal_with_its_people_and_counts_at_once(desk: StoreDesk, settings: Settings) -> None:
    trust = open_trust(settings.trust)
    preview = look(desk, settings, "root.cer")
    result = desk.install(preview.number, TypedAgreement((f" {AN} ",), UNSIGNED))
    ((number, body),) = journal(settings)
    assert isinstance(body, dict)
    assert (body["act"], body["people"], body["added"]) == ("imported", [AN], 1)
    facts = {fact.label.vi: fact.value.vi for fact in result.facts}
    assert facts["Nhật ký, dòng số"] == str(number)
    assert facts["Người thực hiện"] == AN
    assert trust.is_trusted(parse_certificate(ROOT.der))


def test_a_preview_serves_once(desk: StoreDesk, settings: Settings) -> None:
    preview = look(desk, settings, "root.cer")
    agreed = TypedAgreement((AN,), UNSIGNED)
    assert desk.install(preview.number, agreed).weight is Weight.GOOD
    assert desk.lacking(preview.number, agreed) == (trust_desk.PREVIEW_GONE,)
    assert desk.install(preview.number, agreed).weight is Weight.CAUTION
    assert len(journal(settings)) == 1


def test_an_older_preview_is_gone(desk: StoreDesk, settings: Settings) -> None:
    older = look(desk, settings, "root.cer")
    look(desk, settings, "list.ml")
    assert desk.install(older.number, TypedAgreement((AN,), UNSIGNED)).weight is Weight.CAUTION
    assert journal(settings) == []


def test_a_store_that_somebody_else_changed_meanwhile_is_looked_at_again(desk: StoreDesk, settings: Settings) -> None:
    preview = look(desk, settings, "root.cer")
    other = StoreDesk(settings, open_trust(settings.trust))
    seen = other.look(settings.data.parent / "list.ml")
    other.install(seen.number, TypedAgreement((NGOC,), frozenset({"signer"})))
    result = desk.install(preview.number, TypedAgreement((AN,), UNSIGNED))
    assert "hãy xem lại" in result.facts[0].label.vi
    assert len(journal(settings)) == 1


def test_without_a_journal_nothing_changes(settings: Settings) -> None:
    settings.data.write_bytes(b"a file where the folder should be")
    desk = StoreDesk(settings, open_trust(settings.trust))
    preview = desk.look(settings.data.parent / "root.cer")
    with pytest.raises(Fault) as raised:
        desk.install(preview.number, TypedAgreement((AN,), UNSIGNED))
    assert raised.value.code is FaultCode.JOURNAL_FAILED
    assert not (settings.trust / "trust.sqlite").exists()


def test_folders_are_those_of_the_kiosk(settings: Settings) -> None:
    (settings.data / "import").mkdir(parents=True)
    desk = StoreDesk(replace(settings), open_trust(settings.trust))
    assert settings.data / "import" in [one.path for one in desk.browse(None).entries]


@pytest.mark.parametrize(
    ("name", "part", "summed_up"),
    [
        ("partly.pem", "rejected", "và 4.700 mục nữa"),
        ("vn.crl", "revocation_lists", "và 4.700 mục nữa"),
        ("root.cer", "certificates", "5.000 chứng thư gốc (CSCA)"),
    ],
)
def test_a_file_with_thousands_of_entries_is_told_in_some_hundred_lines(
    settings: Settings, name: str, part: str, summed_up: str
) -> None:
    preview = trust_desk.look(settings.data.parent / name, open_trust(None))
    long = replace(preview, **{part: getattr(preview, part)[-1:] * 5_000})
    told = trust_desk_lines.told_preview(1, long, None, None)
    assert len(told.facts) + len(told.incoming) + len(told.rejected) < 320
    assert summed_up in said(told)


def test_every_kind_and_standing_has_its_words() -> None:
    assert set(trust_desk_words.KINDS) == set(FileKind)
    assert set(trust_desk_words.ENTRIES) == set(EntryKind)
    assert set(trust_desk_words.STANDING_WEIGHTS) == set(SignerStanding)


def test_only_a_verified_signer_is_good() -> None:
    good = {one for one, weight in trust_desk_words.STANDING_WEIGHTS.items() if weight is Weight.GOOD}
    assert good == {SignerStanding.ANCHORED}
