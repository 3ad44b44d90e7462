"""Ways to reach or date a person, as they stand in free text."""

import re

_TLD = "(?:com|cn|org|edu|net|io|me|dev|ai|co|app|site|info|gov|example)"
_HOST = r"(?<![a-z0-9@.-])(?:[a-z0-9-]{1,63}\.){1,6}"
_LABEL = "[a-z0-9-]{1,63}"
_MAILBOX = "(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}"
_AT = r" ?[\[({<] ?(?:at|@|艾特) ?[\])}>] ?"
_DOT = r"(?: ?[\[({<] ?(?:dot|\.|点) ?[\])}>] ?| dot |\.)"
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = "(?:[0-3]?[0-9](?:st|nd|rd|th)?)"
_YEAR = r"(?:(?:19|20)\d\d)"
_CHINESE_YEAR = rf"{_YEAR}|(?<!\d)\d\d|[〇○零一二三四五六七八九]{{2,4}}"
_CHINESE_MONTH = r"(?:0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九]) ?月(?:份|底|初)?"
_HANDLE = r"@?(?=[a-z._-]{0,30}[0-9_])[a-z0-9_][a-z0-9._-]{3,63}"
_HANDLE_WORD = "(?:号码|帐号|账号|号| ?(?:id|account|handle))?"
_MESSENGER = "(?:wechat|weixin|vx|v信|whatsapp|telegram|skype|qq)"
_CHINESE_MESSENGER = "(?:微信|加微|加v|扣扣|企鹅)"
_DOUBTFUL_MESSENGER = "(?:line|signal|wx|tg|kakao|kakaotalk|viber)"  # words of other meanings too

CONTACT = re.compile(
    "|".join(
        (
            rf"{_MAILBOX} ?@ ?(?:{_LABEL}\.){{1,6}}[a-z]{{2,24}}",
            rf"{_MAILBOX}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{1,6}}",
            rf"{_MAILBOX} at {_LABEL}(?: dot {_LABEL}){{0,4}} dot {_TLD}(?![a-z0-9])",
            rf"{_MAILBOX} ?@ ?{_LABEL}(?:(?: \. ?|{_DOT}){_LABEL}){{1,6}}",
            r"(?:https?://|www\.)\S+",
            rf"{_HOST}{_TLD}/\S+",
            rf"{_HOST}(?:com|cn|org|edu)(?![a-z0-9])",
            rf"(?<![a-z0-9]){_MESSENGER}{_HANDLE_WORD} ?[:=是] ?\S+",
            rf"{_CHINESE_MESSENGER}{_HANDLE_WORD} ?[:=是] ?\S+",
            rf"(?<![a-z0-9]){_MESSENGER}{_HANDLE_WORD} {_HANDLE}",
            rf"(?<![a-z0-9])qq{_HANDLE_WORD} ?\d{{5,12}}(?!\d)",
            rf"{_CHINESE_MESSENGER}{_HANDLE_WORD} ?{_HANDLE}",
            rf"(?<![a-z0-9]){_DOUBTFUL_MESSENGER}(?: ?[:=]| id ?[:=]?) ?{_HANDLE}",
            r"(?<!\d)\+?\(?\d(?:[ ().-]{0,2}\d){7,15}(?!\d)",
            r"10\.\d{4,9}/\S+",
            rf"(?<!\d){_YEAR}[-/.][01]?\d(?:[-/.][0-3]?\d)?(?!\d)",
            rf"(?<![\d./-])(?:[0-3]?\d[-/.])?[0-3]?\d[-/.]{_YEAR}(?!\d)",
            rf"(?<![a-z0-9])(?:{_DAY} (?:of )?)?{_MONTH}(?: {_DAY})?,? ?(?:of )?{_YEAR}(?!\d)",
            rf"(?<![a-z0-9]){_MONTH} ?['’]\d\d(?!\d)",
            rf"(?<!\d){_YEAR}[ ,/-]{{1,2}}{_MONTH}(?![a-z])",
            rf"(?:{_CHINESE_YEAR}) ?年 ?{_CHINESE_MONTH}(?: ?[0-3一二三十]{{0,2}}\d? ?[日号])?",
            rf"(?<!\d){_CHINESE_MONTH}[ ,/]?{_YEAR}年?",
        )
    )
)
