"""The face engine that the settings and the site ask for."""

from __future__ import annotations

from kiosk.app.settings.values import Settings
from kiosk.biometric.networks.model_packs import ModelPacks
from kiosk.domain.face import FaceRules
from kiosk.domain.ports import CameraSource, FaceEngine


def model_packs(settings: Settings) -> ModelPacks:
    """Installed packs lie beside the journal: both belong to this kiosk, not to the program."""
    return ModelPacks(settings.data / "models")


def open_face_camera(settings: Settings) -> CameraSource:
    """The camera that looks at the person; not opened yet. Raises ``Fault(SETTINGS_MALFORMED)``."""
    from kiosk.biometric.camera.sources import CameraWishes, open_camera

    wishes = CameraWishes(exposure=settings.camera_exposure)
    return open_camera(settings.camera, settings.camera_rotation, wishes)


def make_face_engine(settings: Settings, rules: FaceRules) -> FaceEngine:
    """Load decoders and networks, 0.5 s; for the thread that will use them.

    Raises ``Fault(SETTINGS_MALFORMED)`` for an engine or a false-match rate that there is not, and
    ``Fault(FACE_ENGINE_BROKEN)``.
    """
    from kiosk.biometric.camera.pictures import load_decoders
    from kiosk.biometric.liveness.origin import origin_of
    from kiosk.biometric.networks.engine import CalibratedEngine

    plan = model_packs(settings).catalogue().plan(settings.engine)
    load_decoders()
    rate = rules.within_limits().false_match_rate
    engine = CalibratedEngine(plan, rate, origin=lambda: origin_of(settings.camera))
    wanted = settings.score_log
    if wanted.file is None:
        return engine
    from kiosk.biometric.score_keeping import ScoreKeepingEngine, ScoreLog, load_cohort

    cohort = load_cohort(engine.templates, wanted.cohort) if wanted.cohort is not None else ()
    return ScoreKeepingEngine(engine, plan.engine.name, ScoreLog(wanted.file), wanted.group, cohort)
