"""Settings files and variables -> one value, or a fault that names the file and the key."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.app.settings.file import CONFIG_VARIABLE, MAX_BYTES, find_settings_file, load_settings
from kiosk.app.settings.values import CitizenSettings, Codes, Displays, ScannerSettings, ScoreLogging, Settings
from kiosk.domain.desks.attendance import Station
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.scan.engines import ENGINE_NAMES
from kiosk.reader.scan.sighting import CodeKind

ROOT = Path(__file__).parents[3]

SMALL = """\
name = "gate-1"
site = "sites/exam.toml"
trust = "trust"
data = "/var/lib/kiosk"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path, SMALL)


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "kiosk.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def small(path: Path) -> Settings:
    folder = path.parent
    return Settings(
        file=path,
        name="gate-1",
        site=folder / "sites" / "exam.toml",
        roster=None,
        trust=folder / "trust",
        data=Path("/var/lib/kiosk"),
    )


# What a file says


def test_the_least_file(path: Path) -> None:
    assert load_settings(path) == small(path)


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        pytest.param('roster = "/mnt/list.csv"', {"roster": Path("/mnt/list.csv")}, id="an absolute path"),
        pytest.param('roster = ""', {"roster": None}, id="no list yet"),
        pytest.param('reader = "ACR122U"', {"reader": "ACR122U"}, id="reader"),
        pytest.param('card_atr = "3B8?8001"', {"card_atr": "3B8?8001"}, id="kind of card"),
        pytest.param("bac_fallback = false", {"bac_fallback": False}, id="no BAC where PACE is announced"),
        pytest.param('camera = "2"', {"camera": "2"}, id="camera number"),
        pytest.param("camera = 2", {"camera": "2"}, id="camera number without quotes"),
        pytest.param("camera_rotation = 180", {"camera_rotation": 180}, id="a camera on its head"),
        pytest.param("camera_exposure = 156", {"camera_exposure": 156.0}, id="a fixed exposure"),
        pytest.param('camera = "/dev/video2"', {"camera": "/dev/video2"}, id="camera device"),
        pytest.param(
            "[scanner]\nport = 'auto'\nprefix = '~'",
            {"scanner": ScannerSettings(port="auto", prefix="~")},
            id="a scanner",
        ),
        pytest.param(
            "[scanner]\nkeyboard = false", {"scanner": ScannerSettings(keyboard=False)}, id="no scanner that types"
        ),
        pytest.param("[displays]\ncitizen = 'HDMI-1'", {"displays": Displays(citizen="HDMI-1")}, id="a display"),
        pytest.param(
            "[displays]\ntouch_keyboard = 'never'",
            {"displays": Displays(touch_keyboard="never")},
            id="no keyboard on the screen",
        ),
        pytest.param(
            "[displays]\ntouch_keyboard = true",
            {"displays": Displays(touch_keyboard="always")},
            id="a keyboard on the screen, as older files say it",
        ),
        pytest.param(
            "[displays]\ntouch_keyboard = false",
            {"displays": Displays(touch_keyboard="never")},
            id="none, as older files say it",
        ),
        pytest.param(
            "[citizen]\nmotion = false\nvolume = 0\nspeech = 'always'",
            {"citizen": CitizenSettings(False, 0.0, "always")},
            id="a quiet window that speaks",
        ),
    ],
)
def test_what_else_may_be_set(path: Path, line: str, changed: dict[str, object]) -> None:
    written(path.parent, SMALL + line)
    assert load_settings(path) == replace(small(path), **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "file", "cohort", "group"),
    [
        ("", None, None, ""),
        ('[score_log]\nfile = ""\ncohort = ""', None, None, ""),
        ('[score_log]\nfile = "scores.jsonl"', "scores.jsonl", None, ""),
        ('[score_log]\nfile = "s.jsonl"\ncohort = "staff"\ngroup = "ca đêm"', "s.jsonl", "staff", "ca đêm"),
    ],
    ids=["nothing", "empty", "a file", "everything"],
)
def test_where_scores_are_kept(path: Path, table: str, file: str | None, cohort: str | None, group: str) -> None:
    written(path.parent, f"{SMALL}\n{table}\n")
    folder = path.parent
    assert load_settings(path).score_log == ScoreLogging(file and folder / file, cohort and folder / cohort, group)


@pytest.mark.parametrize(
    ("table", "folder"),
    [
        pytest.param("", None, id="not told"),
        pytest.param('[supervision]\nfolder = ""', None, id="alone"),
        pytest.param('[supervision]\nfolder = "share"', "share", id="beside the file"),
        pytest.param('[supervision]\nfolder = "/mnt/site"', "/mnt/site", id="elsewhere"),
    ],
)
def test_where_kiosks_tell_each_other_their_figures(path: Path, table: str, folder: str | None) -> None:
    written(path.parent, f"{SMALL}\n{table}\n")
    assert load_settings(path).shared_figures == (folder and path.parent / folder)


