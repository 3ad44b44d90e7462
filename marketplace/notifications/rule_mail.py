"""The mail that says what a new version of the rules changed for somebody."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from marketplace.accounts.letters import public_url
from marketplace.messages import Message
from marketplace.notifications.services import tell_account
from marketplace.policies.changes import Change
from marketplace.policies.reading import words
from marketplace.searches.saving import search_path
from marketplace.taxonomies.labels import label_of
from matching.policy.pack import Language, Pack
from models import Account, Role

if TYPE_CHECKING:
    from marketplace.notifications.rule_changes import News, Turn

TOPIC = "policies"


def mail_changes(
    session: Session, account: Account, change: Change, news: "News", language: Language
) -> None:
    """Put the mail into the outbox, for an account that wants such mail."""
    parts = [Message("{policy} has come into use. For you it changes:", policy=change.name)]
    tell_account(
        session,
        account.id,
        topic=TOPIC,
        subject=Message("New visa rules change what we told you"),
        parts=[*parts, *_turned(change, news, language), *_found(news)],
        path="/me/matches",
    )


def _turned(change: Change, news: "News", language: Language) -> Iterator[str]:
    role_id = None
    for turn in news.turns:
        if turn.role.id != role_id:
            role_id = turn.role.id
            yield _named(turn.role)
        yield Message(
            "{flag}: was “{before}”, is now “{after}”",
            flag=words()["flag"][turn.flag][language],
            before=label_of("outcome", turn.before, language),
            after=label_of("outcome", turn.after, language),
        )
        yield from _rules(change.after, turn)


def _rules(pack: Pack, turn: "Turn") -> Iterator[str]:
    for reason in turn.reasons:
        yield reason.text
        yield Message(
            "The rule: {title}, {url}",
            title=reason.source.title,
            url=f"{public_url()}/policies/{pack.id}/versions/{pack.version}#{reason.criterion}",
        )


def _found(news: "News") -> Iterator[str]:
    for search, roles in news.found:
        yield Message("Your search “{name}” now finds:", name=search.name)
        yield from (_named(role) for role in roles)
        yield Message("All that it finds: {url}", url=public_url() + search_path(search))


def _named(role: Role) -> str:
    return f"{role.title} · {role.employer.name}\n{public_url()}/roles/{role.id}"
