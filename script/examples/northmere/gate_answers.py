"""What was answered in the gate reviews: question, who, when, the answer, what explains it."""

BLUEPRINT = """
blueprint.processes | pl | 2026-03-20 10:00
    | Eight: order to cash, inventory to deliver, source to pay, plan, design to retire, record to report, and two more.
blueprint.out | pl | 2026-03-20 10:10
    | Shops with tills, the Benelux and Denmark, and reports of the range. They come with waves 2 and 3.
blueprint.go-live | pl | 2026-03-20 10:15 | 2026-12-07
blueprint.made-here | cd | 2026-03-23 09:00 | A few extensions
    | Six: the order screen, crate accounts and rebates of chains are the large ones.
blueprint.integrated | rm | 2026-03-23 11:00 | yes
blueprint.migrates | do | 2026-03-23 14:00 | yes
around.systems | rm | 2026-03-23 11:20
    | Fourteen: EDI, bank, web shop, tours, scales, scanners, temperature, data pool, payroll and five smaller ones.
around.peak | rm | 2026-03-23 11:25 | 11500 | Scans of the handhelds on the night before Christmas week.
around.pattern | cd | 2026-03-24 09:30 | yes
legacy.objects | do | 2026-03-23 14:20
    | Items, customers, suppliers, prices, stock with lots, open orders and invoices, crate accounts, balances.
legacy.first-run | do | 2026-03-23 14:25 | 2026-08-14
proof.tests | mf | 2026-03-24 11:00 | Two cycles of integration, end to end, two of acceptance, and performance.
proof.exit | mf | 2026-03-24 11:05 | yes
proof.users | pl | 2026-03-24 12:00 | 412
proof.change | nr | 2026-03-24 13:00 | Nadia Rossi, with a super-user for each group and depot.
proof.worry | sk | 2026-03-24 15:00 | Goods by weight: nobody of us has seen that in another depot.
"""

