"""Evidence of meetings and reports, until 12 November."""

from __future__ import annotations

NOTES = {
    "2026-09-29 gate review Implement.md": """
# Gate review at the end of Implement, 29 September 2026

Present: H. Aldag, M. Ohlsen, P. Lindner, all workstream owners, C. Dumas.

Read area by area. 14 findings, among them:
- SIT is complete; acceptance may begin on 5 October.
- The load of dry run 1 took 41 h. The cutover has 30 h for it (Daniel Okafor, rehearsal 1).
- No provider but the bank has confirmed in writing (Paula Lindner, 13 October).
- Training of night shifts has no dates (Nadia Rossi, 30 October).

Next review: 29 October.
""",
    "2026-10-05 change plan.md": """
# Change plan, version 4, 5 October 2026 (extract)

Eleven groups, 412 people. For each: what changes, who tells them, how they answer, what helps those who hesitate.
Largest changes: drivers (handheld in place of paper), warehouse night (weights by scan), order desk (one screen).
Sponsor: letters in October and November, a visit to each depot, thanks after the go-live.
Review of the plan after each readiness survey (9 October, 6 November).
""",
    "2026-10-12 ISV statements.md": """
# Statements of ISV vendors, 12 October 2026

- Routario: release 8.2 supports 10.0.48 and the first update after it (mail of 9 October).
- Lotura: statement announced for the end of October (call of 12 October with Lasse Storm).
""",
    "2026-10-14 dry run 2.md": """
# Dry run 2, 10 and 11 October 2026

Full volume but for stock lots (6,000 of 18,900). Duration 39 h. Plan version 3, 61 steps, two in another order.
Compared: nine of twelve objects. Open customer invoices: source 4,218,904.55 euros, target 4,200,484.38 euros,
difference 18,420.17 euros. Rejected: 1,204 rows.
Items: 214 of 6,418 without net weight. Next: dry run 3 from 6 to 8 November.
""",
    "2026-10-19 rehearsal 1.md": """
# Rehearsal 1 of the cutover, 16 to 19 October 2026

Took 66 h; the window has 59 h. Load 37 h of 30 h. 171 of 186 steps in their order, 15 waited for another team.
What helped: paper lists for the night. What did not: stock lots and open invoices one after the other.
Changes: run both loads side by side, tie 17 loose steps, second persons for the Sunday night.
""",
    "2026-10-21 support plan v2.md": """
# Support plan, version 2, 21 October 2026 (extract)

Levels: service desk, product owners, Kestrelmark, Microsoft. Hours 05:00 to 23:00 in hypercare.
Open: label stations at night, access to the monitoring of interfaces, seven of 14 handovers without a date,
alerts for anything but speed and errors. Trained agents: four of nine.
""",
    "2026-10-29 committee minutes.md": """
# Steering committee, 29 October 2026, 14:00 to 16:00, Hamburg

Present: H. Aldag (chair), M. Ohlsen, P. Lindner, all workstream owners, C. Petersen, C. Dumas, R. Menon, N. Rossi.

1. The assessment of today was read: 42 mandatory checks stand in the way, 13 of them because nothing is known yet.
2. The load of rehearsal 1 was too slow by seven hours. Rehearsal 2 is from 13 to 15 November.
3. Weserline promises the second line for Leipzig too late; Bo Lindahl asks for 27 November.
4. The audit asks for an exercise with the bank. Ravi Menon asks the bank for a test window.

Next: 12 November, 14:00.
""",
    "2026-10-30 performance environment.md": """
# Performance environment beside production, 30 October 2026

Same tier and number of servers, data of dry run 2 with 18,900 lots, 220 simulated people, cases of 22 December 2025.
Differences: one bank account in place of four (statement matching is 3 % faster), no archive (no effect on searches).
""",
    "2026-11-04 ISV statements.md": """
# Statements of ISV vendors, 4 November 2026

- Routario: release 8.2 supports 10.0.48 and the first update after it (mail of 9 October).
- Lotura: release 6.4 supports 10.0.48; release 6.5 of February supports the update after it (letter of 30 October).
""",
    "2026-11-06 performance report.md": """
# Report on PERF-1, 6 November 2026

220 people, volume of 22 December 2025, runs on 28 October and 5 November, one of them over nine hours. All figures but item
search are within their limits. All results come from simulated users in the performance environment.

- Slowest form: order form, 2.2 s (limit 2.5 s). Order of 40 lines: 3.1 s (limit 4 s).
- Night runs ended at 03:52 (limit 05:00). Invoices of 2,150 deliveries: 38 min.
- Interfaces: 1,900 EDI orders, 2,700 web shop requests, 11,500 scans, 4,100 weights in an hour. Longest delay 48 s.
- Not within its limit: item search, 4.6 s for 95 of 100 (limit 2.0 s). Issue PI-07.
""",
    "2026-11-09 dry run 3.md": """
# Dry run 3, 6 to 8 November 2026

Full volume: 46,700 rows in twelve objects. Duration 27 h. Plan version 4, 64 steps, none skipped. Scripts load-3.2.
Totals tie for all twelve objects. Rejected: 118 rows (96 crate balances, 22 customers), not explained yet.
A super-user of each area looked through fifty records: nineteen remarks.
""",
    "2026-11-09 support plan v3.md": """
# Support plan, version 3, 9 November 2026 (extract)

Levels: service desk, product owners, Kestrelmark, Microsoft. Hours 05:00 to 23:00 until 20 December, then 06:00 to
18:00. Label stations at night: on-call rota of Bo Lindahl's team with Etikon Waagen.
Severity 1: an answer within 15 minutes. Agreed with IT, Kestrelmark and the three depots on 9 November.
""",
    "2026-11-10 go-live notice.md": """
# Go-live notice, draft of 10 November 2026

To all 412 people who start on 7 December. Help: 4711 or the portal, from 05:00.
Known issues: six. Ways round: short delivery (call the order desk), item search (use the assortment list).
Sent by Paula Lindner when the committee has decided.
""",
    "2026-11-10 sponsor plan.md": """
# What Henrik Aldag says, to whom and when

- 16 November: letter to all. Why now, what is hard, thanks to testers.
- 30 November: letter to all. What happens from 4 to 7 December.
- 7 December, 04:30: at the ramp in Hamburg. 11 December: thanks to 52 testers and 34 super-users.
Agreed with his office on 10 November.
""",
    "2026-11-10 support exercise.md": """
# Support exercise, 10 November 2026

Five invented incidents. Day desk: all solved, longest 26 min. Night desk: two agents had no access to the monitoring
of interfaces and stopped there.
Administrators, one by one: K. Ebel, B. Lindahl, S. Hauke, T. Reimann of the service desk showed monitoring, fault
finding and a request to Microsoft.
""",
    "2026-11-11 change readiness review.md": """
# Change readiness review, 11 November 2026

| group | training | engagement | help | result |
|---|---|---|---|---|
| Order desk, sales, customer service | ready | ready | ready | ready |
| Purchasing and planning, quality, finance, IT | ready | ready | ready | ready |
| Warehouse day, drivers | dates set | ready | ready | ready |
| Warehouse night in Leipzig | 41 seats to book | ready | ready | one more session |
| Cash desk | two to train | ready | ready | one more session |
""",
    "2026-11-11 exit criteria.md": """
# Exit criteria of the cutover, 11 November 2026

Each is answered with yes or no on Sunday, 6 December, at 16:00.
1. All balances tie. 2. Stock by lot ties. 3. Open invoices tie. 4. Prices of Monday are there.
5. Bank statement of Friday is booked. 6. One order runs from EDI to invoice. 7. Tours come back.
8. Labels print at all depots. 9. Nobody has lost a right.
Asked: Henrik Aldag, Margit Ohlsen, Carl Petersen.
""",
    "2026-11-11 release note 207.md": """
# Release note, package 10.0.48.207, 11 November 2026

Repairs of UAT-2 until 9 November, indexes for item search by name. Accepted cases: 196 of 202.
Installed in a sandbox in 94 minutes.
""",
    "2026-11-12 interim acceptance.md": """
# Interim acceptance, 12 November 2026

| process | owner | accepted |
|---|---|---|
| Case to resolution | Bettina Kuhn | yes |
| Design to retire | Ayla Demir | yes |
| Forecast to plan | Imke Harms | not before TC-257 (shelf life) passes |
| Inventory to deliver | Sabine Kröger | not before TC-116 (weight) and TC-138 (short pick) pass |
| Order to cash | Jonas Riedel | not before TC-018 (rebate) and TC-074 (deduction) pass |
| Source to pay | Tomasz Wilk | not before TC-189 (price difference) passes |
| Record to report | Friederike Thomsen | yes |
| Administer to operate | Katrin Ebel | not before TC-405 (item search) passes |
""",
    "2026-11-12 committee minutes.md": """
# Steering committee, 12 November 2026, 14:00 to 16:30, Hamburg

Present: H. Aldag (chair), M. Ohlsen, P. Lindner, F. Thomsen, J. Riedel, C. Petersen, C. Dumas, R. Menon, N. Rossi.

1. The assessment of today was read. Fourteen mandatory checks stood in the way, six of them for want of a signature.
2. Scope, UAT, performance and the load were signed in the meeting by those who were asked.
3. Judged again at 16:05, nine stand in the way. H. Aldag accepts the risk of each in writing, eight of them for a week.
4. Skanwerk wrote during the meeting: scanners on 8 December. Bo Lindahl asks for a binding date or a way without them.
5. Change request 41 (Alsterkauf, weighed goods) is prepared and decided on 17 November.
6. Decision D-1: on course for 7 December, with two conditions. Three votes for it, one against: M. Ohlsen dissents.

Next: 26 November, 14:00.
""",
}
