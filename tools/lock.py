"""Write requirements.lock, requirements-test.lock and environment.yml from pyproject.toml.

    python tools/lock.py             keep every version that still fits
    python tools/lock.py --upgrade   move every package to its newest fitting version

Needs `uv` (on the PATH, or installed for this Python) and the network. One lock serves every supported
Python and system: a package that only some of them need carries its marker. The locks hold versions and
hashes and nothing about where packages come from; that is each machine's own pip configuration.
"""

import argparse
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICE = "# Do tools/lock.py viết ra từ pyproject.toml; không sửa tay.\n"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = (
    "x86_64-pc-windows-msvc",
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
)
# Later releases have no wheel for Macs with Intel processors.
CONSTRAINTS = "argon2-cffi-bindings<26\n"


def blocks(lock_text):
    """The entries of a lock, each a requirement line with its hash lines, in their order."""
    return re.findall(r"^\S.*==.*\n(?: .*\n)*", lock_text, re.MULTILINE)


def requirement(block):
    """`name==version ; marker` of one entry, without its hashes."""
    return block.splitlines()[0].removesuffix("\\").strip()


def compile_lock(uv, extras, kept, upgrade):
    """The closure of the dependencies with these extras, as lock text.

    kept: an earlier lock whose versions are preferred.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "lock.txt")
        output.write_text(kept, encoding="utf-8")
        constraints = Path(folder, "constraints.txt")
        constraints.write_text(CONSTRAINTS, encoding="utf-8")
        command = [*uv, "pip", "compile", "pyproject.toml", "--quiet", "--universal"]
        command += ["--python-version", PYTHONS[0], "--generate-hashes", "--no-emit-index-url"]
        # One version of a package for all Pythons: figures must not depend on who computes them.
        command += ["--fork-strategy", "fewest", "--no-annotate", "--no-header", "--only-binary", ":all:"]
        command += [word for extra in extras for word in ("--extra", extra)]
        command += ["--constraint", str(constraints)] + (["--upgrade"] if upgrade else [])
        subprocess.run([*command, "--output-file", str(output)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return output.read_text(encoding="utf-8")


def environment(requirements):
    """environment.yml: conda brings Python and pip, pip brings the very packages of the lock."""
    lines = ["name: cchc", "dependencies:", f"  - python >={PYTHONS[0]}", "  - pip", "  - pip:"]
    lines += [f'      - "{line}"' for line in requirements] + ["      - -e ."]
    return NOTICE + "\n".join(lines) + "\n"


def machines_without_a_wheel(uv, files):
    """Pairs of Python and platform that could not install these locks without a compiler."""
    for python in PYTHONS:
        for platform in PLATFORMS:
            command = [*uv, "pip", "install", "--quiet", "--dry-run", "--no-deps", "--only-binary", ":all:"]
            command += ["--python-version", python, "--python-platform", platform, "--target", tempfile.gettempdir()]
            command += [word for file in files for word in ("-r", str(file))]
            if subprocess.run(command, cwd=ROOT, capture_output=True).returncode:
                yield f"{python} {platform}"


def find_uv():
    """The command words that start uv, or None."""
    if program := shutil.which("uv"):
        return [program]
    return [sys.executable, "-m", "uv"] if importlib.util.find_spec("uv") else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="move to the newest fitting versions")
    upgrade = parser.parse_args().upgrade
    uv = find_uv()
    if uv is None:
        sys.exit("uv is missing: pip install uv")
    runtime_file, test_file = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
    kept = "".join(file.read_text(encoding="utf-8") for file in (runtime_file, test_file) if file.exists())

    runtime = blocks(compile_lock(uv, ["lab"], kept, upgrade))
    everything = blocks(compile_lock(uv, ["lab", "test"], "".join(runtime) + kept, False))
    if set(runtime) - set(everything):
        sys.exit(f"the test dependencies would move: {sorted(map(requirement, set(runtime) - set(everything)))}")
    added = [block for block in everything if block not in runtime]

    runtime_file.write_text(NOTICE + "".join(runtime), encoding="utf-8", newline="\n")
    test_file.write_text(NOTICE + "".join(added), encoding="utf-8", newline="\n")
    text = environment([requirement(block) for block in everything])
    (ROOT / "environment.yml").write_text(text, encoding="utf-8", newline="\n")
    if lacking := list(machines_without_a_wheel(uv, (runtime_file, test_file))):
        sys.exit(f"no wheels for: {', '.join(lacking)}")
    print(f"{len(runtime)} + {len(added)} packages, with wheels for {len(PYTHONS) * len(PLATFORMS)} kinds of machine")


if __name__ == "__main__":
    main()
