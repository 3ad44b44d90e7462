"""What Flask-Security is told about sign-in, confirmation, reset and change."""

from datetime import timedelta

from models import now

NAME = "K-Visa talent marketplace"  # as authenticators list it

SETTINGS: dict[str, object] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    # In signed links, of the address that they go to or of a slow hash: fast digests are enough.
    "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
    "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_EMAIL": True,
    "SECURITY_CHANGE_EMAIL_WITHIN": timedelta(days=1),
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds of another clock
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/account",
    "SECURITY_TOTP_ISSUER": NAME,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "SECURITY_WEBAUTHN": True,
    "SECURITY_WAN_RP_NAME": NAME,
    "SECURITY_WAN_ALLOW_USER_HINTS": False,  # whoever asks would learn who has a passkey
    "SECURITY_WAN_ALLOW_AS_VERIFY": ["first"],
    "SECURITY_WAN_SIGNIN_WITHIN": timedelta(minutes=5),
    "SECURITY_REGISTERABLE": False,
    "SECURITY_LOGIN_WITHOUT_CONFIRMATION": False,
    "SECURITY_AUTO_LOGIN_AFTER_CONFIRM": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_TRACKABLE": False,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_DATETIME_FACTORY": now,
    "SECURITY_URL_PREFIX": "/account",
    "SECURITY_STATIC_FOLDER": None,  # its scripts are not used
    "SECURITY_CACHE_CONTROL": None,  # it would write no-store=True, which no browser knows
    "SECURITY_POST_LOGIN_VIEW": "/account/start",
    "SECURITY_POST_CONFIRM_VIEW": "/account/login",
    "SECURITY_POST_CHANGE_VIEW": "/account",
    "SECURITY_POST_CHANGE_EMAIL_VIEW": "/account",
    "SECURITY_POST_VERIFY_VIEW": "/account",
    "SECURITY_FRESHNESS": timedelta(minutes=30),  # of a sign-in that may change how one signs in
    "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=15),
    "SECURITY_BACKWARDS_COMPAT_AUTH_TOKEN": False,
    "WTF_CSRF_CHECK_DEFAULT": False,  # the edge asks for the token of every form
    "WTF_CSRF_TIME_LIMIT": None,  # it holds as long as the session
    "WTF_CSRF_SSL_STRICT": False,  # it would ask for the Referer, which our pages do not send
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
    "REMEMBER_COOKIE_DURATION": timedelta(days=30),
}
