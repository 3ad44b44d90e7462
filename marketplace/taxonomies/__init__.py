"""Code lists with labels."""
