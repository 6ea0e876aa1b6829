"""How to do every registered action once, with arguments it accepts. An action without an entry fails its test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from firstlight.kernel.context import Actor, Context
from tests.cast import NOW, Cast, added, profile


@dataclass(frozen=True)
class Doing:
    """Who does it and with what. What has to be there before is there when this is made."""

    context: Context
    arguments: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)

    def without_right(self) -> Context:
        """The same circumstances for somebody who may nothing."""
        actor = Actor("system", "nobody", "Nobody")
        return Context(actor, self.context.now, self.context.project)


Prepare = Callable[[Cast], Doing]
PREPARED: dict[str, Prepare] = {}


def does(name: str) -> Callable[[Prepare], Prepare]:
    """Say how an action is done; `name` is its dotted name after "firstlight."."""

    def register(prepare: Prepare) -> Prepare:
        PREPARED[f"firstlight.{name}"] = prepare
        return prepare

    return register


def _installation() -> Context:
    from firstlight.workspace.roles import INSTALLATION

    return Context(INSTALLATION, NOW)


def _sheet(cast: Cast, sheet: Any, *rows: dict[str, Any]) -> Doing:
    return Doing(cast.machine, (cast.project, [added(sheet, **row) for row in rows]))


# identity -----------------------------------------------------------------------------------------------------------


def _door() -> Context:
    from firstlight.workspace.roles import SIGN_IN_PAGE

    return Context(SIGN_IN_PAGE, NOW)


def _own(cast: Cast) -> Context:
    from firstlight.identity.queries import own_context

    return own_context(cast.users["pl"], NOW)


@does("identity.actions.accounts.add_user")
def _add_user(cast: Cast) -> Doing:
    return Doing(_installation(), (), {"email": "new@example.org", "name": "Nele Weiss"})


@does("identity.actions.accounts.let_add_projects")
def _let_add_projects(cast: Cast) -> Doing:
    return Doing(_installation(), (cast.users["pl"],), {"may": True})


@does("identity.actions.accounts.change_account")
def _change_account(cast: Cast) -> Doing:
    said = {"name": "Petra Lindt", "time_zone": "Europe/Berlin", "language": "de", "single_keys": False}
    return Doing(_own(cast), (cast.users["pl"],), said)


@does("identity.actions.accounts.set_password")
def _set_password(cast: Cast) -> Doing:
    return Doing(_own(cast), (cast.users["pl"], "scrypt$16384$x$x"))


@does("identity.actions.links.make_sign_in_link")
def _make_link(cast: Cast) -> Doing:
    return Doing(_installation(), (cast.users["pl"],))


@does("identity.actions.links.ask_for_link")
def _ask_for_link(cast: Cast) -> Doing:
    return Doing(_door(), (cast.users["pl"],))


@does("identity.actions.links.use_sign_in_link")
def _use_link(cast: Cast) -> Doing:
    from firstlight.identity.actions import make_sign_in_link

    return Doing(_door(), (make_sign_in_link(_installation(), cast.users["pl"]),))


@does("identity.actions.sessions.begin_session")
def _begin_session(cast: Cast) -> Doing:
    return Doing(_door(), (cast.users["pl"],), {"by": "password", "device": "Firefox on Linux"})


@does("identity.actions.sessions.confirm_person")
def _confirm_person(cast: Cast) -> Doing:
    return Doing(_door(), (cast.users["pl"],), {"by": "password"})


@does("identity.actions.sessions.end_sessions")
def _end_sessions(cast: Cast) -> Doing:
    return Doing(_own(cast), (cast.users["pl"],))


@does("identity.actions.sessions.note_failures")
def _note_failures(cast: Cast) -> Doing:
    return Doing(_door(), (cast.users["pl"],), {"what": "passwords"})


@does("identity.actions.passkeys.add_passkey")
def _add_passkey(cast: Cast) -> Doing:
    from tests.identity.devices import SITE, Device, asked_for_new

    question, challenge = asked_for_new(cast.users["pl"], NOW)
    answer = Device().make(challenge)
    return Doing(_own(cast), (cast.users["pl"],), {"name": "", "site": SITE, "question": question, "answer": answer})


@does("identity.actions.passkeys.use_passkey")
def _use_passkey(cast: Cast) -> Doing:
    from tests.identity.devices import SITE, added_device, asked_for_known

    device = added_device(cast.users["pl"], NOW)
    question, challenge = asked_for_known(NOW)
    return Doing(_door(), (), {"site": SITE, "question": question, "answer": device.sign(challenge)})


@does("identity.actions.passkeys.remove_passkey")
def _remove_passkey(cast: Cast) -> Doing:
    from tests.identity.devices import added_device

    added_device(cast.users["pl"], NOW)
    return Doing(_own(cast), (cast.users["pl"], cast.users["pl"].passkeys.get().pk))


@does("identity.actions.codes.add_authenticator_app")
def _add_app(cast: Cast) -> Doing:
    from tests.identity.devices import SECRET, code_now

    return Doing(_own(cast), (cast.users["pl"],), {"secret": SECRET, "code": code_now(NOW)})


def _with_app(cast: Cast) -> Any:
    from tests.identity.devices import add_app

    return add_app(cast.users["pl"], NOW)


@does("identity.actions.codes.remove_authenticator_app")
def _remove_app(cast: Cast) -> Doing:
    return Doing(_own(cast), (_with_app(cast),))


@does("identity.actions.codes.use_code")
def _use_code(cast: Cast) -> Doing:
    from tests.identity.devices import code_now

    return Doing(_door(), (_with_app(cast), code_now(NOW + timedelta(seconds=30))))


@does("identity.actions.codes.make_recovery_codes")
def _make_recovery_codes(cast: Cast) -> Doing:
    return Doing(_own(cast), (cast.users["pl"],))


@does("identity.actions.codes.use_recovery_code")
def _use_recovery_code(cast: Cast) -> Doing:
    from firstlight.identity.actions import make_recovery_codes

    codes = make_recovery_codes(_own(cast), cast.users["pl"])
    return Doing(_door(), (cast.users["pl"], codes[0]))


@does("identity.actions.codes.reset_second_factor")
def _reset_second_factor(cast: Cast) -> Doing:
    return Doing(_installation(), (_with_app(cast),))


@does("identity.actions.organisations.tie_to_organisation")
def _tie_to_organisation(cast: Cast) -> Doing:
    return Doing(_door(), (cast.users["pl"],), {"issuer": "https://id.example.org", "subject": "0815"})


# workspace ----------------------------------------------------------------------------------------------------------


@does("workspace.actions.projects.add_project")
def _add_project(cast: Cast) -> Doing:
    from firstlight.workspace.roles import FOLDER_READER

    return Doing(Context(FOLDER_READER, NOW), (profile(name="Wave 2", slug="wave-2"),))


@does("workspace.actions.projects.change_project")
def _change_project(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (profile(users_at_go_live=500),))


@does("workspace.actions.projects.set_clock")
def _set_clock(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (timedelta(days=3),))


@does("workspace.actions.people.change_people")
def _change_people(cast: Cast) -> Doing:
    from firstlight.workspace.sheets import PEOPLE

    return _sheet(cast, PEOPLE, {"ref": "nw", "name": "Nele Weiss", "roles": ("auditor",)})


@does("workspace.actions.people.tie_account")
def _tie_account(cast: Cast) -> Doing:
    return Doing(_installation().within(cast.project), ("au", cast.outsider))


def guest_purpose() -> Any:
    """Something that the lead may share."""
    from firstlight.workspace.guests import Purpose
    from firstlight.workspace.policies import MAY_VIEW_SCOPE

    return Purpose("night-shift", "Night shift", MAY_VIEW_SCOPE)


@does("workspace.actions.guests.make_guest_link")
def _make_guest_link(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (guest_purpose(),), {"title": "Night shift"})


@does("workspace.actions.guests.revoke_guest_link")
def _revoke_guest_link(cast: Cast) -> Doing:
    from firstlight.workspace.actions import make_guest_link

    link, _token = make_guest_link(cast.context("pl"), guest_purpose(), title="Night shift")
    return Doing(cast.context("pl"), (link.ref,))


@does("workspace.actions.guests.use_guest_link")
def _use_guest_link(cast: Cast) -> Doing:
    from firstlight.workspace.actions import make_guest_link
    from firstlight.workspace.roles import GUEST_DOOR

    link, _token = make_guest_link(cast.context("pl"), guest_purpose(), title="Night shift")
    return Doing(Context(GUEST_DOOR, NOW, cast.project), (link,))


def party(cast: Cast) -> Any:
    """A partner, of which nobody is in the project yet."""
    from firstlight.workspace.models import Party

    return Party.objects.create(project=cast.project, ref="weighwell", name="Weighwell", kind="partner")


@does("workspace.actions.invitations.invite")
def _invite(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (newcomer(cast),))


@does("workspace.actions.invitations.revoke_invitation")
def _revoke_invitation(cast: Cast) -> Doing:
    from firstlight.workspace.actions import invite

    invitation, _token = invite(cast.context("pl"), newcomer(cast))
    return Doing(cast.context("pl"), (invitation.person,))


@does("workspace.actions.invitations.accept_invitation")
def _accept_invitation(cast: Cast) -> Doing:
    from firstlight.workspace.actions import invite
    from firstlight.workspace.roles import INVITATION_DOOR

    invitation, _token = invite(cast.context("pl"), newcomer(cast))
    door = Context(INVITATION_DOOR, NOW, cast.project)
    return Doing(door, (invitation,), {"name": "Nele Weiss", "signed_in": None})


def newcomer(cast: Cast) -> Any:
    """Somebody in the project who has no account yet."""
    from firstlight.workspace.models import Person

    return Person.objects.create(
        project=cast.project, ref="nw", name="Nele Weiss", email="nele@example.org", roles=["it-administrator"]
    )


@does("workspace.actions.parties.open_to_party")
def _open_to_party(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (party(cast), ["scope"]))


@does("workspace.actions.parties.require_consent")
def _require_consent(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (True,))


@does("workspace.actions.parties.give_consent")
def _give_consent(cast: Cast) -> Doing:
    return Doing(cast.context("ap"), (party(cast),))


@does("workspace.actions.parties.withdraw_consent")
def _withdraw_consent(cast: Cast) -> Doing:
    from firstlight.workspace.actions import give_consent

    return Doing(cast.context("ap"), (give_consent(cast.context("ap"), party(cast)),))


@does("workspace.actions.lists.change_groups")
def _change_groups(cast: Cast) -> Doing:
    from firstlight.workspace.sheets import GROUPS

    return _sheet(cast, GROUPS, {"ref": "WH-N", "title": "Warehouse north", "size": 34})


@does("workspace.actions.lists.change_authority")
def _change_authority(cast: Cast) -> Doing:
    from firstlight.workspace.sheets import AUTHORITY

    return _sheet(cast, AUTHORITY, {"ref": "go-live", "title": "Go-live", "accountable": "es", "responsible": ("ap",)})


@does("workspace.actions.lists.change_knowledge")
def _change_knowledge(cast: Cast) -> Doing:
    from firstlight.workspace.sheets import KNOWLEDGE

    return _sheet(cast, KNOWLEDGE, {"person": "sl", "topic": "Monitoring"})


@does("workspace.actions.lists.confirm_knowledge")
def _confirm_knowledge(cast: Cast) -> Doing:
    return Doing(cast.context("cm"), (cast.people["sl"], "Monitoring"), {"evidence": "Closed the alert in the drill."})


# packs --------------------------------------------------------------------------------------------------------------


@does("packs.actions.load_pack")
def _load_pack(cast: Cast) -> Doing:
    from tests.packs.making import pack_text

    return Doing(cast.machine, (pack_text(ref="night-shift").encode(), "night-shift.yaml"))


@does("packs.actions.pin_packs")
def _pin_packs(cast: Cast) -> Doing:
    from firstlight.packs.queries import version_named

    return Doing(cast.context("pl"), ([version_named("change-management")],))


@does("packs.actions.pin_pack")
def _pin_pack(cast: Cast) -> Doing:
    from firstlight.packs.queries import version_named

    return Doing(cast.context("pl"), (version_named("change-management"),))


@does("packs.actions.unpin_pack")
def _unpin_pack(cast: Cast) -> Doing:
    from firstlight.packs.actions import pin_pack
    from firstlight.packs.queries import version_named

    pin_pack(cast.context("pl"), version_named("change-management"))
    return Doing(cast.context("pl"), ("change-management",), {"version": "2026.1"})


@does("packs.actions.tailor_checks")
def _tailor(cast: Cast) -> Doing:
    from firstlight.packs.sheets import CHECKS

    row = {"check_ref": "cutover.night-bus", "kind": "added", "title": "A shuttle runs", "reason": "No trains at night"}
    return _sheet(cast, CHECKS, row)


@does("packs.actions.accept_risk")
def _accept_risk(cast: Cast) -> Doing:
    keywords = {"check_ref": "uat.coverage", "reason": "Two cases are left", "person": cast.people["es"]}
    return Doing(cast.context("es"), (), {**keywords, "expires": NOW + timedelta(days=30)})


@does("packs.actions.end_acceptance")
def _end_acceptance(cast: Cast) -> Doing:
    from firstlight.packs.actions import accept_risk

    keywords = {"check_ref": "uat.coverage", "reason": "Two cases are left", "person": cast.people["es"]}
    earlier = cast.context("es", NOW - timedelta(days=1))
    made = accept_risk(earlier, **keywords, expires=NOW + timedelta(days=30))
    return Doing(cast.context("es"), (made,), {"because": "The cases passed."})


@does("packs.actions.record_waivers")
def _record_waivers(cast: Cast) -> Doing:
    from firstlight.packs.sheets import WAIVERS

    row = {"check_ref": "uat.coverage", "reason": "Two cases are left", "person": "es", "accepted": NOW}
    return _sheet(cast, WAIVERS, {**row, "expires": NOW + timedelta(days=30)})


# scope --------------------------------------------------------------------------------------------------------------


@does("scope.actions.change_rollouts")
def _rollouts(cast: Cast) -> Doing:
    from firstlight.scope.sheets import ROLLOUTS

    return _sheet(cast, ROLLOUTS, {"ref": "W1", "title": "Wave 1", "users": 420})


@does("scope.actions.change_processes")
def _processes(cast: Cast) -> Doing:
    from firstlight.scope.sheets import PROCESSES

    return _sheet(cast, PROCESSES, {"ref": "65", "title": "Order to cash", "level": 1})


@does("scope.actions.change_requirements")
def _requirements(cast: Cast) -> Doing:
    from firstlight.scope.sheets import REQUIREMENTS

    return _sheet(cast, REQUIREMENTS, {"ref": "R-1", "title": "Confirm an order", "kind": "functional"})


@does("scope.actions.change_parts")
def _parts(cast: Cast) -> Doing:
    from firstlight.scope.sheets import PARTS

    return _sheet(cast, PARTS, {"ref": "P-1", "title": "Finance", "kind": "application"})


@does("scope.actions.change_integrations")
def _integrations(cast: Cast) -> Doing:
    from firstlight.scope.sheets import INTEGRATIONS

    return _sheet(cast, INTEGRATIONS, {"ref": "I-1", "title": "Bank statements"})


def _part(cast: Cast) -> Any:
    from firstlight.scope.actions import change_parts
    from firstlight.scope.sheets import PARTS

    row = added(PARTS, ref="P-1", title="Finance", kind="application")
    change_parts(cast.machine, cast.project, [row])


@does("scope.actions.compare_item")
def _compare_item(cast: Cast) -> Doing:
    from firstlight.scope.rules import Comparison

    _part(cast)
    words = {"outcome": Comparison("missing", gap_priority="high"), "before": Comparison()}
    return Doing(cast.context("po"), (), {"kind": "part", "ref": "P-1", **words})


@does("scope.actions.take_proposals")
def _take_proposals(cast: Cast) -> Doing:
    _part(cast)
    return Doing(cast.context("po"), (), {"proposed": {("part", "P-1"): "All 4 cases passed."}})


@does("scope.actions.keep_baseline")
def _keep_baseline(cast: Cast) -> Doing:
    _part(cast)
    return Doing(cast.context("pl"), (), {"name": "Scope as agreed"})


@does("scope.actions.record_baseline")
def _record_baseline(cast: Cast) -> Doing:
    from firstlight.kernel import renderings

    _part(cast)
    today = renderings.render(cast.project, "scope", NOW)
    assert today is not None
    words = {"name": "Scope as agreed", "reason": "", "made": NOW, "made_by": "Petra Lind"}
    return Doing(cast.machine, (), {"number": 1, **words, "content": today.canonical()})


@does("scope.actions.explain_change")
def _explain_change(cast: Cast) -> Doing:
    from firstlight.scope import baselines
    from firstlight.scope.actions import keep_baseline

    _part(cast)
    kept = keep_baseline(cast.machine, name="Scope as agreed")
    from firstlight.scope.actions import change_processes

    change_processes(cast.machine, *_processes(cast).arguments)
    (found,) = baselines.compared(baselines.content_of(kept), baselines.today(cast.project, NOW))
    words = {"item": found.key, "covers": found.covers, "reason": "Change request 1"}
    return Doing(cast.context("po"), (), {"baseline": kept.number, **words})


@does("scope.actions.change_scope_changes")
def _scope_changes(cast: Cast) -> Doing:
    from firstlight.scope.actions import keep_baseline
    from firstlight.scope.sheets import SCOPE_CHANGES

    _part(cast)
    keep_baseline(cast.machine, name="Scope as agreed")
    return _sheet(cast, SCOPE_CHANGES, {"baseline": 1, "item": "part:P-1", "reason": "Change request 1"})


@does("scope.actions.change_risk_settings")
def _risk_settings(cast: Cast) -> Doing:
    from firstlight.scope.sheets import RISK_SETTINGS

    return _sheet(cast, RISK_SETTINGS, {"ref": "users.high", "value": 400})


@does("scope.actions.set_threshold")
def _set_threshold(cast: Cast) -> Doing:
    return Doing(cast.context("po"), (), {"ref": "users.high", "value": 400, "reason": "Four people at the desk"})


# assurance ----------------------------------------------------------------------------------------------------------


@does("assurance.actions.vouching.keep_evidence")
def _keep_evidence(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (b"minutes",), {"name": "minutes.txt", "effective": NOW})


@does("assurance.actions.vouching.attest")
def _attest(cast: Cast) -> Doing:
    words = {"check_ref": "cutover.plan-complete", "state": "met", "statement": "All steps have an owner."}
    return Doing(cast.context("cm"), (), {**words, "person": cast.people["cm"], "role": "cutover-manager"})


@does("assurance.actions.vouching.record_attestations")
def _record_attestations(cast: Cast) -> Doing:
    from firstlight.assurance.sheets import ATTESTATIONS

    row = {"check_ref": "cutover.plan-complete", "state": "met", "statement": "All steps have an owner."}
    return _sheet(cast, ATTESTATIONS, {**row, "person": "cm", "role": "cutover-manager", "effective": NOW})


def _signable(cast: Cast) -> str:
    from firstlight.kernel import renderings
    from firstlight.scope.actions import change_processes
    from firstlight.scope.sheets import PROCESSES

    change_processes(cast.machine, cast.project, [added(PROCESSES, ref="65", title="Order to cash", level=1)])
    today = renderings.render(cast.project, "scope", NOW)
    assert today is not None
    return today.digest()


@does("assurance.actions.signing.sign")
def _sign(cast: Cast) -> Doing:
    words = {"on": "scope", "person": cast.people["es"], "role": "executive-sponsor", "statement": "This is it."}
    return Doing(cast.context("es"), (), {**words, "digest": _signable(cast)})


@does("assurance.actions.signing.record_signatures")
def _record_signatures(cast: Cast) -> Doing:
    from firstlight.assurance.sheets import SIGNATURES

    row = {"on": "scope", "person": "es", "role": "executive-sponsor", "statement": "This is it.", "signed": NOW}
    return _sheet(cast, SIGNATURES, row)


@does("assurance.actions.vouching.withdraw_word")
def _withdraw_word(cast: Cast) -> Doing:
    from firstlight.assurance.actions import attest

    words = {"check_ref": "cutover.plan-complete", "state": "met", "statement": "All steps have an owner."}
    word = attest(cast.context("cm"), **words, person=cast.people["cm"], role="cutover-manager")
    return Doing(cast.context("cm"), (word,), {"because": "Two steps lost theirs."})


@does("assurance.actions.signing.refuse_to_sign")
def _refuse_to_sign(cast: Cast) -> Doing:
    words = {"on": "scope", "person": cast.people["es"], "role": "executive-sponsor", "reason": "Returns are missing."}
    return Doing(cast.context("es"), (), {**words, "digest": _signable(cast)})


@does("assurance.actions.signing.declare_immaterial")
def _declare_immaterial(cast: Cast) -> Doing:
    from firstlight.assurance.actions import sign
    from firstlight.kernel import renderings
    from firstlight.scope.actions import change_processes
    from firstlight.scope.sheets import PROCESSES

    words = {"on": "scope", "person": cast.people["es"], "role": "executive-sponsor", "statement": "This is it."}
    given = sign(cast.context("es"), **words, digest=_signable(cast))
    change_processes(cast.machine, cast.project, [added(PROCESSES, ref="75", title="Procure to pay", level=1)])
    today = renderings.render(cast.project, "scope", NOW)
    assert today is not None
    return Doing(cast.context("pl"), (given,), {"digest": today.digest(), "because": "It was agreed in the minutes."})


def _request(cast: Cast) -> Any:
    from firstlight.assurance.actions import ask_for_signatures
    from firstlight.assurance.actions.asking import Step

    _signable(cast)
    steps = [Step(1, ((cast.people["es"], "executive-sponsor"),))]
    words = {"on": "scope", "person": cast.people["pl"], "reason": "For the committee", "steps": steps}
    return ask_for_signatures(cast.context("pl"), **words)


@does("assurance.actions.asking.ask_for_signatures")
def _ask(cast: Cast) -> Doing:
    from firstlight.assurance.actions.asking import Step

    _signable(cast)
    steps = [Step(1, ((cast.people["es"], "executive-sponsor"),))]
    words = {"on": "scope", "person": cast.people["pl"], "reason": "For the committee", "steps": steps}
    return Doing(cast.context("pl"), (), words)


@does("assurance.actions.asking.remind_signer")
def _remind(cast: Cast) -> Doing:
    from firstlight.assurance.models import AskedSigner

    return Doing(cast.context("pl"), (AskedSigner.objects.get(step__request=_request(cast)),))


@does("assurance.actions.asking.withdraw_request")
def _withdraw_request(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (_request(cast),))


def _delegated(cast: Cast) -> dict[str, Any]:
    people = {"giver": cast.people["es"], "delegate": cast.people["ap"]}
    return {**people, "since": NOW, "until": NOW + timedelta(days=9), "reason": "On leave"}


@does("assurance.actions.delegating.delegate_signing")
def _delegate(cast: Cast) -> Doing:
    return Doing(cast.context("es"), (), _delegated(cast))


@does("assurance.actions.delegating.end_delegation")
def _end_delegation(cast: Cast) -> Doing:
    from firstlight.assurance.actions import delegate_signing

    return Doing(cast.context("es"), (delegate_signing(cast.context("es"), **_delegated(cast)),))


@does("assurance.actions.register.change_actions")
def _change_actions(cast: Cast) -> Doing:
    from firstlight.assurance.sheets import ACTIONS

    return _sheet(cast, ACTIONS, {"ref": "A-1", "title": "Write the missing cases"})


@does("assurance.actions.register.open_action")
def _open_action(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (), {"ref": "A-1", "title": "Write the missing cases"})


# readiness, testing, dependencies -----------------------------------------------------------------------------------


@does("readiness.actions.assess_project")
def _assess(cast: Cast) -> Doing:
    return Doing(cast.context("wo"))


@does("readiness.actions.record_assessment")
def _record_assessment(cast: Cast) -> Doing:
    from firstlight.readiness.actions import assess_project

    made = assess_project(cast.context("wo"))
    return Doing(cast.machine, (made.body.encode(),), {"number": 41, "made_by": "Somebody elsewhere"})


# access, webhooks ---------------------------------------------------------------------------------------------------


def _token(cast: Cast) -> Any:
    from firstlight.access.actions import make_token

    words = {"person": cast.people["wo"], "name": "pipeline", "reach": "read", "expires": NOW + timedelta(days=30)}
    return make_token(cast.context("wo"), **words)[0]


@does("access.actions.make_token")
def _make_token(cast: Cast) -> Doing:
    words = {"person": cast.people["wo"], "name": "pipeline", "reach": "read", "expires": NOW + timedelta(days=30)}
    return Doing(cast.context("wo"), (), words)


@does("access.actions.revoke_token")
def _revoke_token(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (_token(cast),))


def _webhook(cast: Cast) -> Any:
    from firstlight.webhooks.actions import subscribe

    return subscribe(cast.context("pl"), address="https://hooks.example.org/in")[0]


@does("webhooks.actions.subscribe")
def _subscribe(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (), {"address": "https://hooks.example.org/in"})


@does("webhooks.actions.change_subscription")
def _change_webhook(cast: Cast) -> Doing:
    words = {"address": "https://hooks.example.org/other", "wanted": (), "active": False}
    return Doing(cast.context("pl"), (_webhook(cast),), words)


@does("webhooks.actions.unsubscribe")
def _unsubscribe(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (_webhook(cast),))


@does("webhooks.actions.make_secret")
def _make_secret(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (_webhook(cast),))


@does("webhooks.actions.replay_from")
def _replay(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (_webhook(cast), 1))


@does("webhooks.actions.ask_for_test")
def _test_webhook(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (_webhook(cast),))


# reporting ----------------------------------------------------------------------------------------------------------


@does("reporting.actions.keep_template")
def _keep_template(cast: Cast) -> Doing:
    from tests.reporting.test_own_template import template

    return Doing(cast.context("pl"), (template(),), {"name": "Firm.pptx"})


@does("reporting.actions.remove_template")
def _remove_template(cast: Cast) -> Doing:
    from firstlight.reporting.actions import keep_template
    from tests.reporting.test_own_template import template

    keep_template(cast.context("pl"), template(), name="Firm.pptx")
    return Doing(cast.context("pl"))


@does("reporting.actions.bring_in_records")
def _bring_in_records(cast: Cast) -> Doing:
    import json

    delegation = {
        "giver": ["es"], "delegate": ["ap"], "on": "", "since": NOW.isoformat(), "reason": "On leave.",
        "until": (NOW + timedelta(days=3)).isoformat(), "made": NOW.isoformat(), "ended": None,
    }  # fmt: skip
    rows = {"assurance.Delegation": [delegation]}
    data = json.dumps({"schema": "firstlight/records/1", "rows": rows, "besides": {}}).encode()
    return Doing(cast.machine, (data,))


from tests.house import (  # noqa: E402  (they say how their actions are done)
    doing_cutover,  # noqa: F401
    doing_dependencies,  # noqa: F401
    doing_gates,  # noqa: F401
    doing_lists,  # noqa: F401
    doing_tests,  # noqa: F401
)
