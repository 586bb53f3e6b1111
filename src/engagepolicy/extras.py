"""The one place that imports an optional package, so that whoever lacks it is told which extra to install."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


class MissingExtra(ImportError):
    """An optional package is not installed; the message gives the command that installs it."""


def require_extra(module: str, extra: str) -> ModuleType:
    """Return an optional module, imported.

    Args:
        module: its dotted name, such as `rich.console`.
        extra: the extra of this package that brings it, as in `engagepolicy[tools]`.

    Raises:
        MissingExtra: if the package that holds the module is not installed. A module that is there but cannot import
            something else raises its own error.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        missing = error.name or module
        if module != missing and not module.startswith(f"{missing}."):
            raise
        package = module.partition(".")[0]
        command = f'python -m pip install "engagepolicy[{extra}]"'
        raise MissingExtra(f"this needs {package}, which is not installed; to install it: {command}", name=missing) from None
