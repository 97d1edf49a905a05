"""Profile files -> a site, or a fault that names the file and the key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.authenticity import DocumentCheckName
from kiosk.domain.face import FaceRules
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.liveness import LivenessPolicy, LivenessRules
from kiosk.domain.site import CHOSEN_BY_SITE, POLICY_LIMITS, CheckNeeds, Need, Policy, SiteWords
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.site import profile as profiles
from kiosk.site.columns import PlacePart
from kiosk.site.profile import load_site

EXAM = Path(__file__).parents[2] / "config" / "sites" / "exam.toml"

SMALL = """\
name = "gate"
budget_seconds = 15
remembered_hours = 6
[words]
site = { vi = "Cổng", en = "Gate" }
person = { vi = "Khách", en = "Guest" }
staff = { vi = "Bảo vệ", en = "Guard" }
[policy]
not_listed = "REFER"
[list.columns]
key = ["Mã"]
number = ["Số CCCD"]
name = ["Họ tên"]
birth_date = ["Ngày sinh"]
[[list.place]]
headers = ["Tầng"]
vi = "Tầng {value}"
en = "Floor {value}"
"""


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "gate.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_profile(tmp_path: Path) -> None:
    site = load_site(written(tmp_path, SMALL))
    assert site.profile.name == "gate"
    assert site.profile.budget_seconds == 15.0
    assert site.profile.remembered_hours == 6.0
    assert site.profile.words == SiteWords(Text("Cổng", "Gate"), Text("Khách", "Guest"), Text("Bảo vệ", "Guard"))
    assert site.profile.policy == Policy(not_listed=Verdict.REFER)
    assert dict(site.columns.headers)["key"] == ("Mã",)
    assert dict(site.columns.headers)["number"][0] == "Số CCCD"
    assert site.columns.place == (PlacePart(("Tầng",), "Tầng {value}", "Floor {value}"),)


def test_the_usual_names_of_personal_data_need_not_be_said(tmp_path: Path) -> None:
    short = SMALL.replace('number = ["Số CCCD"]\nname = ["Họ tên"]\nbirth_date = ["Ngày sinh"]\n', "")
    located = load_site(written(tmp_path, short)).columns.locate(["Mã", "Số căn cước", "Họ đệm", "Tên", "NTNS"])
    assert located is not None
    assert located.fields == {"key": 0, "number": 1, "family_name": 2, "given_name": 3, "birth_date": 4}


def test_a_header_that_the_profile_takes_for_itself_means_nothing_else(tmp_path: Path) -> None:
    site = load_site(written(tmp_path, SMALL.replace('key = ["Mã"]', 'key = ["Mã", "Mã định danh"]')))
    located = site.columns.locate(["Mã định danh", "Số CCCD", "Họ tên", "Ngày sinh"])
    assert located is not None
    assert located.fields["key"] == 0


def test_the_sites_own_columns(tmp_path: Path) -> None:
    site = load_site(
        written(tmp_path, SMALL.replace("[[list.place]]", '[list.details]\nfloor = ["Lầu"]\n[[list.place]]'))
    )
    assert site.columns.details == (("floor", ("Lầu",)),)


def test_the_exam_profile_states_every_rule() -> None:
    site = load_site(EXAM)
    assert site.profile.name == "exam"
    text = EXAM.read_text("utf-8")
    assert all(f"\n{rule} = " in text for rule in (*POLICY_LIMITS, *CHOSEN_BY_SITE))
    assert site.profile.policy == Policy(), "and leaves it as it is by default"


@pytest.mark.parametrize(
    ("line", "rate"),
    [
        ("", 1e-3),
        ("[face]", 1e-3),
        ("[face]\nfalse_match_rate = 1e-4", 1e-4),
        ("[face]\nfalse_match_rate = 0.01", 1e-2),
    ],
    ids=["no table", "an empty table", "stricter", "the laxest"],
)
def test_how_strict_the_face_comparison_is(tmp_path: Path, line: str, rate: float) -> None:
    path = written(tmp_path, SMALL.replace("[list.columns]", f"{line}\n[list.columns]"))
    assert load_site(path).profile.face == FaceRules(rate)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("false_match_rate = 0.02", "face.false_match_rate: a number from 1e-06 to 0.01"),
        ("false_match_rate = 0", "face.false_match_rate: a number from"),
        ("false_match_rate = nan", "face.false_match_rate: a number from"),
        ('false_match_rate = "1e-3"', "face.false_match_rate: a number from"),
        ("false_match_rate = true", "face.false_match_rate: a number from"),
        ("threshold = 0.6", "face.threshold: unknown key"),
    ],
)
def test_no_site_is_laxer_than_the_program_allows(tmp_path: Path, line: str, said: str) -> None:
    path = written(tmp_path, SMALL.replace("[list.columns]", f"[face]\n{line}\n[list.columns]"))
    with pytest.raises(Fault, match=re.escape(said)) as caught:
        load_site(path)
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("", LivenessRules(LivenessPolicy.PASSIVE_THEN_ACTIVE, 15.0)),
        ("[liveness]", LivenessRules()),
        ('[liveness]\npolicy = "off"', LivenessRules(LivenessPolicy.OFF)),
        ('[liveness]\npolicy = "active"\nactive_seconds = 30', LivenessRules(LivenessPolicy.ACTIVE, 30.0)),
    ],
    ids=["no table", "an empty table", "nothing is asked for", "everybody moves"],
)
def test_how_a_living_person_is_told_from_a_picture(tmp_path: Path, line: str, rules: LivenessRules) -> None:
    path = written(tmp_path, SMALL.replace("[list.columns]", f"{line}\n[list.columns]"))
    assert load_site(path).profile.liveness == rules


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('policy = "none"', "liveness.policy: one of off, passive, passive_then_active, active"),
        ("policy = 1", "liveness.policy: a text"),
        ("active_seconds = 4", "liveness.active_seconds: a number from 5 to 30"),
        ("active_seconds = inf", "liveness.active_seconds: a number from 5 to 30"),
        ("threshold = 0.1", "liveness.threshold: unknown key"),
    ],
)
def test_a_malformed_liveness_table_names_its_key(tmp_path: Path, line: str, said: str) -> None:
    path = written(tmp_path, SMALL.replace("[list.columns]", f"[liveness]\n{line}\n[list.columns]"))
    with pytest.raises(Fault, match=re.escape(said)) as caught:
        load_site(path)
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED


@pytest.mark.parametrize("need", Need)
@pytest.mark.parametrize("name", sorted(CHOSEN_BY_SITE))
def test_what_a_site_needs_of_a_check(tmp_path: Path, name: DocumentCheckName, need: Need) -> None:
    path = written(tmp_path, SMALL.replace("[list.columns]", f'[checks]\n{name} = "{need}"\n[list.columns]'))
    policy = load_site(path).profile.policy
    assert policy == Policy(not_listed=Verdict.REFER, needs=CheckNeeds(**{name: need}))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('revocation = "always"', "checks.revocation: one of must, warn, may"),
        ('revocation = "MUST"', "checks.revocation: one of must, warn, may"),
        ("revocation = true", "checks.revocation: a text that is not empty"),
        ('hashes = "may"', "checks.hashes: weighed by fixed rules or by [policy], not chosen here"),
        ('signer_chain = "must"', "checks.signer_chain: weighed by fixed rules or by [policy], not chosen here"),
        ('crl = "must"', "checks.crl: unknown key"),
        ('revocation = "must', "line 11"),
    ],
)
def test_needs_that_are_not_used(tmp_path: Path, line: str, said: str) -> None:
    path = written(tmp_path, SMALL.replace("[list.columns]", f"[checks]\n{line}\n[list.columns]"))
    with pytest.raises(Fault, match=re.escape(said)) as raised:
        load_site(path)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


def test_needs_are_a_table(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"gate\.toml: line 1: checks: a table"):
        load_site(written(tmp_path, 'checks = "must"\n' + SMALL))


@pytest.mark.parametrize("rule", POLICY_LIMITS)
@pytest.mark.parametrize("verdict", Verdict)
def test_rules_are_held_within_their_limits(tmp_path: Path, rule: str, verdict: Verdict) -> None:
    path = written(tmp_path, SMALL.replace('not_listed = "REFER"', f'{rule} = "{verdict}"'))
    mildest, gravest = POLICY_LIMITS[rule]
    if mildest.severity <= verdict.severity <= gravest.severity:
        assert load_site(path).profile.policy == Policy(**{rule: verdict})
        return
    with pytest.raises(Fault, match=rf"gate\.toml: line 9: policy\.{rule}: one of"):
        load_site(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('name = "gate"\n', "", "name: missing", id="no name"),
        pytest.param('name = "gate"', 'name = "../gate"', "name: letters, digits and _ only", id="a path as name"),
        pytest.param('name = "gate"', "name = 7", "name: a text that is not empty", id="a number as name"),
        pytest.param("budget_seconds = 15\n", "", "budget_seconds: a number from 5 to 120", id="no budget"),
        pytest.param("remembered_hours = 6\n", "", "remembered_hours: a number from 0 to 168", id="no memory"),
        pytest.param("budget_seconds = 15", "budget_seconds = 4", "budget_seconds: a number", id="too short"),
        pytest.param("budget_seconds = 15", "budget_seconds = true", "budget_seconds: a number", id="a switch"),
        pytest.param("budget_seconds = 15", "budget_seconds = nan", "budget_seconds: a number", id="not a number"),
        pytest.param("budget_seconds", "budget", "budget: unknown key", id="unknown key"),
        pytest.param('staff = { vi = "Bảo vệ", en = "Guard" }', "", "words.staff: missing", id="a word is missing"),
        pytest.param('en = "Guard"', 'en = ""', "words.staff.en: a text", id="an empty word"),
        pytest.param('en = "Guard"', 'fr = "Garde"', "words.staff.fr: unknown key", id="another language"),
        pytest.param("not_listed", "unlisted", "policy.unlisted: unknown key", id="unknown rule"),
        pytest.param('"REFER"', '"refer"', "policy.not_listed: one of REFER, REFUSE", id="unknown verdict"),
        pytest.param('"REFER"', "1", "policy.not_listed: a text", id="a number as verdict"),
        pytest.param("[policy]", "[rules]", "rules: unknown key", id="unknown table"),
        pytest.param("[policy]\n", "[policy]\n[policy.x]\n", "policy.x: unknown key", id="a table in the policy"),
        pytest.param('key = ["Mã"]', 'key = "Mã"', "list.columns.key: a list of header names", id="one header"),
        pytest.param('key = ["Mã"]', "key = []", "list.columns.key: a list of header names", id="no header"),
        pytest.param('key = ["Mã"]', 'key = ["1"]', "list.columns.key: a list of header names", id="no letters"),
        pytest.param('key = ["Mã"]\n', "", "list.columns.key: missing", id="no key column"),
        pytest.param(
            'key = ["Mã"]', 'key = ["ho ten"]', "list.columns.name: «Họ tên» stands for key already", id="two"
        ),
        pytest.param('key = ["Mã"]', 'key = ["Mã"]\nage = ["T"]', "list.columns.age: unknown key", id="unknown field"),
        pytest.param(
            "[[list.place]]",
            "[list.details]\n1a = ['x']\n[[list.place]]",
            "list.details.1a: unknown",
            id="a detail's name",
        ),
        pytest.param(
            "[[list.place]]",
            "[list.details]\nfloor = ['ho ten']\n[[list.place]]",
            "list.details.floor: «ho ten» stands for name already",
            id="a detail like a field",
        ),
        pytest.param("Tầng {value}", "Tầng", "list.place[1].vi: holds {value} once", id="nothing to fill in"),
        pytest.param("[[list.place]]", "[list.place]", "list.place: a list of tables", id="one place"),
        pytest.param('en = "Floor {value}"', "", "list.place[1].en: missing", id="half a place"),
        pytest.param("[list.columns]", "[list.columns", "line 10", id="broken TOML names the line"),
    ],
)
def test_errors_name_file_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SMALL
    with pytest.raises(Fault) as raised:
        load_site(written(tmp_path, SMALL.replace(old, new, 1)))
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical.startswith("gate.toml: ")
    assert said in raised.value.technical


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "No such file", id="no file"),
        pytest.param(b"\xff\xfe", "not UTF-8", id="not UTF-8"),
        pytest.param(b"#" * (profiles.MAX_BYTES + 1), "larger than", id="too large"),
        pytest.param(b"a = " + b"[" * 50_000, "recursion", id="deeper than can be read"),
    ],
)
def test_files_that_are_no_profile(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "gate.toml" if content is None else written(tmp_path, content)
    with pytest.raises(Fault, match=said) as raised:
        load_site(path)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


values = st.recursive(
    st.integers() | st.booleans() | st.sampled_from(['"REFER"', '"{value}"', '""', "1979-05-27", "nan"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(map(str, items)) + "]"),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([line for line in SMALL.splitlines() if " = " in line]), values)
def test_a_line_with_any_other_value_is_a_site_or_a_named_fault(tmp_path: Path, line: str, value: object) -> None:
    key = line.partition(" = ")[0]
    shown = str(value).lower() if isinstance(value, bool) else value
    try:
        load_site(written(tmp_path, SMALL.replace(line, f"{key} = {shown}")))
    except Fault as fault:
        assert fault.code is FaultCode.SETTINGS_MALFORMED
        assert fault.technical.startswith("gate.toml: ")
