"""Employers, their members and their verification."""
