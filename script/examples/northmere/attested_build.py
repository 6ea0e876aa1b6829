"""What people vouched for, and when: scope, acceptance, tests. The form of these lines is explained in `attesting`."""

TEXT = """
go-live-readiness.gate-reviews
  2026-09-30 16:00 pl project-lead met
    The gate review at the end of Implement was held on 29 September. All eleven areas were read; 14 findings are in
    the minutes, each with an owner.
    > 2026-09-29 gate review Implement.md
  2026-10-30 09:00 pl project-lead met
    The committee of 29 October reviewed all eleven areas. 31 findings are in the minutes, each with an owner.
    > 2026-10-29 committee minutes.md
  2026-11-12 17:30 pl project-lead met
    The committee of 12 November reviewed all eleven areas on the assessment of that day. The next review is on
    26 November.
    > 2026-11-12 committee minutes.md

scope.business-language
  2026-10-08 10:00 jr process-owner met
    All nine process owners went through the list of their processes with their teams and could say what changes for
    them. Two descriptions were reworded for the drivers.

scope.agreed
  2026-11-10 11:00 ft process-owner met
    The process owners met on 10 November and agree that the list of scope is what they expect on 7 December. What
    waits for waves 2 and 3 is marked and known.

performance.production-use
  2026-10-20 09:00 ke it-administrator met
    Production was deployed on 12 October and has been used for rehearsal 1 of the cutover only.
  2026-11-18 09:00 ke it-administrator met
    Production has been used for the two rehearsals of the cutover and for nothing else. It was reset after each.

performance.beside-uat
  2026-11-02 11:00 mf test-lead unmet
    PERF-1 has its own plan, environment and lead. It was to run beside UAT-1 and began on 26 October, beside UAT-2:
    for repairs six weeks became three.

sit.bank-outage
  2026-11-28 12:00 rm integration-lead met
    On 27 November the bank connection was cut for four hours in the test window of Nordhafen Bank. Payments waited and
    went out once, debits were not doubled, treasury was told after 15 minutes.
    > 2026-11-27 bank outage exercise.md
"""
