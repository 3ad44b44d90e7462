from typing import Any

import pytest

from marketplace.imports.findings import Findings
from marketplace.imports.salaries import read_salary


def read(value: object, **kwargs: Any) -> tuple[Any, Findings]:
    findings = Findings()
    return read_salary(value, "#/baseSalary", findings, **kwargs), findings


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "period"),
    [
        ("2.5-4千/月", 2500, 4000, "CNY", "month"),
        ("1.2-2.4万/月", 12_000, 24_000, "CNY", "month"),
        ("25-45万/年", 250_000, 450_000, "CNY", "year"),
        ("180元/天", 180, 180, "CNY", "day"),
        ("60元/小时", 60, 60, "CNY", "hour"),
        ("3万以上/月", 30_000, None, "CNY", "month"),
        ("5千以下/月", None, 5000, "CNY", "month"),
        ("8千-1.2万/月", 8000, 12_000, "CNY", "month"),
        ("15k-25k·14薪", 15_000, 25_000, "CNY", "month"),
        ("月薪 20,000 - 30,000 元", 20_000, 30_000, "CNY", "month"),
        ("$61K-$87K (Jobsite est.)", 61_000, 87_000, "USD", "year"),
        ("$19-$27 Per Hour(Jobsite est.)", 19, 27, "USD", "hour"),
        ("Employer Provided Salary:$140K-$155K", 140_000, 155_000, "USD", "year"),
        ("£48,000 per annum", 48_000, 48_000, "GBP", "year"),
        ("€70k – €85k", 70_000, 85_000, "EUR", "year"),
        ("up to HK$45,000 / month", None, 45_000, "HKD", "month"),
        ("from 300000 RMB a year", 300_000, None, "CNY", "year"),
        ("US$ 4000 to 5000 monthly", 4000, 5000, "USD", "month"),
        ("$17.50-$21.25 per hour", 17, 22, "USD", "hour"),
    ],
)
def test_pay_is_read_from_free_text(
    text: str, low: int | None, high: int | None, currency: str, period: str
) -> None:
    expected = {"min": low, "max": high, "currency": currency, "period": period}
    assert read(text, currency="CNY" if "k·" in text else None)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "面议",
        "-1",
        "Competitive",
        "DOE",
        "100",
        "1-2亿/年",
        "12 lakh",
        "$100K plus 20% bonus",
        "base 10k, total 20k, 30k",
        "20-30 per",
        "9" * 400,
        "－－",
    ],
)
def test_unclear_pay_is_left_out_and_said(text: str) -> None:
    salary, findings = read(text)
    assert salary is None
    assert findings.notes
    assert findings.errors == []


@pytest.mark.parametrize(
    "value",
    [
        {
            "currency": "CNY",
            "value": {"minValue": 240_000, "maxValue": 360_000, "unitText": "YEAR"},
        },
        {
            "currency": "CNY",
            "value": {"minValue": "240000", "maxValue": 360_000, "unitCode": "ANN"},
        },
        {"currency": "cny", "minValue": 240_000, "maxValue": 360_000, "unitText": "YEAR"},
        {"currency": "CNY", "value": "24-36万/年"},
        [{"currency": "CNY", "value": {"minValue": 240_000, "maxValue": 360_000}}],
    ],
)
def test_pay_is_read_from_a_monetary_amount(value: object) -> None:
    expected = {"min": 240_000, "max": 360_000, "currency": "CNY", "period": "year"}
    assert read(value)[0] == expected


def test_a_plain_number_takes_the_currency_of_the_posting() -> None:
    salary, findings = read(62_000, currency="EUR")
    assert salary == {"min": 62_000, "max": 62_000, "currency": "EUR", "period": "year"}
    assert "by its size it is for a year" in findings.notes[0]


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ("5-3万/月", "#/baseSalary"),
        (True, "#/baseSalary"),
        (-5, "#/baseSalary"),
        (10**13, "#/baseSalary"),
        ({"currency": 7, "value": 5}, "#/baseSalary/currency"),
        ({"currency": "CNY", "value": {"minValue": []}}, "#/baseSalary/value/minValue"),
        ({"currency": "CNY", "value": {"minValue": 9, "maxValue": 3}}, "#/baseSalary/value"),
    ],
)
def test_senseless_pay_is_refused_by_place(value: object, pointer: str) -> None:
    salary, findings = read(value)
    assert salary is None
    assert [error["pointer"] for error in findings.errors] == [pointer]


def test_an_estimate_is_said_to_be_one() -> None:
    _, findings = read("$61K-$87K (Jobsite est.)")
    assert any("estimate" in note for note in findings.notes)
