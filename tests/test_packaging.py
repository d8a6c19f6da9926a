"""One declaration of dependencies: the locks and environment.yml say the same as pyproject.toml."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def lock_text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def locked(name: str) -> dict[str, Requirement]:
    """The lock's requirements by name."""
    lines = [line.rstrip("\\ ") for line in lock_text(name).splitlines() if line and line[0] not in " #"]
    requirements = [Requirement(line) for line in lines]
    assert len({requirement.name for requirement in requirements}) == len(requirements), "two versions of a package"
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


RUNTIME, ADDED = map(locked, LOCKS)


def version(requirement: Requirement) -> str:
    return str(requirement.specifier).removeprefix("==")


def declared(*extras: str) -> list[Requirement]:
    lines = PROJECT["dependencies"] + [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("requirement", "lock"),
    [(r, RUNTIME) for r in declared("lab")] + [(Requirement(r), ADDED) for r in PROJECT["optional-dependencies"]["test"]],
    ids=lambda value: value.name if isinstance(value, Requirement) else "",
)
def test_each_declared_package_is_locked_within_its_range(requirement, lock):
    assert requirement.specifier.contains(version(lock[canonicalize_name(requirement.name)]))
    assert {">=", "<"} == {part.operator for part in requirement.specifier}, "a lower and an upper bound"


def closure(requirements: list[Requirement]) -> set[str]:
    """Names of these packages and of all that they need here, by the metadata of what is installed."""
    found, waiting = set(), [(canonicalize_name(r.name), extra) for r in requirements for extra in ("", *r.extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) not in found:
            found.add((name, extra))
            needs = [Requirement(line) for line in importlib.metadata.requires(name) or []]
            needs = [r for r in needs if r.marker is None or r.marker.evaluate({"extra": extra})]
            waiting += [(canonicalize_name(r.name), inner) for r in needs for inner in ("", *r.extras)]
    return {name for name, _ in found}


def needed_here(lock: dict[str, Requirement]) -> set[str]:
    return {name for name, r in lock.items() if r.marker is None or r.marker.evaluate()}


def test_locks_hold_all_that_is_needed_and_nothing_else():
    """pip is told not to look for dependencies of its own, so a gap would only show in use."""
    assert needed_here(RUNTIME) == closure(declared("lab"))
    assert needed_here(ADDED) == closure(declared("lab", "test")) - needed_here(RUNTIME)


def test_slow_grammar_comes_with_jupyterlab_only_and_its_gpl_twin_never():
    assert "rfc3987-syntax" not in closure(declared())
    assert "rfc3987" not in RUNTIME


@pytest.mark.parametrize("name", LOCKS)
def test_each_locked_package_has_its_version_and_hashes(name):
    entries = re.split(r"(?m)^(?=[a-z0-9])", lock_text(name))[1:]
    assert len(entries) == len(locked(name))
    for entry in entries:
        first, *rest = entry.splitlines()
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [^\\]+)? \\", first), first
        assert rest and all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in rest), first


@pytest.mark.parametrize("name", [*LOCKS, "environment.yml", "pyproject.toml", "run.py", "tools/set_up.py", "tools/lock.py", ".ci/run"])
def test_no_file_says_where_packages_come_from(name):
    text = re.sub(r"sha256:\w+", "", lock_text(name))
    assert not re.search(r"://|(?<!no-emit-)index-url|find-links|trusted-host|\w\.(org|com|net|io)\b", text)


def test_environment_yml_gives_what_the_locks_give():
    environment = yaml.safe_load(lock_text("environment.yml"))
    python, pip, packages = environment["dependencies"]
    assert python == f"python {PROJECT['requires-python']}" and pip == "pip"
    assert packages["pip"][-1] == "-e ."
    listed = [str(Requirement(line)) for line in packages["pip"][:-1]]
    assert sorted(listed) == sorted(map(str, [*RUNTIME.values(), *ADDED.values()]))


def test_every_supported_python_is_one_that_run_py_accepts():
    supported = SpecifierSet(PROJECT["requires-python"])
    assert not supported.contains("3.10.99") and supported.contains("3.11.0")
    assert "sys.version_info < (3, 11)" in lock_text("run.py")


def test_installed_versions_are_those_of_the_locks():
    here = {**RUNTIME, **ADDED}
    wrong = {
        name: importlib.metadata.version(name)
        for name in needed_here(here)
        if importlib.metadata.version(name) != version(here[name])
    }
    assert not wrong
