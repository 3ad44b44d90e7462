"""Résumés as files that tests send."""

import zipfile
from io import BytesIO

import docx
from fpdf import FPDF

RESUME = """Ines Falk
Physicist, quantum error correction
ines@falk.example | +49 30 1234567 | https://falk.example

SUMMARY
Ten years of decoders for surface codes.

EXPERIENCE
Senior Researcher, Harbour Labs  Apr 2019 - Present
- Led a group of five
- Built decoders in C++ and
  Python
Postdoctoral Fellow
Lakeside Laboratory
2016 - 03/2019
Worked on codes.

EDUCATION
PhD in Physics, Lakeside University, 2012 - 2016
Harbour Institute of Technology
MSc Physics 2012

SKILLS
Programming: Python, C++, Rust

LANGUAGES
English (C2), German: native, Chinese HSK 4

PUBLICATIONS
- On decoders, https://doi.org/10.1234/abcd
"""


def pdf(text: str = RESUME, *, pages: int = 1, password: str = "") -> bytes:
    """Return a PDF of some text."""
    made = FPDF()
    made.set_font("Helvetica", size=10)
    for _ in range(pages):
        made.add_page()
        made.multi_cell(0, 5, text)
    if password:
        made.set_encryption(owner_password="owner", user_password=password)
    return bytes(made.output())


def word(text: str = RESUME) -> bytes:
    """Return a Word document whose last line stands in a table."""
    made = docx.Document()
    *lines, last = text.strip().splitlines()
    for line in lines:
        made.add_paragraph(line)
    made.add_table(1, 1).cell(0, 0).text = last
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def archive(**members: bytes) -> bytes:
    """Return a ZIP whose members are named with ``__`` for a slash."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/") + ".xml", content)
    return written.getvalue()
