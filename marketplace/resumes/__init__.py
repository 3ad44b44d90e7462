"""Résumés: read from files, proposed to a profile, written for other services."""
