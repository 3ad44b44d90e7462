"""Assessments: facts in, flags out, nothing stored."""
