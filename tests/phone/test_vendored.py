"""The vendored files are the ones that were looked at."""

import hashlib
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "pwa" / "static" / "pwa" / "vendor"
ROW = re.compile(r"^\| `(?P<file>[^`]+)` \|.*\| `(?P<digest>[0-9a-f]{64})` \|$", re.M)


def written_down() -> dict[str, str]:
    return {
        row["file"]: row["digest"] for row in ROW.finditer((FOLDER / "VENDORED.md").read_text())
    }


def test_every_vendored_file_has_the_hash_that_is_written_down() -> None:
    for name, digest in written_down().items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_every_vendored_file_is_written_down_with_its_licence() -> None:
    files = {path.name for path in FOLDER.iterdir() if path.suffix in {".js", ".css"}}

    assert files == set(written_down())
    assert {path.name for path in FOLDER.glob("LICENSE-*.txt")} == {
        f"LICENSE-{name}.txt" for name in ("preact", "htm", "idb", "uplot")
    }
