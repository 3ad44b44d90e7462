"""A database of invented roles and candidates, made fast: for measuring, never for showing."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from benchmarks.inventing import UNEVENNESS, VOCABULARY
from marketplace.auth import digest_of
from marketplace.candidates.blanking import Blanked
from marketplace.candidates.profiles import candidate_profile, told_profile
from marketplace.clock import today
from marketplace.database import Database, make_engine
from marketplace.matches.keeping import SIDES
from marketplace.matches.upkeep import renew
from marketplace.matches.words import words_of_candidate, words_of_role, words_version
from marketplace.migrating import migrate
from marketplace.permissions import SCOPES
from marketplace.roles.profiles import role_profile
from matching.codes import HUBS, SECTORS
from matching.ranking.packing import Words, pack_words
from models import (
    Account,
    ApiToken,
    Candidate,
    CandidateStatus,
    ChangedKind,
    Consent,
    Employer,
    Membership,
    Purpose,
    Role,
    RoleStatus,
    VerificationStatus,
    Visibility,
)

TITLES = 600
SENTENCE = 15  # words
BATCH = 1_000
EMPLOYERS = 50
SKILLS: tuple[str, ...] = (
    "PyTorch",
    "surface codes",
    "Python",
    "CUDA",
    "Kubernetes",
    "机器学习",
    "CRISPR",
    "C++",
)
SKILLS += ("MATLAB", "FPGA", "Verilog", "LAMMPS", "mass spectrometry", "optics", "SQL", "Rust")
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
PURPOSES = (Purpose.MATCHING, Purpose.SENSITIVE_STATUS, Purpose.SHARE_STATUS)

Rows = dict[type, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Made:
    """A database and who may ask it."""

    url: str
    index: Path
    employer_token: str
    candidate_token: str


def make_market(folder: Path, size: int, *, seed: int = 1) -> Made:
    """Make a market of ``size`` roles and as many candidates, or take the one that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"market-{size}.db"
    made = Made(f"sqlite:///{path}", folder / f"index-{size}", "kvm_employer", "kvm_candidate")
    if path.exists():
        return made
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    database = Database(make_engine(f"sqlite:///{unfinished}", query_seconds=3_600))
    migrate(database.engine)
    _let_ask(database, fill_market(database, size, seed=seed), made)
    renew(database, made.index)
    database.engine.dispose()
    unfinished.rename(path)
    return made


def fill_market(database: Database, size: int, *, seed: int = 1) -> list[UUID]:
    """Add roles and as many candidates to what is there; return the employers of the roles."""
    writer = Writer(random.Random(seed))
    with database.session(write=True) as session:
        employers = _employers(session)
        session.commit()
    for kind in (ChangedKind.ROLE, ChangedKind.CANDIDATE):
        for start in range(0, size, BATCH):
            numbers = range(start, min(start + BATCH, size))
            rows = writer.roles(numbers, employers) if kind is ChangedKind.ROLE else None
            _write(database, kind, rows or writer.candidates(numbers))
    return employers


def _write(database: Database, kind: ChangedKind, rows: Rows) -> None:
    """Insert rows with their words, as ``commit`` would have them."""
    with database.session(write=True) as session:
        for table, values in rows.items():
            session.execute(sa.insert(table), values)
        session.execute(sa.insert(SIDES[kind].documents), _documents(kind, rows))
        session.commit()


def _documents(kind: ChangedKind, rows: Rows) -> list[dict[str, Any]]:
    """Return the words of rows: nobody is named in them, so nothing is masked."""
    side = SIDES[kind]
    made = []
    for values in rows[side.id.class_]:
        row = side.id.class_(**values)
        if kind is ChangedKind.ROLE:
            row.employer = Employer(kind="", sectors=[])
            words = words_of_role(role_profile(row))
        else:
            words = _words_of_candidate(row)
        digest, body = side.digest(row), pack_words(words)
        document = {"version": words_version(), "digest": digest, "body": body}
        made.append({side.key.key: row.id, **document})
    return made


def _words_of_candidate(row: Candidate) -> Words:
    row.status, row.consents = None, []
    texts = Blanked(
        headline=row.headline,
        summary=row.summary,
        skills=[skill["name"] for skill in row.skills or ()],
        posts=[(post["title"], post["summary"]) for post in row.experience or ()],
        fields=[degree["field"] for degree in row.education or ()],
        achievements={"patents": [], "publications": [], "awards": []},
    )
    profile = candidate_profile(row, day=today(), texts=texts)
    words = words_of_candidate(profile, told_profile(profile))
    return replace(words, headline=texts.headline)


def _employers(session: Session) -> list[UUID]:
    employers = [
        Employer(
            name=f"Employer {number}",
            kind="tech_company",
            sectors=[],
            verification_status=VerificationStatus.VERIFIED,
        )
        for number in range(EMPLOYERS)
    ]
    session.add_all(employers)
    session.flush()
    return [employer.id for employer in employers]