READINESS = """
readiness.go-live-day | pl | 2026-10-26 09:10 | 2026-12-07
readiness.users-day-one | pl | 2026-10-26 09:10 | 412
readiness.approach | pl | 2026-10-26 09:12 | In phases
readiness.earlier-reviews | pl | 2026-10-26 09:13 | 2 | The blueprint in March, and the end of Implement on 29 September.
readiness.earlier-findings | pl | 2026-11-04 16:00 | Of the 14 of September two are open: A-07 and A-16.
readiness.deciders | pl | 2026-11-04 16:05
    | Henrik Aldag, with Margit Ohlsen, Friederike Thomsen and me. Margit Ohlsen stands in for him.
readiness.production-prepared | ke | 2026-11-03 10:00 | no | 36 of 44 entries of the list are done.
readiness.administrators | sh | 2026-11-05 09:00 | no | The exercise is on 10 November, one by one.
readiness.product | cd | 2026-10-27 11:00 | Finance and operations apps
phases.count | pl | 2026-10-26 09:20 | 2
phases.next-day | pl | 2026-10-26 09:20 | 2027-03-01
phases.users-later | pl | 2026-11-03 12:30 | 265
phases.interim | ft | 2026-10-28 15:00
    | The companies of waves 2 and 3 stay in Cargon. Their balances come over each month as one journal.
scope.processes | pl | 2026-10-26 09:30 | 60
scope.own-words | jr | 2026-10-29 08:40 | yes | Nine process owners went through it with their teams by 8 October.
scope.signed | pl | 2026-11-05 10:00 | no | It is laid before the committee of 12 November.
scope.compared | pl | 2026-10-26 16:00 | yes | On 26 October, item by item.
scope.missing | pl | 2026-11-05 10:10
    | Six requirements and the payroll export are there in part. Each has a priority, an owner and a date since today.
scope.customised | cd | 2026-10-27 11:05 | A few extensions
scope.vendor-parts | cd | 2026-10-27 11:06 | yes | Traceability, scales, tours and invoice reading.
acceptance.end-to-end | mf | 2026-11-05 14:30 | yes | Fourteen runs, signed today by finance and Margit Ohlsen.
acceptance.accepted | jr | 2026-11-05 15:00 | Order to cash and inventory to deliver.
acceptance.open-blockers | mf | 2026-11-05 15:10 | 0
acceptance.workarounds | mf | 2026-11-05 15:12 | None is needed; six minor cases are open.
acceptance.late-changes | cd | 2026-11-04 09:00 | yes | The second index of item search, and two repairs.
uat.complete | mf | 2026-11-05 15:20 | no
uat.cases-left | mf | 2026-11-05 15:20 | 9 | 193 of 202 have passed.
uat.edge-cases | mf | 2026-11-02 13:00 | yes
uat.migrated | mf | 2026-11-02 13:01 | yes | On data of dry run 2.
uat.roles | mf | 2026-11-02 13:02 | yes | Two results of an administrator were struck and run again.
uat.places | mf | 2026-11-02 13:10 | None. The night shift of Leipzig and the drivers of Hanover took part since October.
uat.regulatory | ad | 2026-10-29 09:00 | yes
uat.environment | ke | 2026-11-03 10:10 | yes
uat-left.significant | mf | 2026-11-05 15:25 | None; the process owners rated each as minor.
uat-left.planned | mf | 2026-11-05 15:26 | yes
uat-left.done-by | mf | 2026-11-05 15:27 | 2026-11-19
regulation.which | ad | 2026-10-29 09:10
    | Food information, traceability and recall, weights of prepacked goods, VAT, books of account, data of people.
regulation.documented | ad | 2026-10-29 09:12 | no | Five of 24 are not in writing yet; until 9 November.
performance.complete | cd | 2026-11-05 17:00 | no | Item search is too slow.
performance.limits | cd | 2026-10-27 11:30 | Twenty-seven figures, agreed on 7 October; forms 2.5 s, searches 2.0 s.
performance.peak-share | cd | 2026-11-05 16:30 | 100
performance.devices | bl | 2026-11-04 14:00
    | Office desktops, handhelds, scanners. The virtual desktops of Hanover and Leipzig follow on 9 November.
performance.where | cd | 2026-10-30 17:00 | A test environment like production
performance.critical | cd | 2026-11-05 16:40 | PI-07: the search over supplier item numbers reads the whole table.
integration.any | rm | 2026-10-26 11:00 | yes
interfaces.complete | rm | 2026-10-26 11:00 | yes
interfaces.before-uat | rm | 2026-10-26 11:01 | yes
interfaces.peak-share | rm | 2026-11-05 13:00 | 100
interfaces.outages | rm | 2026-11-05 13:10 | All but the bank, whose test window is asked for.
interfaces.fallback | jr | 2026-11-04 11:00
    | Orders on paper, tours from yesterday's file, weights by hand. Each way was tried for two hours.
migration.any | do | 2026-10-26 12:00 | yes
data.dry-runs | do | 2026-10-26 12:00 | 2 | The third is from 6 to 8 November.
data.last-run | do | 2026-10-26 12:01 | 2026-10-11
data.duration | do | 2026-10-26 12:02 | 39
data.window | do | 2026-10-26 12:02 | 30
data.scripts | do | 2026-11-05 11:00 | no | They are signed after dry run 3.
data.source-quality | do | 2026-10-26 12:10
    | Rules at the source each night; rows that break one are listed by owner and locked at the cut.
data.validated | ft | 2026-10-28 15:10 | Finance for balances and invoices, each process owner for fifty records.
data.issues | do | 2026-11-05 11:10 | Net weights, crate balances of returned crates, and two bank details.
dependencies.listed | pl | 2026-10-26 10:00 | yes | Ten providers.
dependencies.late | bl | 2026-11-05 12:00 | None since Weserline moved its date.
dependencies.last-word | pl | 2026-11-05 12:10 | 2026-11-05
change.reviewed | nr | 2026-11-04 10:30 | no | The review is on 11 November.
change.trained | nr | 2026-11-05 11:30 | 77
change.training-ends | nr | 2026-10-27 10:00 | 2026-11-27
change.super-users | nr | 2026-10-27 10:05 | None.
change.sponsor | nr | 2026-10-27 10:10
    | Letters to all, a visit to each depot, and he stands at the gate in Leipzig on the first morning.
change.resistance | nr | 2026-10-27 10:15 | Drivers of Hanover: the handheld ends the paper they trust.
support.who | sh | 2026-10-28 09:00 | Both | Own desk by day, Kestrelmark behind it for eight weeks.
support.plan | sh | 2026-10-28 09:02 | yes
support.trained | sh | 2026-11-05 09:10 | no | Seven of nine agents.
support.desk | sh | 2026-10-28 09:05 | yes
support.hypercare | sh | 2026-10-28 09:06 | 8
support.version | ke | 2026-11-03 10:20 | yes
support.monitoring | sh | 2026-11-05 09:15 | Errors and speed. Use and adoption follow by 26 November.
support.known-issues | nr | 2026-11-05 11:35 | no | The notice is written and goes out on 30 November.
cutover.plan | cp | 2026-11-05 16:00 | yes | 186 steps in version 5.
cutover.rehearsals | cp | 2026-10-26 13:00 | 1
cutover.fits | cp | 2026-10-26 13:01 | 66 | The window has 59 h.
cutover.checkpoint | cp | 2026-11-05 16:05 | Henrik Aldag, on Sunday at 16:00.
cutover.rollback | cp | 2026-11-05 16:10
    | Until Sunday 16:00 Cargon opens again with the data of Friday; paper orders of the weekend are typed in.
"""

TEXTS = {"GR-1": BLUEPRINT, "GR-2": READINESS}
