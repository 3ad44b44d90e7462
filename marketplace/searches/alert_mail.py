"""The mail that tells of new roles, in the language of its account."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from marketplace.accounts.letters import public_url
from marketplace.events import send_mail
from marketplace.notifications.links import stop_link
from marketplace.notifications.mailing import known_language
from marketplace.searches.saving import search_path
from models import Account, Role, SavedSearch

WORDS = {
    "en": {
        "subject": "{count} new for “{name}”",
        "head": "New roles that your search “{name}” finds:",
        "all": "All that it finds: {url}",
        "stop": "Stop these mails with one click: {url}",
    },
    "zh-Hans": {
        "subject": "“{name}”有 {count} 个新职位",
        "head": "您保存的搜索“{name}”找到了新职位：",
        "all": "查看全部结果：{url}",
        "stop": "一键停止此类邮件：{url}",
    },
}


def mail_news(
    session: Session, account: Account, search: SavedSearch, roles: Sequence[Role]
) -> None:
    """Put a digest of new roles into the outbox."""
    words = WORDS[known_language(account.language or search.language)]
    link = stop_link(account.id, "searches", search.id)
    home = public_url()
    lines = [f"- {role.title} · {role.employer.name}\n  {home}/roles/{role.id}" for role in roles]
    text = "\n\n".join(
        (
            words["head"].format(name=search.name),
            "\n".join(lines),
            words["all"].format(url=home + search_path(search)),
            words["stop"].format(url=link),
        )
    )
    subject = words["subject"].format(count=len(roles), name=search.name)
    send_mail(session, to=account.email, subject=subject, text=text, unsubscribe=link)
