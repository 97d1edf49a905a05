"""What the virtual camera's pictures are made of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""``height`` × ``width`` × 3, blue-green-red."""
