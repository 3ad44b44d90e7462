from typing import Any

import pytest

from marketplace.imports.findings import Findings
from marketplace.imports.places import Place, read_place


def read(value: Any) -> Place:
    return read_place(value, "#/jobLocation", Findings())


@pytest.mark.parametrize(
    ("text", "city", "province"),
    [
        ("上海-徐汇区", "上海", "CN-SH"),
        ("北京-朝阳区", "北京", "CN-BJ"),
        ("广东省深圳市南山区", "深圳", "CN-GD"),
        ("苏州", "苏州", "CN-JS"),
        ("Hefei", "Hefei", "CN-AH"),
        ("Shenzhen, Guangdong, China", "Shenzhen", "CN-GD"),
        ("Xi’an, China", "Xi’an", "CN-SN"),
        ("浙江省", None, "CN-ZJ"),
        ("Hong Kong", "Hong Kong", "CN-HK"),
        ("Ürümqi, Xinjiang, China", "Ürümqi", "CN-XJ"),
        ("Dali, Spain", "Dali, Spain", None),
        ("Springfield, IL, United States", "Springfield, IL, United States", None),
        ("東京都渋谷区", "東京都渋谷区", None),
        ("GBR", "GBR", None),
    ],
)
def test_a_place_is_read_from_text(text: str, city: str | None, province: str | None) -> None:
    assert read(text) == Place(city, province)


@pytest.mark.parametrize(
    ("address", "city", "province"),
    [
        ({"addressLocality": "Chengdu", "addressCountry": "CN"}, "Chengdu", "CN-SC"),
        ({"addressLocality": "成都-高新区", "addressCountry": "CN"}, "成都", "CN-SC"),
        ({"addressLocality": "Wanning", "addressRegion": "Hainan"}, "Wanning", "CN-HI"),
        ({"addressLocality": "Suzhou", "addressCountry": {"name": "FR"}}, "Suzhou", None),
        ({"addressLocality": "Lyon", "addressCountry": "FR"}, "Lyon", None),
        ({"addressRegion": "Bavaria", "addressCountry": "DE"}, "Bavaria", None),
        ({"addressLocality": ""}, None, None),
    ],
)
def test_a_place_is_read_from_an_address(
    address: dict[str, Any], city: str | None, province: str | None
) -> None:
    assert read({"@type": "Place", "address": address}) == Place(city, province)
    assert read([{"@type": "Place", "address": address}]) == Place(city, province)


def test_remote_is_no_city() -> None:
    assert read("Remote (worldwide)") == Place(is_remote=True)


def test_what_is_no_place_is_refused_by_place() -> None:
    findings = Findings()
    read_place({"address": {"addressLocality": 7}}, "#/jobLocation", findings)
    assert findings.errors[0]["pointer"] == "#/jobLocation/address/addressLocality"
