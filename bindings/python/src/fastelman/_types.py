"""Types of arrays, for type checkers: only they import this module."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Int32Array = NDArray[np.int32]
Float32Array = NDArray[np.float32]
AnyArray = NDArray[Any]
