"""What analysis made of texts: derived from a role or a candidate, and gone with it."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Analysed:
    """A packed document, good for one version of the rules and for the texts it was made of."""

    version: Mapped[str] = mapped_column(sa.String(16))  # of analyzer and masks
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(16))  # of the texts
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)


class RoleDocument(Analysed, Base):
    """The words of a role."""

    __tablename__ = "role_document"

    role_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("role.id", ondelete="CASCADE"), primary_key=True
    )


class CandidateDocument(Analysed, Base):
    """The words of a candidate, masked, and which of them an employer may be told."""

    __tablename__ = "candidate_document"

    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), primary_key=True
    )
