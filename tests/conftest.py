"""What holds for all tests: property tests look at the same examples every time, and none is failed for being slow.

`HYPOTHESIS_PROFILE=search` looks at new examples, for whoever wants to find what the usual ones do not.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

pytest_plugins = ["tests.databases"]
