import socket

import pytest

from marketplace.webhooks.addresses import (
    Found,
    Unreachable,
    checked_addresses,
    is_public,
    target_of,
)

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::1"]
CLOSED = [
    "0.0.0.0",  # noqa: S104 - only read
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "no number",
]
REFUSED = [
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "javascript:alert(1)",
    "https://",
    "https:///path",
    "//example.org/",
    "example.org",
    "https://localhost/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://me.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://intranet/",
    "https://127.0.0.1/",
    "https://127.0.0.1:8000/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://0xa9fea9fe/",
    "https://2852039166/",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1%25eth0]/",
    "https://example.org@127.0.0.1/",
    "https://user:password@example.org/",
    "https://example.org#@127.0.0.1/",
    "https://example.org/#part",
    "https://example.org\\@127.0.0.1/",
    "https://example.org:65536/",
    "https://example.org:https/",
    "https://exa mple.org/",
    "https://example.org/a b",
    "https://example.org/\r\nX-Evil: 1",
    "https://example.org/\n",
    "https://例子.中国/",
    "https://①②⑦.⓪.⓪.①/",
    "https://example.org/é",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", CLOSED)
def test_no_other_address_is(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("url", REFUSED)
def test_no_delivery_goes_to(url: str) -> None:
    with pytest.raises(Unreachable):
        target_of(url, allow_local=False)


def test_what_a_public_address_is_made_of() -> None:
    target = target_of("https://Hooks.Example.org:8443/a/b?c=d&e=%20", allow_local=False)
    assert (target.host, target.port, target.is_encrypted) == ("hooks.example.org", 8443, True)
    assert (target.path, target.authority) == ("/a/b?c=d&e=%20", "hooks.example.org:8443")
    bare = target_of("https://example.org", allow_local=False)
    assert (bare.path, bare.authority, bare.port) == ("/", "example.org", 443)
    assert target_of("https://8.8.8.8/", allow_local=False).host == "8.8.8.8"


def test_in_development_this_machine_will_do() -> None:
    target = target_of("http://127.0.0.1:9/hooks", allow_local=True)
    assert (target.port, target.is_encrypted, target.authority) == (9, False, "127.0.0.1:9")
    with pytest.raises(Unreachable):
        target_of("ftp://127.0.0.1/", allow_local=True)


def answering(*addresses: str) -> Found:
    return [(socket.AF_INET6 if ":" in each else socket.AF_INET, each) for each in addresses]


@pytest.mark.parametrize("address", CLOSED)
def test_a_name_that_leads_inside_leads_nowhere(address: str) -> None:
    target = target_of("https://rebinding.example/", allow_local=False)
    for found in (answering(address), answering("8.8.8.8", address)):

        def resolve(host: str, port: int, found: Found = found) -> Found:
            del host, port
            return found

        with pytest.raises(Unreachable, match="not public"):
            checked_addresses(target, resolve, allow_local=False)


def test_few_addresses_of_one_name_are_tried() -> None:
    target = target_of("https://many.example/", allow_local=False)
    found = answering(*(f"8.8.8.{number}" for number in range(20)))
    assert len(checked_addresses(target, lambda *_: found, allow_local=False)) == 4
