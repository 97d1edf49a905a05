"""A diagnosis tells what a card is like and nothing of whose it is."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.chip_reading import Access, ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Sex
from kiosk.reader.diagnosis.findings import Findings, Probe, Step
from kiosk.reader.diagnosis.report import report
from kiosk.reader.emrtd.wanted import KIOSK
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import CardFault, Clone, Missing, NoPace, Tamper, TearAfterCommand
from kiosk.simulator.card.person import AN, ANNA, DUC, NGOC
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.issuing.authority import DEFAULT_SCHEME, TestAuthority
from kiosk.simulator.issuing.personaliser import issue
from tests.fakes.traces import TODAY, record_card, twins
from tests.fakes.virtual_cards import card, photo

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[3]


def findings(issued: VirtualCard, *faults: CardFault) -> Findings:
    reading = record_card(issued, *faults, wanted=[*KIOSK, File.COM, File.DIR]).reading
    return Findings(reading, qr=issued.qr_text)


SCHEMA = jsonschema.Draft202012Validator(
    json.loads((ROOT / "docs" / "schemas" / "kiosk.card-diagnosis-1.json").read_text("utf-8"))
)


def valid(told: Json) -> Json:
    """The report, once the schema in docs/ has nothing against it."""
    SCHEMA.validate(json.loads(json.dumps(told)))
    return told


def of(issued: VirtualCard) -> Json:
    return valid(report(findings(issued), TODAY))


@functools.cache
def an() -> Json:
    return of(twins()[0])


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param((), id="PACE"),
        pytest.param((NoPace(),), id="BAC"),
        pytest.param((Clone(),), id="a clone"),
        pytest.param((Missing(File.DG15),), id="a file is missing"),
        pytest.param((TearAfterCommand(12),), id="torn away"),
    ],
)
def test_it_is_the_same_for_everybody(faults: tuple[CardFault, ...]) -> None:
    """What does not depend on the holder cannot tell anything of him."""
    one, other = (report(findings(issued, *faults), TODAY) for issued in twins())
    assert one == other


def test_it_has_no_piece_of_the_card() -> None:
    issued, other = twins()
    text = json.dumps(an(), ensure_ascii=False)
    assert issued.can not in text
    own = [issued.qr_text.encode(), "".join(issued.mrz).encode(), *issued.files.values()]
    others = [other.qr_text.encode(), "".join(other.mrz).encode(), *other.files.values()]
    # Shorter strings of digits would be met by chance, in the ATR or in a time.
    assert not [piece for piece in pieces(own, 6) - pieces(others, 6) if piece.hex().upper() in text.upper()]
    assert not [piece for piece in pieces(own, 8) - pieces(others, 8) if piece.decode("utf-8", "replace") in text]


def pieces(sources: list[bytes], size: int) -> set[bytes]:
    return {source[at : at + size] for source in sources for at in range(len(source) - size + 1)}


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        pytest.param("schema", "kiosk.card-diagnosis/1", id="schema"),
        pytest.param("atr", "3B8980010031C173C84000900093", id="ATR"),
        pytest.param("interface", "contactless", id="interface"),
        pytest.param("document", {"issuing_state": "VNM", "mrz": "TD1"}, id="document"),
        pytest.param(
            "com",
            {
                "bytes": 26,
                "lds_version": "1.7",
                "unicode_version": "4.0.0",
                "tags": ["61", "75", "63", "6D", "6F", "6E"],
            },
            id="EF.COM",
        ),
        pytest.param("expiry", {"rule_holds": True, "is_a_candidate": True, "files_agree": True}, id="expiry"),
        pytest.param("absent", {"DIR": "6A82"}, id="absent files"),
        pytest.param("fault", None, id="fault"),
    ],
)
def test_what_it_says_of_a_card(section: str, expected: object) -> None:
    assert an()[section] == expected


def test_what_it_says_of_access() -> None:
    assert an()["access"] == {
        "protocol": "PACE",
        "password": "CAN",
        "mechanism": "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1",
        "downgraded": False,
        "note": "",
    }
    told = an()["card_access"]
    assert told["hex"] == twins()[0].files[File.CARD_ACCESS].hex().upper()
    assert {"oid": "0.4.0.127.0.7.2.2.4.2.2", "version": 2, "parameter_id": 13} in told["infos"]


def test_what_it_says_of_the_clone_checks() -> None:
    active, chip = an()["active_authentication"], an()["chip_authentication"]
    assert (active["key"]["type"], active["key"]["parameters"], active["key"]["bits"]) == ("EC", "named", 256)
    assert (active["outcome"], active["sw"], active["signature_bytes"]) == ("passed", "9000", 64)
    assert chip["outcome"] == "passed"
    assert [key["type"] for key in chip["keys"]] == ["EC"]
    assert any(info["oid"] == "0.4.0.127.0.7.2.2.3.2.2" for info in chip["infos"])


def test_what_it_says_of_the_photo() -> None:
    (image,) = an()["photo"]["images"]
    assert an()["photo"]["bytes"] == len(twins()[0].files[File.DG2])
    assert (image["encoding"], image["record"]) == ("jpeg", "ISO/IEC 19794-5")
    assert (image["pixels"], image["record_pixels"], image["components"], image["bits"]) == ([48, 64], [48, 64], 3, 8)


def test_what_it_says_of_the_security_object() -> None:
    told = an()["security_object"]
    (signer,), (certificate,) = told["signers"], told["certificates"]
    assert told["groups"] == [1, 2, 3, 13, 14, 15]
    assert told["hash_algorithm"] == "2.16.840.1.101.3.4.2.1"
    assert signer["signature"] == {"algorithm": "1.2.840.113549.1.1.11"}
    assert certificate["key"]["type"] == "RSA"
    assert certificate["key"]["bits"] == 3072
    assert certificate["issuer"].startswith("C=VN")
    assert certificate["not_before"] < certificate["not_after"]
    assert (told["hashes"]["outcome"], told["signature"]["outcome"]) == ("passed", "passed")


def test_what_it_says_of_dg13() -> None:
    fields = {field["number"]: field["values"] for field in an()["dg13"]["fields"]}
    assert sorted(fields) == list(range(1, 17))
    assert fields[1] == [{"type": "13", "at_most": 32}]
    assert fields[9] == [{"type": "0C", "at_most": 96}]
    assert fields[14] == []
    assert fields[13][0] == {"type": "30", "at_most": 32, "inside": [{"type": "0C", "at_most": 32}]}


def test_what_it_says_of_the_code() -> None:
    assert an()["qr"]["fields"] == 7
    assert an()["qr"]["fields_at_most"] == [32, 32, 32, 32, 32, 96, 32]


def test_an_empty_field_of_the_code_is_told() -> None:
    assert of(card(NGOC))["qr"]["fields_at_most"] == [32, 0, 32, 32, 32, 128, 32, 0, 0, 0, 0]


@pytest.mark.parametrize("section", ["dg13", "qr"])
def test_short_texts_look_alike(section: str) -> None:
    """Neither the length of a name nor that of «Nam», «Nữ» or a faith is told."""
    he = replace(AN, sex=Sex.MALE, religion="Không", ethnicity="Kinh", name="Lê An")
    she = replace(AN, sex=Sex.FEMALE, religion="Phật giáo", ethnicity="Hrê", name="Nguyễn Thị Bích")
    of_him, of_her = (of(card(citizen))[section] for citizen in (he, she))
    assert of_him | {"bytes": 0} == of_her | {"bytes": 0}


def test_a_card_that_never_expires_keeps_the_rule() -> None:
    assert of(card(DUC))["expiry"] == {"rule_holds": True, "is_a_candidate": True, "files_agree": True}


def test_explicit_parameters_are_told() -> None:
    told = of(card(explicit_parameters=True))
    assert told["active_authentication"]["key"]["parameters"] == "explicit"
    assert told["chip_authentication"]["keys"][0]["parameters"] == "explicit"


PASSPORTS = ("passport-cam", "passport-dh", "passport-39794", "passport-bac", "travel-card-td2")


@pytest.mark.parametrize("profile", PASSPORTS)
def test_foreign_documents_are_told_too(profile: str) -> None:
    chosen = PROFILES[profile]
    signer = TestAuthority.create(chosen.signature.scheme or DEFAULT_SCHEME, country=chosen.country)
    told = of(issue(ANNA, photo(), chosen, signer))
    assert told["document"]["issuing_state"] == "UTO"
    assert told["dg13"] is None
    assert (told["pace_cam"] is not None) is (profile == "passport-cam")


def test_probes_and_steps_are_told() -> None:
    reading = record_card(twins()[0]).reading
    told = report(
        Findings(
            reading,
            steps=(Step("access", 8, 1200, 0.61234),),
            probes=(
                Probe("select-dg3", 0x6982),
                Probe("read-2048", 0x9000, 2048),
                Probe("x", fault=FaultCode.CARD_MUTE),
            ),
        ),
        TODAY,
    )
    assert told["steps"] == [{"step": "access", "commands": 8, "bytes": 1200, "seconds": 0.6123}]
    assert told["probes"] == [
        {"probe": "select-dg3", "sw": "6982", "bytes": 0, "fault": None},
        {"probe": "read-2048", "sw": "9000", "bytes": 2048, "fault": None},
        {"probe": "x", "sw": None, "bytes": 0, "fault": "card-mute"},
    ]


def test_a_card_that_could_not_be_opened_is_told_too() -> None:
    none = Access("none", "none")
    reading = ChipReading("Reader", b"\x3b\x00", none, {}, fault=Fault(FaultCode.WRONG_ACCESS_KEY))
    told = valid(report(Findings(reading), TODAY))
    assert (told["fault"], told["interface"], told["photo"]) == ("wrong-access-key", "contact", None)


SECTION_OF = {
    File.COM: "com",
    File.CARD_ACCESS: "card_access",
    File.SOD: "security_object",
    File.DG1: "document",
    File.DG2: "photo",
    File.DG13: "dg13",
    File.DG14: "chip_authentication",
    File.DG15: "active_authentication",
}


@pytest.mark.parametrize("file", SECTION_OF)
def test_a_malformed_file_spoils_its_own_section_only(file: File) -> None:
    reading = record_of_an()
    files = {**reading.files, file: b"\x00\x01\x02"}
    told = valid(report(Findings(ChipReading(reading.reader, reading.atr, reading.access, files)), TODAY))
    assert list(told[SECTION_OF[file]]) == ["problem"]
    others = [section for other, section in SECTION_OF.items() if other is not file]
    assert not any("problem" in told[section] for section in others)


def test_a_changed_file_is_told_by_its_name() -> None:
    told = of(card(faults=[Tamper(File.DG13, 200)]))
    assert told["security_object"]["hashes"] == {"outcome": "failed", "reason": "hash-differs-dg13"}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(list(SECTION_OF)), st.binary(max_size=80)), st.text())
def test_whatever_the_files_are_there_is_a_report(files: dict[File, bytes], qr: str) -> None:
    reading = ChipReading("Reader", b"\x3b", Access("PACE", "CAN"), files)
    assert valid(report(Findings(reading, qr=qr), TODAY))


@settings(deadline=None)
@given(st.sampled_from(list(SECTION_OF)), st.integers(0, 2000), st.integers(1, 255))
def test_one_changed_byte_never_stops_the_report(file: File, at: int, change: int) -> None:
    reading = record_of_an()
    data = bytearray(reading.files[file])
    data[at % len(data)] ^= change
    files = {**reading.files, file: bytes(data)}
    assert valid(report(Findings(ChipReading("Reader", b"\x3b", reading.access, files)), TODAY))


@functools.cache
def record_of_an() -> ChipReading:
    return record_card(twins()[0], wanted=[*KIOSK, File.COM]).reading
