"""Passkeys and codes in a real browser, with an authenticator that only pretends."""

import re
from pathlib import Path

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from marketplace.demo.sign_ins import SignIn, sign_ins
from tests.conftest import make_config
from tests.pages.conftest import Open
from tests.pages.showing import PHONE
from tests.pages.watching import Watch, check_access, check_width
from tests.serving import Served


@pytest.fixture
def candidate(served: Served, tmp_path: Path) -> SignIn:
    """The demo's candidate."""
    settings = make_config("sqlite://", tmp_path, secret_key=served.environment["SECRET_KEY"])
    return next(each for each in sign_ins(settings) if each.part == "candidate")


@pytest.fixture
def here(served: Served, watch: Watch) -> str:
    """The service under a name: passkeys are never for bare numbers."""
    watch.url = served.url.replace("127.0.0.1", "localhost")
    return watch.url


def with_password(page: Page, here: str, person: SignIn) -> None:
    page.goto(f"{here}/account/login")
    page.fill("input[name=email]", person.email)
    page.fill("input[name=password]", person.password)
    page.locator("input[name=password]").press("Enter")


def signed_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def give_authenticator(page: Page, *, knows_person: bool = True) -> None:
    """Give a browser an authenticator like that of a phone."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": knows_person,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_opens_the_account_and_is_removed(
    page: Page, here: str, candidate: SignIn
) -> None:
    give_authenticator(page)
    with_password(page, here, candidate)
    page.goto(f"{here}/account/wan-register")
    check_access(page)
    page.fill("input[name=name]", "phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("The passkey phone is made")).to_be_visible()
    check_access(page)
    prove_before_leaving(page, here)
    signed_out(page)
    page.goto(f"{here}/account/login?next=/account/wan-register")
    page.get_by_role("button", name="Sign in with a passkey").click()
    check_access(page)
    page.get_by_role("button", name="Use the passkey").click()
    page.wait_for_url("**/account/wan-register")
    page.get_by_role("button", name="Remove phone").click()
    expect(page.get_by_text("You have no passkeys")).to_be_visible()
    signed_out(page)


def prove_before_leaving(page: Page, here: str) -> None:
    """Go as far as deleting the account, with the passkey in the password's place."""
    page.goto(f"{here}/account/delete")
    expect(page.get_by_label("Your password")).to_be_visible()
    check_access(page)
    page.get_by_role("button", name="Use a passkey instead").click()  # the device is asked at once
    expect(page.get_by_text("Your passkey has shown that it is you.")).to_be_visible()
    expect(page.get_by_label("Your password")).to_have_count(0)
    check_access(page)


def test_a_device_that_does_not_know_the_person_opens_nothing(page: Page, here: str) -> None:
    give_authenticator(page, knows_person=False)
    page.goto(f"{here}/account/wan-signin")
    page.get_by_role("button", name="Use the passkey").click()
    expect(page.get_by_text("The passkey could not be used")).to_be_visible()
    check_access(page)


def test_codes_are_switched_on_asked_for_and_switched_off(
    open_page: Open, here: str, candidate: SignIn
) -> None:
    page = open_page(javascript=False, viewport=PHONE)
    with_password(page, here, candidate)
    page.goto(f"{here}/account/tf-setup")
    page.get_by_role("button", name="Switch it on").click()
    check_width(page)
    picture = page.get_by_role("img", name="The key as a picture")
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] > 150
    key = page.locator("main code").inner_text().replace("-", "")
    app = TOTP(key=key)
    page.fill("input[name=code]", app.generate().token)
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_text("You have no recovery codes")).to_be_visible()
    page.get_by_role("link", name="Make new codes").click()
    page.get_by_role("button", name="Make new codes").click()
    expect(page.locator("main li code")).to_have_count(8)
    codes = page.locator("main li code").all_inner_texts()
    signed_out(page)
    with_password(page, here, candidate)
    expect(page.get_by_role("heading", name="The code")).to_be_visible()
    page.get_by_role("link", name=re.compile("use a recovery code")).click()
    page.fill("input[name=code]", codes[0])
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{here}/account/tf-setup")
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_text("the password alone opens your account")).to_be_visible()
    signed_out(page)
