"""The packs of this installation: those we ship, and those of the operator's own folders."""

from marketplace.config import Config, current_settings
from matching.policy.loading import PACKS, Packs, load_packs


def load_installed(settings: Config) -> Packs:
    """Load the packs that some settings name.

    Raises:
        PackError: a file breaks a rule of the format; it names file, line and remedy.
    """
    return load_packs(PACKS, *settings.policy_folders)


def installed_packs() -> Packs:
    """Return the packs of the application that is at work."""
    return load_installed(current_settings())
