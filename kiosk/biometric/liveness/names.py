"""The networks of the model pack that serve the liveness check, by their names in its manifest."""

from __future__ import annotations

PICTURE_NETWORKS = ("minifasnet-v2", "minifasnet-v1se")
LANDMARKS, BLENDSHAPES = EXPRESSION_NETWORKS = ("face-landmarks", "face-blendshapes")
