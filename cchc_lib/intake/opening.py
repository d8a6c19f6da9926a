"""Rolls forward: what a new period needs, made from the last one, with what must be decided marked as such. Never overwrites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.domain.errors import UsageError
from cchc_lib.domain.parameters import Parameters, PeriodFile
from cchc_lib.domain.periods import Period, Span, parse_period
from cchc_lib.domain.printing import short_date

from .arrivals import start_arrivals
from .working_days import due_day

DECIDE = "CẦN QUYẾT ĐỊNH"
_DECIDED_EACH_YEAR = re.compile(r"^(?P<indent>\s+)(?P<key>value|due|required|pace|lead): (?P<rest>[^#>|]*\S)\s*$")
# Sentences of one line that speak of a year; a sentence folded over several lines cannot take a comment.
_NAMES_A_YEAR = re.compile(r"^\s+(?:name|text|base|source|product): [^#>|]*năm (?P<year>\d{4})[^#]*$")


@dataclass(frozen=True)
class Step:
    """One thing done or found done: path, and whether it was made now. what: in words, for the user."""

    what: str
    path: Path
    made: bool


def open_period(period: Period, span: Span, parameters: Parameters, parameters_folder: Path, data: Path | None) -> list[Step]:
    """The period's file, the folder of its last quarter, and a plan to fill in where the year has none.

    data: where quarters' folders lie; None when none is to be made. UsageError for a report on request, whose dates only
    people can give.
    """
    steps = [_period_file(period, span, parameters, parameters_folder / "periods" / f"{period.id}.yaml")]
    if data is not None:
        steps.append(_folder(data / span.last_quarter.id))
    if parameters.plan_for(period) is None:
        steps += _plan_to_fill_in(period.year, parameters, parameters_folder / "plans")
    return steps


def refuse_request(period: Period, parameters: Parameters) -> None:
    """A report on request has no dates but those that its file gives: it cannot be rolled forward. Raises UsageError."""
    if period.is_request and period.id not in parameters.periods:
        raise UsageError(
            f"kỳ {period} cần ngày bắt đầu và ngày kết thúc, chương trình không tự đặt ra được",
            remedy=f"tạo parameters/periods/{period}.yaml với ba dòng «rule: dates», «from: 2024-05-01», «to: 2024-07-31», rồi chạy lại.",
        )


def _period_file(period: Period, span: Span, parameters: Parameters, path: Path) -> Step:
    if path.exists():
        return Step("tệp của kỳ", path, made=False)
    last = _last_period_file(period, parameters)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_period_lines(period, span, parameters, last)) + "\n", encoding="utf-8")
    return Step("tệp của kỳ", path, made=True)


def _last_period_file(period: Period, parameters: Parameters) -> PeriodFile | None:
    """The file of the latest period before this one."""
    def place(found: Period) -> tuple[int, int]:
        return found.year, found.quarter_number or 0

    earlier = [parse_period(one) for one in parameters.periods]
    earlier = [one for one in earlier if not one.is_request and place(one) < place(period)]
    return parameters.periods[max(earlier, key=place).id] if earlier else None


def _period_lines(period: Period, span: Span, parameters: Parameters, last: PeriodFile | None) -> Iterator[str]:
    source = f"theo tệp của kỳ {last.id}" if last else "theo quy tắc chung, vì chưa có tệp của kỳ nào trước đó"
    yield f"# Những gì ghi riêng cho kỳ {period.label}, lập {source}. Mọi dòng đều bỏ được; dòng có dấu # là ví dụ."
    yield f"# Những dòng ghi {DECIDE} là việc của Văn phòng trước khi lập báo cáo; quyết định xong thì xóa dấu # hoặc xóa dòng."
    rule = parameters.rules_on(span.window.end).cut_off
    carried = last.rule if last and last.rule != "dates" else rule
    yield f"rule: {carried}  # {short_date(span.window.start)} đến {short_date(span.window.end)}" if carried == span.rule \
        else f"rule: {carried}  # {DECIDE}: giữ cách chốt số liệu của kỳ {last.id if last else ''} hay trở lại «{rule}»"
    if last and last.rule == "dates":
        yield f"# {DECIDE}: kỳ {last.id} chốt từ {last.from_} đến {last.to} (rule: dates); kỳ này có chốt theo ngày riêng không?"
    if last and last.signer:
        yield f"signer: {last.signer}  # như kỳ {last.id}; {DECIDE}: giữ hay đổi người ký (mã ở organisation.yaml)"
    else:
        known = " | ".join(one.id for one in parameters.organisation.signers)
        yield f"# signer: {known}  # {DECIDE}: người ký (một trong các mã của organisation.yaml); bỏ trống là người ký mặc định"
    if last and last.refused:
        yield f"refused: {last.refused}  # như kỳ {last.id}; {DECIDE}: hồ sơ từ chối, rút xét theo ngày (by_date) hay luôn đúng hạn (on_time)"
    due = due_day(span.last_quarter, parameters)
    yield f"# due: {due}  # {DECIDE}: chỉ ghi khi gia hạn; theo quy tắc đơn vị gửi chậm nhất ngày {short_date(due)}"
    yield f'# number: "12"  # {DECIDE} khi phát hành: số văn bản do văn thư cấp'
    yield f"# date: {span.window.end}  # {DECIDE} khi phát hành: ngày ban hành"


def _folder(folder: Path) -> Step:
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    start_arrivals(folder)
    return Step("thư mục nhận biểu", folder, made=made)


def _plan_to_fill_in(year: int, parameters: Parameters, folder: Path) -> list[Step]:
    """A copy of the last plan that is not loaded (.mau) until somebody has decided on it and renamed it."""
    path = folder / f"{year}.yaml.mau"
    if path.exists():
        return [Step("kế hoạch mẫu để điền", path, made=False)]
    earlier = [one for one in parameters.plans if one < year and (folder / f"{one}.yaml").exists()]
    if not earlier:
        return []
    last = max(earlier)
    text = (folder / f"{last}.yaml").read_text(encoding="utf-8-sig")
    path.write_text("\n".join(_plan_lines(text, year, last)) + "\n", encoding="utf-8")
    return [Step("kế hoạch mẫu để điền", path, made=True)]


def _plan_lines(text: str, year: int, last: int) -> Iterator[str]:
    yield f"# KHUNG KẾ HOẠCH NĂM {year}, chép từ kế hoạch năm {last}; chương trình chưa đọc tệp này."
    yield f"# Văn phòng: đối chiếu với kế hoạch năm {year} đã ban hành, sửa lời văn, mức và thời hạn ở những dòng ghi {DECIDE},"
    yield f"# thêm bớt chỉ tiêu, nhiệm vụ, rồi đổi tên tệp thành {year}.yaml."
    for line in text.splitlines():
        if line.startswith("year:"):
            yield f"year: {year}"
        elif re.match(r"  (number|date|citation|title): ", line):
            yield f"{line.split('  #')[0]}  # {DECIDE}: theo kế hoạch năm {year}"
        elif match := _NAMES_A_YEAR.match(line):
            yield f"{line}  # {DECIDE}: theo kế hoạch năm {year}" if int(match["year"]) in (last, last - 1) else line
        elif match := _DECIDED_EACH_YEAR.match(line):
            yield f"{line}  # {DECIDE}: năm {last} là {match['rest']}"
        else:
            yield line
