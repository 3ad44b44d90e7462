import pytest
from environs import EnvError

from marketplace.config import read_config


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": "8311"}, "http://localhost:8311"),
        ({"HOST": "0.0.0.0", "PORT": "80"}, "http://localhost:80"),  # noqa: S104 - only read
        ({"HOST": "jobs.example"}, "http://jobs.example:8000"),
        ({"HOST": "2001:db8::7"}, "http://[2001:db8::7]:8000"),
        ({"PORT": "8311", "PUBLIC_URL": "https://jobs.example/"}, "https://jobs.example"),
        ({"PORT": "8311", "PUBLIC_URL": ""}, "http://localhost:8311"),
    ],
)
def test_mails_link_to_where_we_listen(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], address: str
) -> None:
    for name in ("HOST", "PORT", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", "a secret of the tests")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert read_config().public_url == address


@pytest.mark.parametrize("url", ["http://greenhouse.example", "greenhouse.example"])
def test_greenhouse_is_asked_over_https_alone(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    monkeypatch.setenv("SECRET_KEY", "a secret of the tests")
    assert read_config().greenhouse_url == "https://api.greenhouse.io"
    monkeypatch.setenv("GREENHOUSE_URL", url)
    with pytest.raises(EnvError, match="GREENHOUSE_URL"):
        read_config()
    monkeypatch.setenv("WEBHOOK_LOCAL_ADDRESSES", "true")
    assert read_config().greenhouse_url == url