@pytest.mark.parametrize("camera", ["faces/frames/", "videos/entry.mp4"])
def test_a_camera_that_is_a_path_begins_at_the_file(path: Path, camera: str) -> None:
    written(path.parent, SMALL + f'camera = "{camera}"\n[codes]\ncamera = "{camera}"')
    assert load_settings(path).camera == f"{path.parent}/{camera}"
    assert load_settings(path).codes.camera == f"{path.parent}/{camera}"


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("", Codes()),
        ('engine = "zxing"', Codes(engine="zxing")),
        ("camera = 1", Codes(camera="1")),
        ('formats = ["qr", "pdf417", "aztec"]', Codes(formats=("qr", "pdf417", "aztec"))),
        ("share = 0.1", Codes(share=0.1)),
    ],
    ids=["nothing: the site's formats", "engine", "document camera", "boarding passes", "share"],
)
def test_codes_are_read_as_the_file_says(path: Path, table: str, codes: Codes) -> None:
    written(path.parent, SMALL + f"[codes]\n{table}")
    assert load_settings(path).codes == codes


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_every_engine_and_format_of_the_reader_can_be_set(path: Path, engine: str) -> None:
    written(path.parent, SMALL + f'[codes]\nengine = "{engine}"')
    assert load_settings(path).codes.engine == engine
    formats = ", ".join(f'"{kind}"' for kind in CodeKind)
    written(path.parent, SMALL + f"[codes]\nformats = [{formats}]")
    assert load_settings(path).codes.formats == tuple(CodeKind)


def test_the_file_of_the_repository_is_good() -> None:
    read = load_settings(ROOT / "config" / "kiosk.toml")
    assert read.site == ROOT / "config" / "sites" / "exam.toml"
    assert read.roster == ROOT / "config" / "lists" / "exam-sample.csv"
    assert read.site.is_file() and read.roster.is_file() and read.trust.is_dir()


# What the environment says


@pytest.mark.parametrize(
    ("variable", "value", "changed"),
    [
        ("KIOSK_NAME", "gate-2", {"name": "gate-2"}),
        ("KIOSK_ROSTER", "list.csv", {"roster": Path("list.csv")}),
        ("KIOSK_CAMERA", "1", {"camera": "1"}),
        ("KIOSK_BAC_FALLBACK", "false", {"bac_fallback": False}),
        ("KIOSK_CAMERA", "", {}),
        ("KIOSK_DISPLAYS__OPERATOR", "DP-2", {"displays": Displays(operator="DP-2")}),
        ("KIOSK_UNKNOWN", "x", {}),
    ],
)
def test_a_variable_comes_before_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, changed: dict[str, object]
) -> None:
    monkeypatch.setenv(variable, value)
    assert load_settings(path) == replace(small(path), **changed)  # type: ignore[arg-type]


# Which file


def test_the_search_for_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kiosk.app.settings.file.DEFAULT_FILES", (Path("config/kiosk.toml"), Path("etc/kiosk.toml")))
    with pytest.raises(Fault, match=r"settings-missing.*: --config, \$KIOSK_CONFIG, config/kiosk\.toml"):
        find_settings_file()
    for name in ("etc", "config"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, SMALL)
        assert find_settings_file() == Path(name, "kiosk.toml")
    monkeypatch.setenv(CONFIG_VARIABLE, "variable.toml")
    assert find_settings_file() == Path("variable.toml")
    assert find_settings_file(Path("given.toml")) == Path("given.toml")


