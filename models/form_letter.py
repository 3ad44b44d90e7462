"""Form letters: an employer's own texts with gaps, to be sent again and again."""

from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, Timed, worded


class LetterKind(StrEnum):
    """For what a letter is."""

    MESSAGE = "message"
    INVITATION = "invitation"
    REJECTION = "rejection"


class FormLetter(Identified, Timed, Base):
    """A text with gaps, in English, Chinese or both."""

    __tablename__ = "form_letter"
    __table_args__ = (sa.UniqueConstraint("employer_id", "kind", "name"),)

    employer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("employer.id", ondelete="CASCADE"))
    kind: Mapped[LetterKind] = mapped_column(worded(LetterKind))
    name: Mapped[str] = mapped_column(sa.String(120))
    text_en: Mapped[str | None] = mapped_column(sa.Text)
    text_zh: Mapped[str | None] = mapped_column(sa.Text)
