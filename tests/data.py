"""Where charts and pictures of public projects lie, beside the repository; tests do without them elsewhere."""

from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
