"""What the liveness check can do on this kiosk, in a sentence for whoever sets it up."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.app.faces.setup import model_packs
from kiosk.app.settings.values import Settings
from kiosk.biometric.liveness.names import EXPRESSION_NETWORKS, PICTURE_NETWORKS
from kiosk.biometric.liveness.origin import PictureOrigin, origin_of
from kiosk.domain.liveness import LivenessPolicy
from kiosk.domain.text import Text
from kiosk.site.profile import load_site

INSTALL_PACK = Text(
    'Cài gói mô hình: kiosk models install THƯ_MỤC, hoặc chọn policy = "active"',
    'Install the model pack: kiosk models install FOLDER, or choose policy = "active"',
)
LOOK_AT_CAMERA = Text("Xem camera nào đang được cắm vào máy này", "Look at which camera is plugged into this machine")


def describe_liveness(settings: Settings) -> tuple[str, Text | None]:
    """What is asked for and what is there, and what helps if something is missing; raises ``Fault``."""
    policy = load_site(settings.site).profile.liveness.policy
    networks = model_packs(settings).catalogue().networks
    return describe(policy, networks, origin_of(settings.camera))


def describe(policy: LivenessPolicy, networks: Collection[str], origin: PictureOrigin) -> tuple[str, Text | None]:
    """The sentence for this policy with these networks installed and this camera."""
    if policy is LivenessPolicy.OFF:
        return "off: this site asks for nothing", None
    if origin.virtual:
        return f"{policy}: the camera «{origin.name}» is a program, every check calls for attention", LOOK_AT_CAMERA
    pictures, expressions = (set(names) <= set(networks) for names in (PICTURE_NETWORKS, EXPRESSION_NETWORKS))
    asks = "turning the head" + (" and blinking or opening the mouth" if expressions else "")
    match policy:
        case LivenessPolicy.PASSIVE if not pictures:
            return "passive: without the model pack nobody can pass, everybody is referred", INSTALL_PACK
        case LivenessPolicy.PASSIVE:
            return "passive: networks look at every frame, nobody is asked to move", None
        case LivenessPolicy.PASSIVE_THEN_ACTIVE if pictures:
            return f"passive_then_active: networks look at every frame, who leaves a doubt is asked for {asks}", None
        case LivenessPolicy.PASSIVE_THEN_ACTIVE:
            return f"passive_then_active: without the model pack everybody is asked for {asks}", INSTALL_PACK
        case _:
            return f"active: everybody is asked for {asks}", None
