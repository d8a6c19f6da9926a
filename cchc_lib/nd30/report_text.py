"""``cchc lint`` in words: reports, rules and changes as text or JSON, and the exit code."""

from __future__ import annotations

import json as json_module
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .check import DocumentError, Report, check
from .findings import SHOWN_PLACES, Finding
from .rulebook.base import ADVISED, MANDATORY, Rule, load_rules

EXIT_DONE, EXIT_UNREADABLE, EXIT_MANDATORY = 0, 2, 5


def lint_main(
    paths: Sequence[str | os.PathLike[str]], rules: bool = False, fix: bool = False, json: bool = False
) -> tuple[str, int]:
    """What ``cchc lint`` prints and its exit code.

    5: a finding is bắt buộc (with ``fix``: one is left in the corrected copy); 2: a file cannot be read or written, or
    there is nothing to do; 0 otherwise.  With ``rules`` the rules are listed and files, if any, are checked after them.
    """
    if not paths and not rules:
        return "Hãy cho biết tệp .docx cần kiểm tra, hoặc dùng --rules để xem các quy tắc.", EXIT_UNREADABLE
    results = [_one(Path(path), fix) for path in paths]
    code = max([EXIT_DONE, *(item["exit"] for item in results)], key=(EXIT_DONE, EXIT_MANDATORY, EXIT_UNREADABLE).index)
    if json:
        return _as_json(results, rules, code), code
    parts = [rules_text(load_rules())] if rules else []
    parts += [item["text"] for item in results]
    if len(results) > 1:
        parts.append(_summary(results))
    return "\n\n".join(parts), code


def _one(path: Path, fix: bool) -> dict[str, Any]:
    """One file's result: text, exit code, and what goes into JSON."""
    try:
        if fix:
            return _fixed(path)
        report = check(path)
    except DocumentError as error:
        return {"text": str(error), "exit": EXIT_UNREADABLE, "json": {"file": str(path), "error": str(error)}, "mandatory": 0}
    return _result(path, report, report_text(report), {})


def _fixed(path: Path) -> dict[str, Any]:
    from .fix import default_output, fix

    output = default_output(path)
    changes = fix(path, output)
    report = check(output if changes else path)
    lines = [f"{path.name}: sửa {len(changes)} chỗ, bản sửa ở {output}" if changes else f"{path.name}: không có gì sửa được tự động."]
    lines += [f"  - {change}" for change in changes]
    extra = {"output": str(output) if changes else None, "changes": [change.to_dict() for change in changes]}
    return _result(path, report, "\n".join([*lines, "", "Còn lại sau khi sửa:", report_text(report)]), extra)


def _result(path: Path, report: Report, text: str, extra: dict[str, Any]) -> dict[str, Any]:
    code = EXIT_MANDATORY if report.mandatory else EXIT_DONE
    return {"text": text, "exit": code, "json": {**report.to_dict(), "path": str(path), **extra}, "mandatory": report.mandatory}


def _as_json(results: list[dict[str, Any]], rules: bool, code: int) -> str:
    value: dict[str, Any] = {"exit": code, "files": [item["json"] for item in results]}
    if rules:
        value["rules"] = [rule_dict(rule) for rule in load_rules()]
    return json_module.dumps(value, ensure_ascii=False, sort_keys=True, indent=2)


def _summary(results: list[dict[str, Any]]) -> str:
    unread = sum(item["exit"] == EXIT_UNREADABLE for item in results)
    faulty = sum(item["exit"] == EXIT_MANDATORY for item in results)
    clean = len(results) - unread - faulty
    text = f"{len(results)} tệp: {clean} không có lỗi bắt buộc, {faulty} có lỗi bắt buộc"
    return text + (f", {unread} không đọc được." if unread else ".")


def report_text(report: Report) -> str:
    """A report for the terminal: what the document is, then the findings, gravest first."""
    lines = [f"{report.file}: {_verdict(report)}"]
    lines += [f"  Ghi chú: {note}" for note in report.notes]
    for severity in (MANDATORY, ADVISED):
        own = [item for item in report.findings if item.severity == severity]
        if own:
            lines.append(f"  {severity.upper()} ({len(own)})")
            for item in own:
                lines += _finding(item)
    lines += [f"  Không xác định được: {text}" for text in report.undecided]
    return "\n".join(lines)


def _verdict(report: Report) -> str:
    if report.not_judged:
        return f"không xét. {report.not_judged}"
    kind = f" ({report.kind})" if report.kind else ""
    if not report.findings:
        return f"đúng thể thức{kind}: không có lỗi nào trong các quy tắc đã thử."
    return f"{report.mandatory} lỗi bắt buộc, {report.advised} khuyến nghị{kind}."


def _finding(item: Finding) -> Iterable[str]:
    times = f" ({item.count} chỗ)" if item.count > 1 else ""
    yield f"  - [{item.rule}] {item.title}{times}: thấy {item.found}; cần {item.required}."
    for place in item.places[:SHOWN_PLACES]:
        yield f"      {place}"
    if item.count > SHOWN_PLACES:
        yield f"      … và {item.count - SHOWN_PLACES} chỗ nữa"
    yield f"      Căn cứ: {item.clause}"


def rules_text(rules: Iterable[Rule]) -> str:
    """``--rules``: every rule with its severity, clause and validity."""
    rules = list(rules)
    lines = [f"{len(rules)} quy tắc theo Phụ lục I Nghị định 30/2020/NĐ-CP:"]
    for rule in rules:
        until = f" đến {rule.valid_to:%d/%m/%Y}" if rule.valid_to else ""
        lines.append(f"  [{rule.id}] {rule.severity} · {rule.title} · {rule.clause} · từ {rule.valid_from:%d/%m/%Y}{until}")
    return "\n".join(lines)


def rule_dict(rule: Rule) -> dict[str, Any]:
    """A rule for ``--rules --json``."""
    return {
        "id": rule.id, "title": rule.title, "clause": rule.clause, "severity": rule.severity,
        "from": rule.valid_from.isoformat(), "to": rule.valid_to.isoformat() if rule.valid_to else None,
    }  # fmt: skip
