"""Evidence of meetings and reports, after 12 November."""

from __future__ import annotations

NOTES = {
    "2026-11-16 rehearsal 2.md": """
# Rehearsal 2 of the cutover, 13 to 15 November 2026

Took 51 h of 59 h. Load 26 h of 30 h with full volume. 198 steps in their order, six new ones added after it.
Exit criteria: eight of nine met on Sunday. Labels in Leipzig printed on Monday after a change of driver.
Second persons carried out 40 steps from the text; three texts were corrected.
""",
    "2026-11-18 release note 218.md": """
# Release note, package 10.0.48.218, 18 November 2026

Change request 41: counter orders by weight, labels with weight of the piece. In the acceptance environment since
17 November, 19:30. Not accepted yet: cases of change request 41 are run from 19 November on.
""",
    "2026-11-24 go-live notice.md": """
# Go-live notice, draft of 24 November 2026

To all 412 people who start on 7 December. Help: 4711 or the portal, from 05:00.
Known issues: nine, two lines each. Ways round: crates without a chip (count by hand), scanners (24 old ones a depot),
print preview (print at once). Read by Svea Brandt, order desk, and Olaf Kern, drivers.
""",
    "2026-11-25 support exercise.md": """
# Support exercise of the night desk, 25 November 2026

Three invented incidents between 22:00 and 02:00. All solved by the two agents of the night desk, longest 31 min:
stuck EDI order, scale without connection, driver without a tour. Access to the monitoring works since 24 November.
""",
    "2026-11-27 bank outage exercise.md": """
# Outage of the bank connection, 27 November 2026

Test window of Nordhafen Bank, 08:00 to 12:00. Present: R. Menon, P. Nair, F. Thomsen, A. Fokken (bank).

- 08:04 connection cut. 08:19 alert with treasury. 08:40 notice to purchasing.
- Payment file of 09:00 (86 suppliers) waited and went out once at 12:06. No payment twice.
- Debit file of 10:00 was held by hand; statements of the morning came at 12:11 without a gap.
- Way round: emergency payments by the portal of the bank, two people, list of 25 suppliers of fresh goods.
""",
    "2026-11-27 release note 221.md": """
# Release note, package 10.0.48.221, 27 November 2026

Change request 41 complete, rebate after credit, short pick, weight tolerance. All cases of UAT-2 passed in the
acceptance environment. Installed in a sandbox in 91 minutes. Entered in the cutover plan as step 141.
""",
    "2026-12-01 UAT closing report.md": """
# Closing report of UAT, 1 December 2026

UAT-1 and UAT-2: all planned cases have passed when last run. 52 testers at three depots.
Nine minor defects are listed for the January release; each was rated by its process owner.
""",
    "2026-12-01 exit criteria.md": """
# Exit criteria of the cutover, 1 December 2026

Each is answered with yes or no on Sunday, 6 December, at 16:00.
1. All balances tie. 2. Stock by lot ties. 3. Open invoices tie. 4. Prices of Monday are there.
5. Bank statement of Friday is booked. 6. One order runs from EDI to invoice. 7. Tours come back.
8. Labels print at all depots. 9. Nobody has lost a right. 10. 24 old scanners work at each depot.
Asked: Henrik Aldag, Margit Ohlsen, Carl Petersen.
""",
    "2026-12-02 acceptance record.md": """
# Acceptance, 2 December 2026

All eight end-to-end processes are accepted by their owners: B. Kuhn, A. Demir, I. Harms, S. Kröger, J. Riedel,
T. Wilk, F. Thomsen, K. Ebel. Nine minor defects with what they mean for the business are in the closing report of UAT.
None stops a process.
""",
}
