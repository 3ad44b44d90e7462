"""Greenhouse as pages: an employer connects its own, and sends people there."""

from marketplace.greenhouse.pages import accounts, listing, pushes
from marketplace.greenhouse.pages.blueprint import greenhouse_pages

__all__ = ["accounts", "greenhouse_pages", "listing", "pushes"]
