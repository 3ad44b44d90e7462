"""Rows of several kinds by one SELECT: each says its kind, and stands in the columns of all."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine


def of_kind(
    kind: int, columns: Mapping[str, TypeEngine[Any]], **told: sa.SQLColumnExpression[Any]
) -> sa.Select[Any]:
    """Select rows of one kind, to be joined with those of others.

    Args:
        columns: of all kinds, each with its type; null where this kind does not tell it.
    """
    shown: list[sa.ColumnElement[Any]] = [
        (told[name] if name in told else sa.cast(sa.null(), type_)).label(name)
        for name, type_ in columns.items()
    ]
    return sa.select(sa.literal_column(str(kind), sa.Integer).label("kind"), *shown)
