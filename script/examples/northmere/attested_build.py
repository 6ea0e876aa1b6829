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

acceptance.accepted
  2026-11-12 11:30 mo approver partly
    Interim acceptance: six of the eight end-to-end processes are accepted by their owners. Order to cash waits for the
    open rebate case, inventory to deliver for the short pick.
    > 2026-11-12 interim acceptance.md
  2026-12-02 15:00 mo approver met
    All eight end-to-end processes are accepted by their owners. 23 minor defects are listed with what they mean for
    the business; none stops a process.
    > 2026-12-02 acceptance record.md

uat.open-items
  2026-11-11 16:00 mf test-lead met
    Six cases of UAT-2 are open. The process owners rated each of them as minor; each has an owner and a day in
    November.
    > 2026-11-11 UAT open items.csv
  2026-11-19 16:30 mf test-lead met
    Eight cases of UAT-2 are open: three from before, five of change request 41. None is rated as significant. Each has
    an owner and a day not later than 27 November.
    > 2026-11-19 UAT open items.csv
  2026-12-01 10:00 mf test-lead met
    No case of UAT is open. The 23 minor defects are planned for the January release.
    > 2026-12-01 UAT closing report.md

uat.regulatory-documented
  2026-10-12 14:00 ad process-owner partly
    For 19 of 24 rules one finds the feature and the test result in writing. Temperature records and by-products are
    being written.
    > 2026-10-12 register of rules.csv
  2026-11-09 14:00 ad process-owner met
    For all 24 rules the register names the feature, the test and its result. The tax adviser and the food safety
    adviser have read it.
    > 2026-11-09 register of rules.csv

uat.personas
  2026-10-23 10:00 mf test-lead partly
    Eleven of 14 kinds of user took part at all three depots. Night shift Leipzig, drivers in Hanover and the treasurer
    are missing.
    > 2026-10-23 testers by job and place.csv
  2026-11-06 10:00 mf test-lead met
    All 14 kinds of user at all three depots took part, office, virtual desktop and handheld included. Home office was
    left out: nobody who starts works from home.
    > 2026-11-06 testers by job and place.csv

uat.mobile-devices
  2026-11-06 10:15 mf test-lead met
    The cases of drivers and pickers passed on both handhelds in use and on the tablet of the dispatchers. The new
    scanners are checked when they arrive.

performance.criteria
  2026-10-07 15:00 cd solution-architect met
    Twelve figures are agreed with the owners of order desk, warehouse and finance, each with its load. They were taken
    from the busiest hour of December 2025.
    > 2026-10-07 performance criteria.csv

performance.peak-load
  2026-11-06 15:00 cd solution-architect met
    Forms, lists and postings held their limits with 220 people and the volume of 22 December. The slowest form took
    2.2 s, the limit is 2.5 s.
    > 2026-11-06 performance report.md

performance.search
  2026-11-05 18:00 cd solution-architect unmet
    Item search takes 4.6 s for 95 of 100 searches at peak load; the agreed limit is 2.0 s. Customer search takes
    1.4 s.
    > 2026-11-05 search timings.csv
  2026-11-11 17:00 cd solution-architect unmet
    Item search takes 3.4 s for 95 of 100 searches at peak load; the agreed limit is 2.0 s. The first new index helped,
    the search over supplier item numbers is still slow.
    > 2026-11-11 search timings.csv
  2026-11-26 17:00 cd solution-architect met
    Item search takes 1.7 s for 95 of 100 searches at peak load, within the limit of 2.0 s. Supplier item numbers are
    searched only on request.
    > 2026-11-26 search timings.csv

performance.processes
  2026-11-06 15:10 cd solution-architect met
    The night runs ended at 03:52 with the volume of 22 December, 68 minutes before the limit. The order desk took
    1,900 orders in the busiest hour.
    > 2026-11-06 performance report.md

performance.devices
  2026-11-09 11:00 bl it-administrator met
    The five daily tasks were timed on the oldest laptop and handheld of each depot. All are within the limits, the
    weakest laptops in Leipzig with 0.3 s to spare.

performance.virtual-desktops
  2026-11-09 11:20 bl it-administrator unmet
    In the virtual desktops of Hanover and Leipzig the first form of the day takes 5.1 s with full hosts; the limit is
    3.0 s. 14 people in two offices work that way.
    > 2026-11-09 virtual desktop timings.csv

performance.integrations
  2026-11-06 15:20 rm integration-lead met
    EDI, web shop, scanners and scales ran at the figures of the busiest hour for two hours. No queue grew; the longest
    delay was 48 s for EDI orders.
    > 2026-11-06 performance report.md

performance.representative
  2026-10-30 16:00 cd solution-architect met
    The performance environment has the size of production and the data of dry run 2. Two differences are written down:
    one bank account instead of four, and no archive.
    > 2026-10-30 performance environment.md

performance.production-use
  2026-10-20 09:00 ke it-administrator met
    Production was deployed on 12 October and has been used for rehearsal 1 of the cutover only.
  2026-11-18 09:00 ke it-administrator met
    Production has been used for the two rehearsals of the cutover and for nothing else. It was reset after each.

performance.apart-from-uat
  2026-11-06 15:30 mf test-lead met
    All twelve results come from PERF-1 with simulated users in an environment of its own. No figure was taken from
    acceptance testing.
    > 2026-11-06 performance report.md

performance.beside-uat
  2026-11-02 11:00 mf test-lead unmet
    PERF-1 has its own plan, environment and lead. It was to run beside UAT-1 and began on 26 October, beside UAT-2:
    for repairs six weeks became three.

performance.critical-issues
  2026-11-11 17:20 cd solution-architect met
    Nine issues were found, eight are closed. Item search (PI-07) is open and rated high, not critical: the order desk
    can work from the assortment list, which opens in 1.2 s.
    > 2026-11-11 performance issues.csv
  2026-11-24 17:00 cd solution-architect met
    No critical issue is open. PI-07 (item search) is being repaired, its retest is on 26 November.
    > 2026-11-24 performance issues.csv

performance.issues
  2026-11-11 17:30 mf test-lead met
    All nine issues have cause, owner and date. Eight are closed; the cause of PI-07 is a search over unindexed
    supplier item numbers.
    > 2026-11-11 performance issues.csv
  2026-11-24 17:10 mf test-lead met
    Ten issues, all with cause, owner and date; eight are closed. PI-10 (slow print preview) is minor and waits for
    January.
    > 2026-11-24 performance issues.csv

sit.bank-outage
  2026-11-28 12:00 rm integration-lead met
    On 27 November the bank connection was cut for four hours in the test window of Nordhafen Bank. Payments waited and
    went out once, debits were not doubled, treasury was told after 15 minutes.
    > 2026-11-27 bank outage exercise.md
"""
