"""Files that a form sends."""

from flask import request

from marketplace.errors import Invalid, TooLarge
from marketplace.messages import Message


def sent_file(name: str, largest: int) -> tuple[str, bytes]:
    """Return the name and the content of a file of this request's form.

    Raises:
        Invalid: none was chosen.
        TooLarge: it is over the limit.
    """
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        raise Invalid.at(f"#/{name}", Message("Choose a file first."))
    content = sent.stream.read(largest + 1)
    if len(content) > largest:
        raise TooLarge(Message("The file is over {megabytes} MB.", megabytes=largest // 1_000_000))
    return sent.filename, content
