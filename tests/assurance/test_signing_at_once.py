"""Two people at the same moment: both signatures count, and nothing is recorded twice."""

from __future__ import annotations

from typing import Any

from firstlight.assurance.actions import ask_for_signatures, declare_immaterial, remind_signer, sign
from firstlight.assurance.actions.asking import Step
from firstlight.assurance.models import AskedSigner, Signature
from firstlight.kernel import renderings
from firstlight.scope.actions import change_processes
from firstlight.scope.sheets import PROCESSES
from tests.cast import NOW, Cast, added
from tests.ledger.test_two_at_once import together as together


def put(cast: Cast, ref: str) -> str:
    change_processes(cast.machine, cast.project, [added(PROCESSES, ref=ref, title=f"Process {ref}", level=1)])
    today = renderings.render(cast.project, "scope", NOW)
    assert today
    return today.digest()


def words(cast: Cast, who: str, role: str, digest: str) -> dict[str, Any]:
    return {"on": "scope", "person": cast.people[who], "role": role, "statement": "Agreed.", "digest": digest}


def test_two_who_sign_at_once_have_both_signed(cast: Cast, together: Any) -> None:
    (digest,) = together(lambda: put(cast, "65"))
    pairs = {"es": "executive-sponsor", "po": "process-owner"}
    contexts = {who: cast.context(who) for who in pairs}
    found = together(
        *(lambda who=who: sign(contexts[who], **words(cast, who, pairs[who], digest)).person.ref for who in pairs)
    )
    assert sorted(map(str, found)) == ["es", "po"]


def test_one_click_sent_twice_at_once_signs_once(cast: Cast, together: Any) -> None:
    (digest,) = together(lambda: put(cast, "65"))
    context = cast.context("es")
    say = words(cast, "es", "executive-sponsor", digest)
    found = together(*(lambda: sign(context, **say).pk for _ in range(3)))
    assert len(set(found)) == 1
    assert together(lambda: Signature.objects.count()) == [1]


def test_signing_while_the_content_changes_signs_what_was_seen_or_nothing(cast: Cast, together: Any) -> None:
    (digest,) = together(lambda: put(cast, "65"))
    context = cast.context("es")
    say = words(cast, "es", "executive-sponsor", digest)
    given, _changed = together(lambda: sign(context, **say).digest, lambda: put(cast, "75"))
    assert given == digest or "Look at it again before you sign" in str(given)
    assert together(lambda: Signature.objects.count()) == [int(given == digest)]


def test_two_who_declare_at_once_and_two_who_remind_at_once_count_once(cast: Cast, together: Any) -> None:
    def prepare() -> Any:
        digest = put(cast, "65")
        given = sign(cast.context("es"), **words(cast, "es", "executive-sponsor", digest))
        steps = [Step(1, ((cast.people["po"], "process-owner"),))]
        ask_for_signatures(cast.context("pl"), on="scope", person=cast.people["pl"], reason="Now", steps=steps)
        return given, put(cast, "75")

    ((given, digest),) = together(prepare)
    contexts = [cast.context("pl"), cast.context("es")]
    found = together(*(lambda c=c: declare_immaterial(c, given, digest=digest, because="Small.").pk for c in contexts))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "int"]

    def remind() -> int:
        one = AskedSigner.objects.select_related("step__request", "person").get()
        return remind_signer(contexts[0], one).reminders

    assert together(remind, remind) in ([1, 1], [0, 1], [1, 0])
    assert together(lambda: AskedSigner.objects.get().reminders) == [1]
