"""Addresses of the pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from firstlight.web import converters
from firstlight.web.guests import guest
from firstlight.web.views import (
    access,
    account,
    account_keys,
    asking,
    assessments,
    baselines,
    checks,
    decisions,
    delivered,
    evidence,
    files,
    guests,
    home,
    ledger,
    packs,
    portfolio,
    readiness,
    registers,
    reviews,
    risk,
    scope,
    search,
    sign_in,
    sign_in_organisation,
    sign_in_steps,
    signing,
    vouching,
    webhooks,
)
from firstlight.web.views import testing as tests

__all__ = ["converters", "urlpatterns"]

_SCOPE: list[URLPattern] = [
    path("", scope.scope, name="scope"),
    path("processes/<ref:ref>/", scope.process, name="process"),
    path("delivered/", delivered.delivered, name="delivered"),
    path("delivered/list.<list:form>", delivered.delivered_file, name="delivered-file"),
    path("delivered/items/", delivered.delivered_items, name="delivered-items"),
    path("delivered/items/list.<list:form>", delivered.delivered_items_file, name="delivered-items-file"),
    path("delivered/items/<slug:kind>/<ref:ref>/", delivered.delivered_item, name="delivered-item"),
    path("delivered/take/", delivered.delivered_take, name="delivered-take"),
    path("baselines/", baselines.all_baselines, name="baselines"),
    path("baselines/<int:number>/", baselines.baseline, name="baseline"),
    path("baselines/<int:number>/list.<list:form>", baselines.baseline_file, name="baseline-file"),
    path("baselines/<int:number>/explain/", baselines.baseline_explain, name="baseline-explain"),
    path("risk/", risk.risk_profile, name="risk-profile"),
    path("risk/list.<list:form>", risk.risk_file, name="risk-profile-file"),
    path("risk/threshold/", risk.risk_threshold, name="risk-threshold"),
    *(path(f"{one.name}/", scope.list_page(one), name=one.name) for one in scope.LISTS),
    *(path(f"{one.name}/list.<list:form>", scope.list_file(one), name=f"{one.name}-file") for one in scope.LISTS),
]

_ASSESSMENTS = [
    path("", assessments.assessments, name="assessments"),
    path("<int:number>/", assessments.assessment, name="assessment"),
    path("<int:number>/compare/<int:other>/", assessments.compare_two, name="compare"),
    path("<int:number>/decision-pack.<pack:form>", assessments.pack, name="decision-pack"),
]

_REVIEWS = [
    path("", reviews.reviews, name="reviews"),
    path("<slug:ref>/", reviews.review, name="review"),
    path("<slug:ref>/report/", reviews.review_report, name="review-report"),
    path("<slug:ref>/sections/<slug:section>/", reviews.review_section, name="review-section"),
    path("<slug:ref>/answers/<ref:question>/", reviews.review_answer, name="review-answer"),
    path("<slug:ref>/move/", reviews.review_move, name="review-move"),
    path("<slug:ref>/findings/", reviews.review_finding, name="review-finding"),
    path("<slug:ref>/findings/<ref:finding>/close/", reviews.review_finding_close, name="review-finding-close"),
    path("<slug:ref>/messages/", reviews.review_message, name="review-message"),
]

_DECISIONS = [
    path("", decisions.decisions, name="decisions"),
    path("<slug:ref>/", decisions.decision, name="decision"),
    path("<slug:ref>/wall/", decisions.decision_wall, name="decision-wall"),
    path("<slug:ref>/open/", decisions.decision_open, name="decision-open"),
    path("<slug:ref>/withdraw/", decisions.decision_withdraw, name="decision-withdraw"),
    path("<slug:ref>/agenda/", decisions.decision_agenda, name="decision-agenda"),
    path("<slug:ref>/agenda/<int:position>/", decisions.decision_agenda, name="decision-point"),
    path("<slug:ref>/vote/", decisions.decision_vote, name="decision-vote"),
    path("<slug:ref>/dissent/", decisions.decision_dissent, name="decision-dissent"),
    path("<slug:ref>/conditions/", decisions.decision_condition, name="decision-condition"),
    path(
        "<slug:ref>/conditions/<ref:condition>/remove/",
        decisions.decision_condition_remove,
        name="decision-condition-remove",
    ),
    path("<slug:ref>/risks/<ref:check>/", decisions.decision_risk, name="decision-risk"),
    path("<slug:ref>/close/", decisions.decision_close, name="decision-close"),
]

_PROJECT: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("assess/", home.assess, name="assess"),
    path("readiness/", readiness.readiness, name="readiness"),
    path("readiness/list.<list:form>", readiness.readiness_file, name="readiness-file"),
    path("readiness/<ref:ref>/", readiness.area_page, name="area"),
    path("checks/<ref:ref>/attest/", vouching.attest_check, name="attest"),
    path("checks/<ref:ref>/mitigate/", vouching.mitigate, name="mitigate"),
    path("checks/<ref:ref>/accept-risk/", vouching.accept, name="accept-risk"),
    path("checks/<ref:ref>/end-acceptance/", vouching.end_accepting, name="end-acceptance"),
    path("checks/<ref:ref>/", checks.check, name="check"),
    path("words/<int:number>/take-back/", vouching.withdraw, name="withdraw-word"),
    path("signatures/", asking.signatures, name="signatures"),
    path("signatures/ask/", asking.ask, name="ask"),
    path("signatures/asked/<int:number>/remind/", asking.remind, name="remind"),
    path("signatures/requests/<int:number>/withdraw/", asking.withdraw, name="withdraw-request"),
    path("signatures/<int:number>/immaterial/", signing.immaterial, name="immaterial"),
    path("signatures/delegations/", asking.delegations, name="delegations"),
    path("signatures/delegations/<int:number>/end/", asking.end, name="end-delegation"),
    path("signatures/sign/<ref:on>/refuse/", signing.refuse, name="refuse-to-sign"),
    path("signatures/sign/<ref:on>/", signing.sign_content, name="sign"),
    path("assessments/", include(_ASSESSMENTS)),
    path("reviews/", include(_REVIEWS)),
    path("decisions/", include(_DECISIONS)),
    path("scope/", include(_SCOPE)),
    path("testing/", tests.testing, name="testing"),
    path("testing/failing/", tests.failing, name="failing"),
    path("testing/failing/list.<list:form>", tests.failing_file, name="failing-file"),
    path("testing/cases/", tests.cases, name="cases"),
    path("testing/cases/list.<list:form>", tests.cases_file, name="cases-file"),
    path("dependencies/", registers.dependencies, name="dependencies"),
    path("dependencies/list.<list:form>", registers.dependencies_file, name="dependencies-file"),
    path("actions/", registers.actions, name="actions"),
    path("actions/list.<list:form>", registers.actions_file, name="actions-file"),
    path("files/", files.files, name="files"),
    path("files/project.zip", files.project_zip, name="project-zip"),
    path("files/folder/<str:upload>/", files.folder_preview, name="folder-preview"),
    path("packs/", packs.packs, name="packs"),
    path("packs/<slug:ref>/", packs.pack, name="pack"),
    path("packs/<slug:ref>/<ref:version>/", packs.pack_difference, name="pack-difference"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/verify/", ledger.ledger_verify, name="ledger-verify"),
    path("ledger/export.jsonl", ledger.ledger_file, name="ledger-file"),
    path("ledger/anchor.json", ledger.ledger_anchor, name="ledger-anchor"),
    path("tokens/", access.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", access.token_revoke, name="token-revoke"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<slug:uid>/", webhooks.webhook, name="webhook"),
    path("webhooks/<slug:uid>/<hook:what>/", webhooks.webhook_do, name="webhook-do"),
    path("guest-links/", guests.guest_links, name="guest-links"),
    path("guest-links/<slug:ref>/revoke/", guests.guest_link_revoke, name="guest-link-revoke"),
    path("evidence/<digest:digest>/<str:name>", evidence.evidence, name="evidence"),
]

_DOOR = [
    path("", sign_in.sign_in, name="sign-in"),
    path("passkey/", sign_in_steps.sign_in_passkey, name="sign-in-passkey"),
    path("passkey/question/", sign_in_steps.sign_in_question, name="sign-in-question"),
    path("second/", sign_in_steps.sign_in_second, name="sign-in-second"),
    path("link/", sign_in.sign_in_link, name="sign-in-link"),
    path("organisation/", sign_in_organisation.sign_in_organisation, name="sign-in-organisation"),
    path("organisation/return/", sign_in_organisation.organisation_return, name="sign-in-organisation-return"),
    path("<str:token>/", sign_in.sign_in_by_link, name="sign-in-by-link"),
]

_ACCOUNT = [
    path("", account.account, name="account"),
    path("password/", account.account_password, name="account-password"),
    path("passkeys/", account_keys.account_passkeys, name="account-passkeys"),
    path("passkeys/question/", account_keys.account_passkey_question, name="account-passkey-question"),
    path("passkeys/<int:number>/remove/", account_keys.account_passkey_remove, name="account-passkey-remove"),
    path("authenticator/", account_keys.account_app, name="account-app"),
    path("authenticator/remove/", account_keys.account_app_remove, name="account-app-remove"),
    path("recovery-codes/", account_keys.account_recovery_codes, name="account-recovery-codes"),
    path("sign-out-everywhere/", account.account_sessions_end, name="account-sessions-end"),
]

urlpatterns = [
    path("", sign_in.start, name="start"),
    path("projects/", portfolio.projects, name="projects"),
    path("projects/list.<list:form>", portfolio.projects_file, name="projects-file"),
    path("sign-in/", include(_DOOR)),
    path("account/", include(_ACCOUNT)),
    path("confirm/", sign_in_steps.confirm, name="confirm"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("g/<str:token>/", guest, name="guest"),
    path("g/<str:token>/<path:rest>", guest, name="guest-part"),
    path("p/<slug:slug>/", include(_PROJECT)),
]
