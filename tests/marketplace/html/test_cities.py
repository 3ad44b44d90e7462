"""Cities of hubs are written in the reader's language."""

from marketplace.html.formats import FORMATS


def test_a_city_of_a_hub_is_written_in_the_readers_language() -> None:
    assert FORMATS["en"].city("北京") == "Beijing"
    assert FORMATS["zh-Hans"].city(" shanghai ") == "上海"


def test_any_other_place_stays_as_it_was_typed() -> None:
    assert FORMATS["zh-Hans"].city("Hefei") == "Hefei"
    assert FORMATS["en"].city("Shanghai, Pudong") == "Shanghai, Pudong"
    assert FORMATS["en"].city(None) == ""
