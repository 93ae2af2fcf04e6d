"""The subcommands of `babelwire`. They import what is heavy only when they run."""

from __future__ import annotations

from typing import NoReturn

import typer


def refuse(message: str, code: int = 2) -> NoReturn:
    """End the command with one line: what is wrong and what to do."""
    complain(message)
    raise typer.Exit(code)


def complain(message: str) -> None:
    """Say on standard error what is wrong, in one line."""
    typer.echo(f"babelwire: {message}", err=True)
