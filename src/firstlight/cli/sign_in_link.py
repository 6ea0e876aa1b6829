"""`firstlight sign-in-link MAIL`: a one-time link, made by whoever runs the installation."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("mail", help="the mail address of a person in a project, or of one who is to start some")
    parser.add_argument(
        "--without-second-factor",
        action="store_true",
        help="take away passkeys, app and codes of somebody who has lost them",
    )
    parser.add_argument(
        "--may-add-projects",
        action="store_true",
        help="from now on they may start projects; makes an account for anyone",
    )
    parser.add_argument("--name", default="", help="the name of a new account that is in no project yet")
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the workspace is served")


def run(options: argparse.Namespace) -> int:
    """Print a link for someone who is in a project, or who may start one; their account is made on first use."""
    from firstlight.cli.preparing import open_workspace

    open_workspace()
    from django.utils import timezone

    from firstlight.cli.accounts import founder_with, link_for, person_with, take_second_factor

    who = founder_with(options.mail, options.name, timezone.now()) if options.may_add_projects else None
    holder = who or person_with(options.mail)
    link = link_for(holder, timezone.now(), options.address)
    if options.without_second_factor:
        take_second_factor(holder.email, timezone.now())
    print(link)
    return 0
