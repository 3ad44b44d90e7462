"""How often a caller may ask, said in the RateLimit headers (draft-ietf-httpapi-ratelimit)."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flask import Response, g, request
from flask import session as browser_session
from limits import RateLimitItem, WindowStats, parse_many
from limits.strategies import FixedWindowRateLimiter

from marketplace.auth import caller
from marketplace.errors import MarketplaceError, TooMany
from marketplace.http.counting import CallCounts
from marketplace.messages import Message

GUESSED = (
    "security.login",
    "security.verify",
    "security.forgot_password",
    "security.send_confirmation",
    "security.change_password",
    "security.change_email",
    "account_pages.register",
    "account_pages.delete_account",
)

OPENED = ("matches.show_candidate_match", "employer.show_candidate", "employer.compare")
SHOWN_AGAIN = (  # a candidate's page too, where its form was refused
    "employer.write_note",
    "employer.tag_candidate",
    "employer.score_candidate",
    "employer.unblind_candidate",
    "employer.write_message",
    "employer.set_interview",
)

CODES = ("security.two_factor_token_validation", "security.mf_recovery")
CODE_LIMIT = "10/minute;60/day"  # six digits, of which three are good: one in 5,000 a day


def caller_key() -> str:
    """Return whom the limit counts: the account where it is proved, else the address."""
    try:
        account_id = caller().account_id
    except MarketplaceError:
        account_id = None  # a token that is no good opens no budget of its own
    return f"account {account_id}" if account_id else f"address {request.remote_addr}"


def account_key() -> str:
    """Return the address that a body names: who signs in there, or gets a mail."""
    return f"sign-in {str(_named_address()).strip().lower()[:254]}"


def half_signed_in_key() -> str:
    """Return whose password was good and whose code is asked for now."""
    return f"code {browser_session.get('tf_user_id') or request.remote_addr}"


def people_opened() -> int:
    """Return how many candidates a request opens: of several side by side its address says it."""
    return max(1, len(set(request.args.getlist("who"))))


def names_nobody() -> bool:
    """Whether a body names no address at all."""
    return not _named_address()


def _named_address() -> object:
    request.get_data(cache=True)  # a form would use the body up before its call reads it
    body = request.get_json(silent=True) if request.is_json else request.form
    return body.get("email") if isinstance(body, Mapping) else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit: what is counted, by whom."""

    items: list[RateLimitItem]
    scope: str
    key: Callable[[], str] = caller_key
    methods: frozenset[str] | None = None  # null: all
    exempt: Callable[[], bool] | None = None
    cost: Callable[[], int] | None = None  # null: 1


class InForce(NamedTuple):
    """The limit that a caller will meet first."""

    item: RateLimitItem
    window: WindowStats


class Limits:
    """Counts the calls of one process: of everyone in all, and of what is worth guessing."""

    def __init__(self, rate: str) -> None:
        self._window = FixedWindowRateLimiter(CallCounts())
        self._all = Rule(parse_many(rate), "all")
        self._own: defaultdict[str, list[Rule]] = defaultdict(list)

    def limit_calls(self, *, sign_in: str, profiles: str) -> None:
        """Limit the calls that are worth guessing or scraping by."""
        post = frozenset({"POST"})
        for name in GUESSED:
            self._own[name].append(Rule(parse_many(sign_in), name, methods=post))
        for name in (*GUESSED, "accounts.register"):  # a mail goes to whom the body names
            self._own[name].append(
                Rule(parse_many(sign_in), name, key=account_key, methods=post, exempt=names_nobody)
            )
        for name in CODES:
            self._own[name].append(
                Rule(parse_many(CODE_LIMIT), name, key=half_signed_in_key, methods=post)
            )
        for name in OPENED:
            self._own[name].append(Rule(parse_many(profiles), "profiles", cost=people_opened))
        for name in SHOWN_AGAIN:
            self._own[name].append(Rule(parse_many(profiles), "profiles shown again"))

    def spend(self) -> None:
        """Count this request of the caller, before anything else is done for them.

        Raises:
            TooMany: they had as many as they may have.
        """
        if request.endpoint != "static":
            self._count(self._all)

    def spend_own(self) -> None:
        """Count this request towards the limits of its call alone, if it has any.

        Raises:
            TooMany: the call was made as often as it may be.
        """
        for rule in self._own.get(request.endpoint or "", ()):
            is_meant = rule.methods is None or request.method in rule.methods
            if is_meant and not (rule.exempt and rule.exempt()):
                self._count(rule)

    def _count(self, rule: Rule) -> None:
        who, cost = rule.key(), 1 if rule.cost is None else rule.cost()
        for item in rule.items:
            has_room = self._window.hit(item, rule.scope, who, cost=cost)
            window = self._window.get_window_stats(item, rule.scope, who)
            if "limit" not in g or window.remaining < g.limit.window.remaining or not has_room:
                g.limit = InForce(item, window)
            if not has_room:
                raise TooMany(
                    Message(
                        "At most {amount} requests in {seconds} seconds.",
                        amount=item.amount,
                        seconds=item.get_expiry(),
                    )
                )


def say_limit(response: Response) -> None:
    """Add the limit in force to an answer."""
    limit: InForce | None = g.get("limit")
    if limit is None:
        return
    seconds = max(0, round(limit.window.reset_time - time.time()))
    amount, left = limit.item.amount, limit.window.remaining
    response.headers["RateLimit-Policy"] = f'"default";q={amount};w={limit.item.get_expiry()}'
    response.headers["RateLimit"] = f'"default";r={left};t={seconds}'
    if response.status_code == TooMany.status:
        response.headers["Retry-After"] = str(max(1, seconds))
