"""The command `sitrep`. Each command lives in `assistant/commands` and is imported only when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from ingest.errors import SitrepError

_COMMANDS = {
    "ingest": "reports",
    "reports": "reports",
    "reindex": "reports",
    "ask": "ask",
    "answer": "ask",
    "chat": "chat",
    "doctor": "doctor",
    "models": "models",
    "figures": "figures",
    "eval": "evals",
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module = importlib.import_module(f"assistant.commands.{_COMMANDS[name]}")
        command: click.Command = getattr(module, "eval_" if name == "eval" else name)
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sitrep")
def cli() -> None:
    """Ask conflict reports; every sentence of the answer shows the exact words behind it."""


def main() -> None:
    """Run the command line; an error meant for a person is one line and its exit code."""
    try:
        sys.exit(cli(standalone_mode=False))
    except SitrepError as error:
        click.echo(f"sitrep: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        click.echo(f"sitrep: {_wrong_use(error)}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("sitrep: stopped", err=True)
        sys.exit(130)


def _wrong_use(error: click.ClickException) -> str:
    """What is wrong with the command as it was typed, and where its help is; in one line, whatever was typed."""
    context = getattr(error, "ctx", None)
    message = " ".join(error.format_message().split())
    return f"{message}{'' if message.endswith(('.', '?', '!')) else '.'} See: {context.command_path if context else 'sitrep'} --help"


if __name__ == "__main__":
    main()
