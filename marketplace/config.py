"""Settings: read once from the environment, checked, frozen."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from environs import Env, EnvError, validate
from flask import current_app

EVERY_ADDRESS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared, never bound
THIS_MACHINE = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that an operator can set; docs/operations.md says what each means."""

    database_url: str
    host: str
    port: int
    web_workers: int
    web_threads: int
    run_worker: bool
    secret_key: str
    public_url: str
    index_folder: Path
    mail_folder: Path
    mail_server: str
    mail_from: str
    operator_name: str
    licence_number: str
    contact_address: str
    rate_limit: str
    sign_in_limit: str
    profile_limit: str
    trusted_proxies: int
    query_seconds: int
    policy_folders: tuple[Path, ...]
    max_body_bytes: int
    secure_cookies: bool
    webhook_local_addresses: bool
    greenhouse_url: str
    demo: bool


def read_config() -> Config:
    """Read the settings from the environment.

    Raises:
        environs.EnvError: a setting is malformed; the message names it.
    """
    env = Env()
    host = env.str("HOST", "127.0.0.1")
    port = env.int("PORT", 8000, validate=validate.Range(1, 65535))
    return Config(
        database_url=_with_driver(env.str("DATABASE_URL", "sqlite:///var/marketplace.db")),
        host=host,
        port=port,
        web_workers=env.int("WEB_WORKERS", 2, validate=validate.Range(1, 64)),
        web_threads=env.int("WEB_THREADS", 8, validate=validate.Range(1, 64)),
        run_worker=env.bool("RUN_WORKER", True),
        secret_key=env.str("SECRET_KEY", "") or _own_secret(Path("var/secret")),
        public_url=(env.str("PUBLIC_URL", "") or _own_address(host, port)).rstrip("/"),
        index_folder=Path(env.str("INDEX_FOLDER", "var/index")),
        mail_folder=Path(env.str("MAIL_FOLDER", "var/mail")),
        mail_server=env.str("MAIL_SERVER", ""),
        mail_from=env.str("MAIL_FROM", "no-reply@localhost"),
        operator_name=env.str("OPERATOR_NAME", "K-Visa talent marketplace"),
        licence_number=env.str("LICENCE_NUMBER", ""),
        contact_address=env.str("CONTACT_ADDRESS", ""),
        rate_limit=env.str("RATE_LIMIT", "6000/minute"),
        sign_in_limit=env.str("SIGN_IN_LIMIT", "20/minute"),
        profile_limit=env.str("PROFILE_LIMIT", "300/hour"),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0, validate=validate.Range(0, 5)),
        query_seconds=env.int("QUERY_SECONDS", 10, validate=validate.Range(1, 600)),
        policy_folders=_folders(env.str("POLICY_FOLDERS", "")),
        max_body_bytes=env.int("MAX_BODY_BYTES", 32_000_000, validate=validate.Range(min=1000)),
        secure_cookies=env.bool("SECURE_COOKIES", False),
        webhook_local_addresses=_local_addresses(env),
        greenhouse_url=_greenhouse_url(env),
        demo=env.bool("DEMO", False),
    )


def current_settings() -> Config:
    """Return the settings of the application that is at work."""
    found: Config = current_app.config["MARKETPLACE"]
    return found


def _local_addresses(env: Env) -> bool:
    """Return whether webhooks may lead to this machine and its network.

    Raises:
        environs.EnvError: they may, in a service that the public reaches.
    """
    allowed = env.bool("WEBHOOK_LOCAL_ADDRESSES", False)
    if allowed and env.str("PUBLIC_URL", "").startswith("https://"):
        raise EnvError(
            "WEBHOOK_LOCAL_ADDRESSES: only for development; PUBLIC_URL is a public address"
        )
    return allowed


def _greenhouse_url(env: Env) -> str:
    """Return where people are sent for employers that use Greenhouse.

    Raises:
        environs.EnvError: it is not encrypted, and no address of this machine's network may be.
    """
    url = env.str("GREENHOUSE_URL", "https://api.greenhouse.io").rstrip("/")
    if not url.startswith("https://") and not _local_addresses(env):
        raise EnvError("GREENHOUSE_URL: not an address of https")
    return url


def _with_driver(url: str) -> str:
    """Name the PostgreSQL driver that we ship."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _own_address(host: str, port: int) -> str:
    """Return where a browser on this machine reaches us; it cannot open "every address"."""
    name = "localhost" if host in EVERY_ADDRESS | THIS_MACHINE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _folders(text: str) -> tuple[Path, ...]:
    """Return the folders between colons.

    Raises:
        environs.EnvError: one of them is not there.
    """
    folders = tuple(Path(each) for each in text.split(":") if each)
    for folder in folders:
        if not folder.is_dir():
            raise EnvError(f"POLICY_FOLDERS: there is no folder {folder}")
    return folders


def _own_secret(path: Path) -> str:
    """Return the secret of this installation, made at the first start."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
