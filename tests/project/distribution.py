"""Says whether a wheel and a source distribution hold every file of the packages that git holds.

`python tests/project/distribution.py dist/*`: exit status 1 where a file is missing, with its name.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path


def packaged() -> set[str]:
    """Paths from the root of the repository of all files that must be shipped."""
    listing = subprocess.run(["git", "ls-files", "s3lint", "rules"], check=True, capture_output=True, text=True).stdout
    return set(listing.splitlines())


def members(archive: Path) -> Iterator[str]:
    """The files of an archive, by the paths that they have in the repository."""
    if archive.suffix == ".whl":
        for name in zipfile.ZipFile(archive).namelist():
            yield name.removeprefix("s3lint/") if name.startswith("s3lint/rules/") else name
    else:
        with tarfile.open(archive) as opened:
            for name in opened.getnames():
                yield name.partition("/")[2]


def missing(archive: Path) -> set[str]:
    return packaged() - set(members(archive))


def main(paths: list[str]) -> int:
    lacking = [f"{path} lacks {name}" for path in paths for name in sorted(missing(Path(path)))]
    print("\n".join(lacking) or f"{len(packaged())} files in each of {len(paths)} archives")
    return 1 if lacking or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
