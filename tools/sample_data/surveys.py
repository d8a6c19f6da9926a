"""Satisfaction surveys and petitions (phản ánh, kiến nghị)."""

from __future__ import annotations

from cchc_lib.domain.periods import Period

from . import days, story
from .chance import Chance

Row = dict[str, object]


def procedures(quarter: Period) -> list[Row]:
    """Rows of Hài lòng TTHC."""
    return _survey("survey-procedures", quarter, story.SURVEY_PROCEDURES)


def service(quarter: Period) -> list[Row]:
    """Rows of Hài lòng phục vụ."""
    return _survey("survey-service", quarter, story.SURVEY_SERVICE)


def _survey(subject: str, quarter: Period, answers: tuple[tuple[int, int], ...]) -> list[Row]:
    """Three days of a survey; their sums are the story's."""
    total, satisfied = answers[days.QUARTERS.index(quarter)]
    chance = Chance(subject, quarter)
    dates = chance.some(days.open_days(quarter), 3)
    happy = chance.spread(satisfied, (3, 4, 3))
    others = chance.spread(total - satisfied, (3, 4, 3))
    return [_answers(day, good, rest) for day, good, rest in zip(dates, happy, others, strict=True)]


def _answers(day: object, satisfied: int, others: int) -> Row:
    very = satisfied * 45 // 100
    dissatisfied = others // 4
    return {
        "ngay": day, "rat_hai_long": very, "hai_long": satisfied - very, "binh_thuong": others - dissatisfied,
        "khong_hai_long": dissatisfied, "rat_khong_hai_long": 0,
    }


def petitions(quarter: Period) -> list[Row]:
    """Rows of Phản ánh kiến nghị: to be answered within 15 working days, most are in time."""
    chance = Chance("petitions", quarter)
    open_days = days.open_days(quarter)
    received = chance.some(open_days, chance.between(2, 5))
    first = 1 + 10 * ((quarter.quarter_number or 1) - 1)
    return [_petition(f"PAKN-{quarter.year}-{first + n:03d}", day, open_days[-1], chance) for n, day in enumerate(received)]


def _petition(code: str, day: object, last_day: object, chance: Chance) -> Row:
    late = 4 if chance.share() < 0.15 else 0
    answered = days.after(day, chance.between(5, 14) + late)  # type: ignore[arg-type]
    known = answered <= last_day  # type: ignore[operator]
    return {
        "ma": code, "ngay_tiep_nhan": day, "han_tra_loi": days.after(day, 15),  # type: ignore[arg-type]
        "ngay_tra_loi": answered if known else None, "da_cong_khai": known,
    }
