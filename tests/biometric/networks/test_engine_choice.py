"""Engines by name: which is meant, what it is made of, and what it still lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.biometric.networks.engine_choice import EngineCatalogue, EnginePlan, built_in_engines
from kiosk.biometric.networks.manifest import Manifest
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.domain.faults import Fault, FaultCode

SHIPPED = load_manifest()
PACK = load_manifest(KNOWN_PACK)


@pytest.mark.parametrize(
    ("packs", "name", "engine"),
    [
        ((SHIPPED,), "auto", "sface"),
        ((SHIPPED, PACK), "auto", "fused"),
        ((SHIPPED, PACK), "sface", "sface"),
        ((SHIPPED,), "dlib", "dlib"),
    ],
    ids=["alone", "with the pack", "with the pack, chosen", "an optional one"],
)
def test_which_engine_a_name_means(packs: tuple[Manifest, ...], name: str, engine: str) -> None:
    assert EngineCatalogue(packs).engine(name).name == engine


@pytest.mark.parametrize("name", ["fused", "arcface", "", "SFACE", "x" * 1000])
def test_an_unknown_engine_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(Fault, match="there are auto, sface, dlib") as caught:
        built_in_engines().plan(name)
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED
    assert len(caught.value.technical) < 200


def test_without_any_engine_none_is_meant() -> None:
    with pytest.raises(Fault) as caught:
        EngineCatalogue([]).engine("auto")
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED


def test_a_plan_names_every_network_in_the_order_of_the_parts() -> None:
    plan = EngineCatalogue([SHIPPED, PACK]).plan("fused")
    assert [model.weights.name for _, model in plan.recognisers] == [
        "SFace 2021dec",
        "OMZ face-reidentification-retail-0095",
    ]
    assert [folder for folder, _ in plan.recognisers] == [SHIPPED.folder, PACK.folder]


def test_an_engine_whose_network_no_pack_has_is_broken() -> None:
    torn = replace(PACK, recognisers={})
    catalogue = EngineCatalogue([SHIPPED, torn])
    assert catalogue.missing("fused") == ("omz-0095",)
    with pytest.raises(Fault, match="no installed pack has omz-0095") as caught:
        catalogue.plan("fused")
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


def test_two_packs_with_one_name_are_refused() -> None:
    with pytest.raises(Fault, match="omz-0095 is the name of something else"):
        EngineCatalogue([SHIPPED, PACK, replace(PACK, pack="other")])


def uncalibrated() -> EngineCatalogue:
    engine = replace(SHIPPED.engines["sface"], name="ours", calibration=None)
    return EngineCatalogue([SHIPPED, Manifest("ours", "Ours", SHIPPED.folder, engines={"ours": engine})])


def test_an_engine_without_its_own_calibration_may_be_measured_but_not_used() -> None:
    plan = uncalibrated().plan("ours")
    assert isinstance(plan, EnginePlan)
    assert uncalibrated().missing("ours") == ("calibration",)
    with pytest.raises(Fault, match="ours has no calibration of its own; «kiosk calibrate»") as caught:
        _ = plan.calibration
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN
