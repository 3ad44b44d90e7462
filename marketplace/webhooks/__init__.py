"""Webhooks: what happens is told to addresses that accounts and employers name."""