def _let_ask(database: Database, employers: Sequence[UUID], made: Made) -> None:
    """Make who asks: somebody of three employers, and a candidate."""
    with database.session(write=True) as session:
        known = {"employer": made.employer_token, "candidate": made.candidate_token}
        for name, secret in known.items():
            account = Account(email=f"{name}@example.org", password="none")  # noqa: S106
            session.add(account)
            session.flush()
            session.add(
                ApiToken(
                    account_id=account.id,
                    name="benchmark",
                    prefix=secret[:8],
                    digest=digest_of(secret),
                    scopes=list(SCOPES),
                )
            )
            if name == "employer":
                part = {"account_id": account.id, "email": account.email, "part": "owner"}
                session.add_all(Membership(employer_id=each, **part) for each in employers[:3])
            else:
                first = sa.select(Candidate).order_by(Candidate.number).limit(1)
                session.scalars(first).one().account_id = account.id
        session.commit()


class Writer:
    """Writes rows of text as unevenly worded as people's."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        syllables = [draw.choices(SYLLABLES, k=draw.randint(2, 5)) for _ in range(VOCABULARY)]
        self.words = ["".join(each) for each in syllables]
        self.titles = [self._sentence(3) for _ in range(TITLES)]

    def _sentence(self, count: int) -> str:
        words, draw = self.words, self.draw.random
        return " ".join(words[int(VOCABULARY * draw() ** UNEVENNESS)] for _ in range(count))

    def text(self, sentences: int) -> str:
        """Return some sentences, none of which anybody else wrote."""
        return ". ".join(self._sentence(SENTENCE) for _ in range(sentences))

    def skills(self) -> list[str]:
        """Return the names of some skills."""
        return self.draw.sample(SKILLS, 6)

    def roles(self, numbers: range, employers: Sequence[UUID]) -> Rows:
        """Return open roles."""
        draw, rows = self.draw, []
        for number in numbers:
            month = draw.randint(20, 60) * 1_000
            rows.append(
                {
                    "id": uuid7(),
                    "employer_id": employers[number % len(employers)],
                    "title": draw.choice(self.titles),
                    "description": self.text(3),
                    "requirements": self.text(1),
                    "skills": [{"name": s, "required": draw.random() < 0.5} for s in self.skills()],
                    "sectors": draw.sample(SECTORS, 2),
                    "city": draw.choice(["Hangzhou", "Shanghai", "Beijing", "Chengdu"]),
                    "province": draw.choice(["CN-ZJ", "CN-SH", "CN-BJ", "CN-SC"]),
                    "work_mode": draw.choice(["on_site", "hybrid"]),
                    "headcount": 1,
                    "salary_min": month,
                    "salary_max": month + 10_000,
                    "salary_currency": "CNY",
                    "salary_period": "month",
                    "degree_min": draw.choice(["bachelor", "master", "doctor"]),
                    "experience_years_min": draw.randint(1, 8),
                    "languages": [{"language": "en", "level": "B2"}],
                    "support": {},
                    "terms": {},
                    "facilities": [],
                    "status": RoleStatus.OPEN,
                    "posted_at": datetime.now(UTC) - timedelta(hours=number % 2_000),
                    "valid_through": today() + timedelta(days=3_650),
                }
            )
        return {Role: rows}

    def candidates(self, numbers: range) -> Rows:
        """Return candidates who may be ranked; a third of them share their status."""
        rows: Rows = {Candidate: [], Consent: [], CandidateStatus: []}
        for number in numbers:
            row = self._candidate(number)
            rows[Candidate].append(row)
            shares = number % 3 == 0
            rows[Consent] += [
                {"candidate_id": row["id"], "purpose": purpose, "basis": "invented"}
                for purpose in PURPOSES[: 3 if shares else 1]
            ]
            if shares:
                status = {"candidate_id": row["id"], "visa": "K", "work_permit": number % 2 == 0}
                rows[CandidateStatus].append({**status, "birth_year": 1980 + number % 25})
        return rows

    def _candidate(self, number: int) -> dict[str, Any]:
        draw, began = self.draw, self.draw.randint(2005, 2020)
        unproved = {"evidence": "none", "evidence_expires_on": None}
        posts = [
            {
                "id": str(uuid7()),
                "title": draw.choice(self.titles),
                "organisation": None,
                "sector": draw.choice(SECTORS),
                "start": f"{year}-03",
                "end": end,
                "summary": self.text(1),
                "leads_rd": None,
                "stem_research": True,
                **unproved,
            }
            for year, end in ((began, f"{began + 4}-02"), (began + 4, None))
        ]
        degree = {
            "id": str(uuid7()),
            "institution": None,
            "degree": draw.choice(["bachelor", "master", "doctor"]),
            "field": draw.choice(self.titles),
            "sectors": draw.sample(SECTORS, 1),
            "stem": True,
            "start": None,
            "end": str(began),
            **unproved,
        }
        salary = {"amount": draw.randint(20, 60) * 1_000, "currency": "CNY", "period": "month"}
        return {
            "id": uuid7(),
            "number": draw.getrandbits(40),
            "links": [],
            "headline": draw.choice(self.titles),
            "summary": self.text(1),
            "skills": [{"name": skill, "years": None} for skill in self.skills()],
            "experience": posts,
            "education": [degree],
            "patents": [],
            "publications": [],
            "awards": [],
            "languages": [{"language": "en", "level": "C1", **unproved}],
            "hubs": [draw.choice(HUBS)],
            "salary_min": salary,
            "visibility": Visibility.OPEN if number % 5 == 0 else Visibility.ANONYMOUS,
            "hidden_from": [],
            "hidden_keys": [],
            "confirmed_at": datetime.now(UTC),
        }
