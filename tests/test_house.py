"""The arrows of the house (docs/design.md): which room may import which. Read from the source, so that no import is missed."""

import ast
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[1] / "cchc_lib"
ROOMS = {
    "domain": set(),
    "nd30": set(),
    "intake": {"domain"},
    "analysis": {"domain"},
    "presentation": {"domain"},
    "report": {"domain", "intake", "analysis", "presentation", "nd30"},
    "runs": {"domain", "intake", "analysis", "presentation", "nd30", "report"},
    "cli": {"domain", "intake", "analysis", "presentation", "nd30", "report", "runs", "notebook", "explore"},
}


def imports(path: Path) -> set[str]:
    """The rooms of the library that a module imports, wherever in its text, also relatively."""
    package = ["cchc_lib", *path.relative_to(LIBRARY).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            found |= {module} | {f"{module}.{name.name}" for name in node.names if module == "cchc_lib"}
    inside = {path.stem for path in LIBRARY.iterdir() if path.is_dir() or path.suffix == ".py"}
    return {name.split(".")[1] for name in found if name.startswith("cchc_lib.")} & inside


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_lies_below_it(room):
    wrong = {
        str(path.relative_to(LIBRARY)): sorted(beyond)
        for path in (LIBRARY / room).rglob("*.py")
        if (beyond := imports(path) - ROOMS[room] - {room})
    }
    assert not wrong


@pytest.mark.parametrize(("room", "below"), [("engine", set()), ("archive", set()), ("explain", {"archive"})])
def test_the_rooms_of_a_run_import_only_what_lies_below_them(room, below):
    """engine and archive know nothing of each other; what makes a report of them lies above all three."""
    found = {}
    for path in (LIBRARY / "runs" / room).glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cchc_lib.runs")}
        found[path.name] = {module.split(".")[2] if module.count(".") > 1 else module for module in modules} - below - {room}
    assert not {name: beyond for name, beyond in found.items() if beyond}


def test_only_the_engine_knows_papermill():
    knowing = {
        path.relative_to(LIBRARY).as_posix()
        for path in LIBRARY.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "papermill" in ast.unparse(node)
    }
    assert knowing == {"runs/engine/execute.py"}


def test_domain_knows_no_files_no_pandas_no_notebook():
    heavy = {"pandas", "numpy", "openpyxl", "pathlib", "nbformat", "matplotlib", "docx"}
    for path in (LIBRARY / "domain").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        guarded = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test) for inner in ast.walk(node)}
        named = {
            name.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) and id(node) not in guarded for name in node.names
        } | {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and id(node) not in guarded}
        assert not named & heavy, path.name
