"""``kiosk run --training``: the same windows with virtual cards and faces, and nothing real behind them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.app.demo.director import Director
from kiosk.app.demo.scenes import SCENES
from kiosk.app.demo.stage import Stage
from kiosk.app.demo.virtual_desk import InProcessDesk
from kiosk.app.exits import Exit
from kiosk.app.leaving import begin_anew, ending_by_signals
from kiosk.app.settings.values import Settings
from kiosk.app.staff.open_seat import OpenSeat
from kiosk.app.training.desk import StageDesk
from kiosk.app.training.training_list import write_list
from kiosk.app.windows import Windows
from kiosk.app.wiring import Assembly
from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.profile import load_site

FOLDER = "training"
"""In the kiosk's data folder; nothing outside it is written, and nothing in it outlives the next training."""

BIT_RATE = 424


def run_training(settings: Settings, faces: Path | None, *, fullscreen: bool) -> Exit:
    """Train until somebody leaves or closes the windows; then the kiosk works again.

    ``faces``: a folder with photographs of the invented people, who are drawn without one. Raises
    ``Fault(SETTINGS_MALFORMED)`` when that folder is not there.
    """
    if faces is not None and not faces.is_dir():
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"training: {faces} has no photographs; give --faces")
    stage = Stage(settings.data / FOLDER, faces, SCENES)
    desk = InProcessDesk(BIT_RATE)
    trained = training_settings(settings, stage)
    assembly = Assembly(
        trained,
        desk.presence,
        desk.connector,
        anchors=[stage.anchor],
        camera=stage.camera,
        seat=OpenSeat(),
    )
    director = Director(assembly, desk, stage, lambda name, kiosk: None)
    windows = Windows(
        assembly,
        settings.displays,
        fullscreen=fullscreen,
        staffed=True,
        citizen=settings.citizen,
        languages=settings.file.parent / "languages",
        training=lambda quit_to: StageDesk(stage, director, desk, quit_to),
    )
    windows.show()
    assembly.start()
    try:
        with ending_by_signals(windows.quit):
            windows.run()
    finally:
        assembly.stop()
        desk.close()
    begin_anew(windows.leaving)
    return Exit.OK


def training_settings(settings: Settings, stage: Stage) -> Settings:
    """The stage's settings with what people see of this kiosk: its site's words and rules, its windows.

    Begins with the stage's and not with the kiosk's: whatever else a kiosk may be set to do (send, share, ask, keep
    scores) does not happen in training, today or in a later version.
    """
    roster = stage.out / "list.csv"
    write_list(roster, load_site(settings.site).columns, SCENES)
    return replace(
        stage.settings,
        file=settings.file,
        name=settings.name,
        site=settings.site,
        roster=roster,
        engine=settings.engine,
        displays=settings.displays,
        citizen=settings.citizen,
    )
