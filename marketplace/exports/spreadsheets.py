"""Tables as CSV that spreadsheet programs open as they are meant (RFC 4180, UTF-8 with a mark)."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as the text of a file; no cell can be a formula."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + target.getvalue()


def guarded(cell: object) -> str | int | float:
    """Return a cell; a text that would begin a formula, full-width too, gets an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = str(cell)
    first = unicodedata.normalize("NFKC", text.lstrip(" \u3000\u00a0\ufeff")[:1])
    is_formula = text.startswith(_FORMULA) or first.startswith(_FORMULA)
    return f"'{text}" if is_formula else text
