"""`firstlight COMMAND`: finds the command, turns refusals into sentences and exit codes.

Exit codes: 0 done or go, 1 conditional, 2 no-go or a check that failed, 3 bad input, 4 refused.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import NoReturn

from firstlight import __version__

BAD_INPUT = 3
REFUSED = 4

#: Command and the module that does it. Modules are loaded only when their command is called.
COMMANDS: dict[str, str] = {
    "init": "Write a project folder with empty workbooks that explain themselves",
    "assess": "Judge a project folder and say why",
    "sign": "Sign content of a project folder, or bind signatures that were typed",
    "demo": "Serve the example project",
    "load": "Load a project folder into the workspace",
    "load inspect": "Look into results of a load tool, and judge them by criteria",
    "export": "Write a project of the workspace as a project folder or zip file",
    "serve": "Serve the workspace",
    "worker": "Deliver events and webhooks in the background",
    "sign-in-link": "Print a one-time link that signs a person in",
    "packs": "List, check and compare packs",
    "tests": "Look into files of test results, and bring them in",
    "plan inspect": "Look into a plan: dates, critical path, what is wrong",
    "plan fit": "Say how likely a plan ends in its window, and what decides that",
    "plan convert": "Write a plan as another kind of file: Excel, CSV, MS Project XML, calendar, run sheets",
    "plan level": "Level a plan: nobody is needed twice at a time",
    "ledger": "Verify, export and anchor the ledger",
    "doctor": "Check the installation",
}


class Parser(argparse.ArgumentParser):
    """Wrong arguments are bad input, with a sentence and no usage dump."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}. Try: {self.prog} --help", file=sys.stderr)
        raise SystemExit(BAD_INPUT)


def _module(command: str) -> ModuleType:
    return import_module(f"firstlight.cli.{command.replace('-', '_').replace(' ', '_')}")


def in_one(arguments: Sequence[str]) -> list[str]:
    """The arguments with a command of two words (`load inspect`) as one of them. A folder named so is `./inspect`."""
    words = " ".join(arguments[:2])
    return [words, *arguments[2:]] if len(arguments) > 1 and words in COMMANDS else list(arguments)


def parser_of(command: str | None) -> argparse.ArgumentParser:
    """The parser; the arguments of a command are only known when it is the one."""
    parser = Parser(prog="firstlight", description="From files to a go-live verdict.")
    parser.add_argument("--version", action="version", version=f"firstlight {__version__}")
    below = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for name, words in COMMANDS.items():
        sub = below.add_parser(name, help=words, description=f"{words}.")
        if name == command:
            _module(name).add_arguments(sub)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code. Never shows a traceback for bad input."""
    words = in_one(arguments)
    command = next((word for word in words if not word.startswith("-")), None)
    options = parser_of(command).parse_args(words)
    from firstlight.cli.showing import show_refusal
    from firstlight.kernel.errors import Refusal, Refused

    try:
        return int(_module(options.command).run(options))
    except Refusal as refusal:
        show_refusal(refusal)
        return REFUSED if isinstance(refusal, Refused) else BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD_INPUT
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def run() -> NoReturn:
    """The entry point of the program."""
    raise SystemExit(main(sys.argv[1:]))
