"""How often masks, sunglasses and hats are noticed, and what is taken for them: prints a table, or JSON.

    python benchmarks/face_occlusion.py [IMAGES_DIR] [--drawings N] [--seed N] [--fit] [--json]

On each face of the pictures (tests/fixtures/faces without IMAGES_DIR; folders are people, as in LFW, or one picture a
person) things are drawn (benchmarks/face_coverings.py), each N times, with other shapes, colours and light every time.
One look at each drawing is counted; a check wants two looks running to agree. Faces that the gates call too dark, too
blurred or turned away are counted apart, since nobody compares them.

--fit makes the weights of kiosk/biometric/occlusion.py anew (logistic regression), each half of the people judged by
the weights of the other half, at the bias that leaves 0.5 % of that half's uncovered faces above 0.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from face_coverings import DRAWINGS, cover  # noqa: E402

from kiosk.biometric.camera.pictures import PictureError, decode_picture  # noqa: E402
from kiosk.biometric.camera.pixels import Pixels, pixels_of  # noqa: E402
from kiosk.biometric.evaluation.gallery import PICTURE_LIMITS, main_face  # noqa: E402
from kiosk.biometric.networks.engine import FaceTemplates  # noqa: E402
from kiosk.biometric.networks.engine_choice import built_in_engines  # noqa: E402
from kiosk.biometric.occlusion import SIGNS, CoveringSigns, coverings_of  # noqa: E402
from kiosk.biometric.quality import is_badly_lit, is_usable  # noqa: E402
from kiosk.domain.face import Covering  # noqa: E402

FIXTURES = ROOT / "tests" / "fixtures" / "faces"
REPEATED = {"nothing": 1}
FALSE_ALARMS = 0.005


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing on a face, and what was measured on it; ``None``: not found, or not fit to be looked at."""

    person: str
    what: str
    signs: CoveringSigns | None
    usable: bool = True

    @property
    def truth(self) -> Covering | None:
        name = self.what.split(",")[0]
        return Covering(name) if name in set(Covering) else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images", type=Path, nargs="?", metavar="IMAGES_DIR")
    parser.add_argument("--drawings", type=int, default=5, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    drawn = list(draw_all(given.images, given.drawings, given.seed))
    report = {"people": len({one.person for one in drawn}), "drawings": len(drawn), "rates": rates(drawn)}
    if given.fit:
        report["fit"] = [fitted(drawn, sign.covering, [name for name, _ in sign.weights]) for sign in SIGNS]
    print(json.dumps(report, indent=2) if given.json else table(report))


def pictures(folder: Path | None) -> Iterator[tuple[str, Path]]:
    """People and their pictures."""
    if folder is None:
        for path in sorted(FIXTURES.glob("*_frame.jpg")):
            yield path.name.split("_")[0], path
        return
    for path in sorted((*folder.rglob("*.jpg"), *folder.rglob("*.png"))):
        yield path.parent.name if path.parent != folder else path.stem, path


def draw_all(folder: Path | None, times: int, seed: int) -> Iterator[Drawn]:
    templates = FaceTemplates(built_in_engines().plan("sface"))
    for at, (person, path) in enumerate(pictures(folder)):
        try:
            pixels = pixels_of(decode_picture(path.read_bytes(), PICTURE_LIMITS))
        except PictureError:
            continue
        face = main_face(templates.faces(pixels), pixels.shape[1], pixels.shape[0])
        if face is None or not is_usable(templates.quality(pixels, face)):
            continue
        for number, what in enumerate(DRAWINGS):
            for again in range(REPEATED.get(what, times)):
                drawing = cover(what, pixels, face.points, seed * 1_000_000 + at * 10_000 + number * 100 + again)
                yield measured(templates, person, what, drawing)


def measured(templates: FaceTemplates, person: str, what: str, pixels: Pixels) -> Drawn:
    face = main_face(templates.faces(pixels), pixels.shape[1], pixels.shape[0])
    if face is None:
        return Drawn(person, what, None)
    quality = templates.quality(pixels, face)
    usable = is_usable(quality)
    template = templates.template(pixels, face, quality.luma)
    if template is None or not (usable or is_badly_lit(quality)):
        return Drawn(person, what, None, usable)
    look = templates.covering_look(pixels, face, quality.luma, template)
    assert look is not None
    signs = None
    while signs is None:
        signs = look.step()
    return Drawn(person, what, signs, usable)


def rates(drawn: Sequence[Drawn]) -> dict[str, dict[str, float | int]]:
    """For each drawing how many there are, how many were looked at, and what share of those showed what."""
    found: dict[str, dict[str, float | int]] = {}
    for what in DRAWINGS:
        ours = [one for one in drawn if one.what == what]
        seen = [coverings_of(one.signs) for one in ours if one.signs is not None]
        found[what] = {"drawings": len(ours), "looked_at": len(seen)}
        for covering in Covering:
            found[what][covering.value] = sum(covering in worn for worn in seen) / len(seen) if seen else 0.0
    return found


def fitted(drawn: Sequence[Drawn], covering: Covering, names: Sequence[str]) -> dict[str, object]:
    """Weights from everybody, and the rates of each half of the people under the weights of the other."""
    known = [
        one for one in drawn
        if one.signs is not None and (covering is not Covering.HAT or one.signs.forehead_seen)
    ]  # fmt: skip
    measures = np.array([[float(getattr(one.signs, name)) for name in names] for one in known])
    truth = np.array([one.truth is covering for one in known])
    people = sorted({one.person for one in known})
    first = np.array([people.index(one.person) % 2 == 0 for one in known])
    hits = np.zeros(len(known), bool)
    for learnt in (first, ~first):
        weights, bias = regression(measures[learnt], truth[learnt])
        hits[~learnt] = measures[~learnt] @ weights + bias > 0
    weights, bias = regression(measures, truth)
    return {
        "covering": covering.value,
        "weights": {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)},
        "bias": round(float(bias), 2),
        "noticed_on_people_left_out": float(hits[truth].mean()),
        "false_on_people_left_out": float(hits[~truth].mean()),
    }


def regression(measures: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, float]:
    """Both kinds weigh alike; ridge of 1 on standardised measures, Newton's method."""
    middle, spread = measures.mean(axis=0), measures.std(axis=0)
    inputs = np.hstack([(measures - middle) / spread, np.ones((len(measures), 1))])
    balance = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    ridge = np.diag([*[1.0] * measures.shape[1], 1e-6])
    weights = np.zeros(inputs.shape[1])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (balance * (guess - truth)) + ridge @ weights
        curve = (inputs.T * (balance * guess * (1 - guess))) @ inputs + ridge
        weights -= np.linalg.solve(curve, slope)
    straight = weights[:-1] / spread
    uncovered = measures[~truth] @ straight
    return straight, -float(np.quantile(uncovered, 1 - FALSE_ALARMS))


def table(report: dict[str, object]) -> str:
    lines = [f"{report['drawings']} drawings on the faces of {report['people']} people"]
    lines.append(f"{'drawn':<18}{'drawings':>9}{'looked at':>10}" + "".join(f"{one.value:>12}" for one in Covering))
    found = report["rates"]
    assert isinstance(found, dict)
    for what, row in found.items():
        shares = "".join(f"{100 * row[one.value]:>11.1f}%" for one in Covering)
        lines.append(f"{what:<18}{row['drawings']:>9}{row['looked_at']:>10}{shares}")
    fits = report.get("fit", [])
    assert isinstance(fits, list)
    lines += [json.dumps(one) for one in fits]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
