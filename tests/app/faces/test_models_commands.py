"""``kiosk models``: what is installed, what it makes possible, and plain words for a pack that is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from kiosk.app.exits import Exit, fault_exit
from kiosk.app.main import app
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.models import MODEL_PACK, needs_model_pack

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "kiosk.models-1.json").read_text("utf-8"))


def models(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["models", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == Exit.OK
    return result.output


def listed(config: Path) -> Any:
    found = json.loads(models("list", "--json", "--config", config))
    jsonschema.validate(found, SCHEMA, jsonschema.Draft202012Validator)
    return found


def test_without_a_pack_there_is_the_programs_own_engine(config: Path) -> None:
    found = listed(config)
    assert found["selected"] == "sface"
    assert [pack["pack"] for pack in found["packs"]] == ["built-in"]
    assert {file["state"] for file in found["packs"][0]["files"]} == {"ok"}
    engines = {engine["name"]: engine for engine in found["engines"]}
    assert engines["sface"]["lacks"] == []
    assert engines["sface"]["review_basis"].startswith("not calibrated")


@needs_model_pack
def test_the_pack_makes_more_possible_until_it_is_removed(config: Path) -> None:
    said = models("install", MODEL_PACK, "--config", config)
    assert "engine fused          ready; false-match rates 0.01, 0.001, 0.0001" in said
    assert "networks for liveness" in said
    assert said.rstrip().endswith('(engine = "auto"): fused')
    found = listed(config)
    assert found["selected"] == "fused"
    assert [pack["pack"] for pack in found["packs"]] == ["built-in", "base"]
    assert " * fused" in models("list", "--config", config)
    assert models("remove", "base", "--config", config) == "removed: base\n"
    assert listed(config)["selected"] == "sface"


@needs_model_pack
def test_one_wrong_byte_is_refused_and_named(config: Path, tmp_path: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(MODEL_PACK, copy)
    weights = copy / "omz_face_reid_0095_fp16.onnx"
    weights.chmod(0o644)
    content = bytearray(weights.read_bytes())
    content[1000] ^= 1
    copy.chmod(0o755)
    weights.write_bytes(content)
    with pytest.raises(Fault, match="omz_face_reid_0095_fp16") as caught:
        models("install", copy, "--config", config)
    assert fault_exit(caught.value.code) is Exit.SETTINGS
    assert listed(config)["selected"] == "sface"


@pytest.mark.parametrize("arguments", [("install", "nowhere"), ("remove", "base")])
def test_what_is_not_there_is_refused(config: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(Fault) as caught:
        models(*arguments, "--config", config)
    assert caught.value.code is FaultCode.MODEL_PACK_REFUSED
