"""One look of a face engine at one frame, without any liveness check."""

from __future__ import annotations

from kiosk.domain.face import Frame
from kiosk.domain.liveness import FaceSighting, LivenessPolicy, LivenessRules
from kiosk.domain.ports import FaceEngine


def seen(engine: FaceEngine, frame: Frame) -> FaceSighting:
    """What a session that has just begun makes of this frame."""
    return engine.session(LivenessRules(LivenessPolicy.OFF)).look(frame)
