"""Makes the liveness watch of each check from what an engine has: networks of a pack, a score, a camera."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kiosk.biometric.liveness.expression import ExpressionNetworks
from kiosk.biometric.liveness.names import EXPRESSION_NETWORKS, PICTURE_NETWORKS
from kiosk.biometric.liveness.origin import PictureOrigin
from kiosk.biometric.liveness.passive import PictureNetworks
from kiosk.biometric.liveness.watch import LivenessWatch
from kiosk.biometric.networks.manifest import OtherNetwork
from kiosk.biometric.networks.recognition import Template
from kiosk.domain.liveness import LivenessPolicy, LivenessRules

Networks = Mapping[str, tuple[Path, OtherNetwork]]
"""By their names in the manifests: in which folder they lie, and what they are."""


class LivenessMaking:
    """Loads networks when a site first asks for what they do; one thread at a time."""

    def __init__(
        self,
        networks: Networks,
        score: Callable[[Template, Template], float],
        same_face_at: float,
        origin: Callable[[], PictureOrigin] = PictureOrigin,
    ) -> None:
        """``score`` and ``same_face_at`` are on the scale of the engine; ``origin`` is asked at every watch."""
        self._networks = networks
        self._score = score
        self._same_face_at = same_face_at
        self._origin = origin
        self._pictures: PictureNetworks | None = None
        self._expressions: ExpressionNetworks | None = None

    def watch(self, rules: LivenessRules) -> LivenessWatch:
        """The watch of one check; raises ``Fault(FACE_ENGINE_BROKEN)`` for an installed network that is damaged."""
        if rules.policy is LivenessPolicy.OFF:
            return LivenessWatch(rules, self._origin(), self._is_same)
        return LivenessWatch(rules, self._origin(), self._is_same, self._picture_networks(), self.expressions)

    @property
    def expressions(self) -> ExpressionNetworks | None:
        """What reads eyes and mouth, loaded once for all who want it; ``None`` without its networks.

        Raises ``Fault(FACE_ENGINE_BROKEN)`` for an installed network that is damaged.
        """
        if self._expressions is None and set(EXPRESSION_NETWORKS) <= set(self._networks):
            self._expressions = ExpressionNetworks(self._networks)
        return self._expressions

    def _picture_networks(self) -> PictureNetworks | None:
        if self._pictures is None and set(PICTURE_NETWORKS) <= set(self._networks):
            self._pictures = PictureNetworks(self._networks)
        return self._pictures

    def _is_same(self, one: Template, other: Template) -> bool:
        return self._score(one, other) >= self._same_face_at
