"""Networks are loaded when a site first asks for what they do, and only under their hashes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kiosk.biometric.liveness.making import LivenessMaking
from kiosk.biometric.liveness.names import EXPRESSION_NETWORKS, PICTURE_NETWORKS
from kiosk.biometric.networks.manifest import ModelFile, OtherNetwork, Use
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.liveness import LivenessPart, LivenessPolicy, LivenessReason, LivenessRules
from tests.fakes.models import MODEL_PACK, needs_model_pack

OFF, PASSIVE, EITHER, ACTIVE = LivenessPolicy


def network(folder: Path, name: str, content: bytes, sha256: str = "") -> tuple[Path, OtherNetwork]:
    (folder / f"{name}.onnx").write_bytes(content)
    sha256 = sha256 or hashlib.sha256(content).hexdigest()
    return folder, OtherNetwork(ModelFile(name, f"{name}.onnx", sha256, "MIT", "LICENCE", "a test"), Use.LIVENESS)


def making(networks: dict[str, tuple[Path, OtherNetwork]]) -> LivenessMaking:
    return LivenessMaking(networks, lambda one, other: 1.0, 0.5)


@pytest.mark.parametrize("policy", [PASSIVE, EITHER, ACTIVE])
def test_without_networks_the_passive_part_says_so_and_the_rest_goes_on(policy: LivenessPolicy) -> None:
    report = making({}).watch(LivenessRules(policy)).report
    assert report.of(LivenessPart.PASSIVE).reason is LivenessReason.NO_MODELS
    assert {one.part for one in report.findings} == set(LivenessPart)


@pytest.mark.parametrize("names", [PICTURE_NETWORKS, EXPRESSION_NETWORKS], ids=["pictures", "expressions"])
@pytest.mark.parametrize(
    ("content", "sha256", "said"),
    [(b"changed", "0" * 64, "SHA-256 is not the manifest's"), (b"no network", "", ".onnx: ")],
    ids=["one byte changed", "not a network"],
)
def test_a_damaged_network_is_never_passed_over_in_silence(
    tmp_path: Path, names: tuple[str, ...], content: bytes, sha256: str, said: str
) -> None:
    made = making({name: network(tmp_path, name, content, sha256) for name in names})
    with pytest.raises(Fault, match=said) as caught:
        made.watch(LivenessRules(ACTIVE))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN
    assert made.watch(LivenessRules(OFF)).report.findings == (), "a site that asks for nothing needs none"


def test_half_a_pair_is_no_pair(tmp_path: Path) -> None:
    made = making({PICTURE_NETWORKS[0]: network(tmp_path, PICTURE_NETWORKS[0], b"never read")})
    assert made.watch(LivenessRules(ACTIVE)).report.of(LivenessPart.PASSIVE).reason is LivenessReason.NO_MODELS


@needs_model_pack
def test_who_reads_an_expression_is_loaded_once_for_all() -> None:
    pack = load_manifest(KNOWN_PACK)
    made = making({name: (MODEL_PACK, one) for name, one in pack.networks.items()})
    assert made.expressions is not None
    assert made.expressions is made.expressions
    assert making({}).expressions is None