# What is wrong


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('name = "gate-1"\n', "", "kiosk.toml: name: Field required", id="no name"),
        pytest.param("gate-1", "gate 1", "kiosk.toml: name: String should match", id="a name with a space"),
        pytest.param('site = "sites/exam.toml"\n', "", "kiosk.toml: site: Field required", id="no site"),
        pytest.param('"sites/exam.toml"', '""', "kiosk.toml: site: Field required", id="an empty site"),
        pytest.param('"trust"', "7", "kiosk.toml: trust: ", id="a number as path"),
        pytest.param("data", "dato", "kiosk.toml: data: Field required", id="a misspelt key that is needed"),
        pytest.param("name =", "nome = 1\nname =", "kiosk.toml: nome: Extra inputs", id="an unknown key"),
        pytest.param("name =", "camera_rotation = 45\nname =", "kiosk.toml: camera_rotation: ", id="half a turn"),
        pytest.param(
            "name =", "camera_exposure = -1\nname =", "kiosk.toml: camera_exposure: ", id="less than no light"
        ),
        pytest.param("name =", "camera = true\nname =", "kiosk.toml: camera: ", id="a switch as camera"),
        pytest.param("name =", 'camera = ""\nname =', "kiosk.toml: camera: ", id="an empty camera"),
        pytest.param("name =", 'codes.engine = "best"\nname =', "kiosk.toml: codes.engine: ", id="no such engine"),
        pytest.param("name =", "codes.formats = []\nname =", "kiosk.toml: codes.formats: ", id="no formats"),
        pytest.param("name =", 'codes.formats = ["ean"]\nname =', "kiosk.toml: codes.formats.", id="bars"),
        pytest.param("name =", "codes.share = 0\nname =", "kiosk.toml: codes.share: ", id="no share"),
        pytest.param("name =", "scanner.baud = 1\nname =", "kiosk.toml: scanner.baud: ", id="no speed"),
        pytest.param("name =", 'scanner.parity = "X"\nname =', "kiosk.toml: scanner.parity: ", id="no parity"),
        pytest.param("name =", 'scanner.prefix = " "\nname =', "kiosk.toml: scanner.prefix: ", id="a space first"),
        pytest.param(
            "name =",
            'codes.engine = "opencv"\ncodes.formats = ["qr", "aztec"]\nname =',
            "kiosk.toml: codes: Value error, opencv reads QR codes only",
            id="an engine that cannot read the formats",
        ),
        pytest.param("name =", 'bac_fallback = "never"\nname =', "kiosk.toml: bac_fallback: ", id="BAC never"),
        pytest.param("name =", 'engine = "../x"\nname =', "kiosk.toml: engine: String should match", id="engine"),
        pytest.param("name =", "citizen.volume = 1.5\nname =", "kiosk.toml: citizen.volume: Input", id="too loud"),
        pytest.param("name =", "citizen.speech = 'sing'\nname =", "kiosk.toml: citizen.speech: Input", id="singing"),
        pytest.param("name =", "displays.door = 1\nname =", "kiosk.toml: displays.door: Extra", id="unknown display"),
        pytest.param('"trust"', '"a\\u0000b"', "kiosk.toml: trust: ", id="a NUL in a path"),
        *(
            pytest.param("name =", f'{key} = "\\u0000"\nname =', f"kiosk.toml: {key}: ", id=f"a NUL in {key}")
            for key in ("webhook.secret_file", "webhook.ca_file", "local_api.token_file", "insurance.password_file")
        ),
        pytest.param("name =", 'camera = "\\u0000"\nname =', "kiosk.toml: camera: ", id="a NUL as camera"),
        pytest.param("name =", "name", "kiosk.toml: ", id="broken TOML"),
    ],
)
def test_errors_name_file_and_key(path: Path, old: str, new: str, said: str) -> None:
    assert old in SMALL
    written(path.parent, SMALL.replace(old, new, 1))
    with pytest.raises(Fault) as raised:
        load_settings(path)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical.startswith(said)


def test_broken_toml_names_the_line(path: Path) -> None:
    written(path.parent, SMALL + "camera = \n")
    with pytest.raises(Fault, match="line 5"):
        load_settings(path)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("KIOSK_ENGINE", "SFACE", "KIOSK_ENGINE: String should match"),
        ("KIOSK_DISPLAYS__DOOR", "DP-1", "KIOSK_DISPLAYS__DOOR: Extra inputs"),
        ("KIOSK_DISPLAYS", "{", "environment: "),
    ],
)
def test_errors_of_a_variable_name_the_variable(
    path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(Fault) as raised:
        load_settings(path)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical.startswith(said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "No such file", id="no file"),
        pytest.param(b"\xff\xfe", "not UTF-8", id="not UTF-8"),
        pytest.param(b"#" * (MAX_BYTES + 1), "larger than", id="too large"),
        pytest.param(b"a = " + b"[" * 50_000, "recursion", id="deeper than can be read"),
    ],
)
def test_files_that_are_no_settings(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "kiosk.toml" if content is None else written(tmp_path, content)
    with pytest.raises(Fault, match=said) as raised:
        load_settings(path)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        ["name", "site", "roster", "trust", "data", "reader", "card_atr", "bac_fallback", "camera", "displays"]
    ),
    st.sampled_from(["1", "true", "nan", "[]", '["a"]', "{}", "{a = 1}", "1979-05-27", "'x'", '"\\u0000"', '"a/"']),
)
def test_any_value_gives_settings_or_a_named_fault(path: Path, key: str, value: str) -> None:
    lines = [line for line in SMALL.splitlines() if not line.startswith(key)]
    written(path.parent, "\n".join([*lines, f"{key} = {value}"]))
    try:
        load_settings(path)
    except Fault as fault:
        assert fault.code is FaultCode.SETTINGS_MALFORMED
        assert fault.technical.startswith(f"kiosk.toml: {key}")


def test_importing_the_settings_is_cheap() -> None:
    """Commands without settings do not pay for pydantic."""
    code = "import sys, kiosk.app.main; print('pydantic' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert printed.stdout.strip() == "False"


def test_where_the_kiosk_stands(tmp_path: Path) -> None:
    path = written(tmp_path, f'{SMALL}[station]\nrooms = ["101", "Phòng 102"]\nsession = "Sáng"\n')
    assert load_settings(path).station == Station(("101", "Phòng 102"), "Sáng")
