"""Write requirements/*.txt from pyproject.toml: exact versions with hashes, and no address of any registry."""

from __future__ import annotations

import os
import subprocess
import sys

COMPILE = [
    ".venv/bin/uv", "pip", "compile", "--quiet", "--upgrade", "--generate-hashes", "--python-version", "3.11",
    "--no-header", "--no-emit-index-url", "--no-emit-find-links",
]  # fmt: skip


def compile_to(target: str, *arguments: str, text: str = "") -> None:
    """Run uv's compiler; raises CalledProcessError when it finds no solution."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    subprocess.run([*COMPILE, *arguments, "-o", target], input=text, text=True, env=environment, check=True)


def main() -> None:
    """dev first; run takes the same versions; uv stands alone because it installs the others."""
    compile_to("requirements/dev.txt", "--extra", "dev", "pyproject.toml")
    compile_to("requirements/run.txt", "-c", "requirements/dev.txt", "pyproject.toml")
    compile_to("requirements/uv.txt", "-", text="uv\n")


if __name__ == "__main__":
    sys.exit(main())
