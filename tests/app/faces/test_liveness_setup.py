"""What «kiosk doctor» says of the liveness check: a table of policy, installed networks and camera."""

from __future__ import annotations

import pytest

from kiosk.app.faces.liveness_setup import describe
from kiosk.biometric.liveness.names import EXPRESSION_NETWORKS, PICTURE_NETWORKS
from kiosk.biometric.liveness.origin import PictureOrigin
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.domain.liveness import LivenessPolicy

OFF, PASSIVE, EITHER, ACTIVE = LivenessPolicy
PACK = (*PICTURE_NETWORKS, *EXPRESSION_NETWORKS)
WEBCAM = PictureOrigin(device=True, name="UVC Camera")
PROGRAM = PictureOrigin(device=True, virtual=True, name="OBS Virtual Camera")


@pytest.mark.parametrize(
    ("policy", "networks", "origin", "said", "helped"),
    [
        (OFF, (), WEBCAM, "off: this site asks for nothing", False),
        (OFF, (), PROGRAM, "off: ", False),
        (PASSIVE, (), WEBCAM, "everybody is referred", True),
        (PASSIVE, PACK, WEBCAM, "nobody is asked to move", False),
        (EITHER, (), WEBCAM, "without the model pack everybody is asked for turning the head", True),
        (EITHER, PACK, WEBCAM, "who leaves a doubt is asked for turning the head and blinking", False),
        (EITHER, PICTURE_NETWORKS, WEBCAM, "who leaves a doubt is asked for turning the head", False),
        (ACTIVE, (), WEBCAM, "active: everybody is asked for turning the head", False),
        (ACTIVE, PACK, PROGRAM, "the camera «OBS Virtual Camera» is a program", True),
    ],
)
def test_what_can_be_done_here(
    policy: LivenessPolicy, networks: tuple[str, ...], origin: PictureOrigin, said: str, helped: bool
) -> None:
    sentence, remedy = describe(policy, networks, origin)
    assert said in sentence
    assert (remedy is not None) is helped


def test_the_known_pack_has_every_network() -> None:
    assert set(PACK) <= set(load_manifest(KNOWN_PACK).networks)
