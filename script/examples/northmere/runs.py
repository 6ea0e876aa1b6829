"""Every run of the tests: when, with which tool, and what did not pass."""

from __future__ import annotations

from northmere.cycles import Run
from northmere.timeline import at

_SALES, _GOODS, _MONEY, _BASE = ("65", "20"), ("60",), ("75", "90"), ("40", "50", "99")

_REBATE = "Expected rebate step 2 (3.5 %) after the credit note, received step 3 (4.0 %): reserve 1,284.60, expected 1,124.03"
_SHORT = "Order desk list shows the short delivery after 4 min 10 s, expected within 1 min"
_WEIGHT = "Receipt 203.9 kg against 196.2 kg of the advice (3.9 %) was posted, expected a hold above 3 %"
_NO_TEST_SYSTEM = "The test system of Alsterkauf takes no invoices before 23 November"
_SEARCH = "95 of 100 item searches within {found} s, limit 2.0 s (220 people, 6,418 items, 1,860 searches)"

RUNS: tuple[Run, ...] = (
    Run(
        "SIT-1", at("2026-07-03 09:10"), "junit", "order to cash", _SALES,
        failed={
            "TC-032": "expect(orders).toHaveCount(1): received 2 orders for web shop number WS-20260703-0042",
            "TC-036": "expect(message.state).toBe('parked'): received 'failed' for item 0815-99",
            "TC-061": "Validator: BT-10 (buyer reference) is missing",
        },
        declares=2,
    ),
    Run(
        "SIT-1", at("2026-07-09 13:30"), "nunit", "warehouse", _GOODS,
        failed={
            "TC-150": "Expected: alarm within 30 min\n  But was: no alarm after 45 min at 8.4 degrees",
            "TC-156": "Expected: stop 1187 unplanned with reason\n  But was: stop 1187 missing",
        },
        skipped={"TC-165": "Printers of the depots are not connected yet"},
    ),
    Run(
        "SIT-1", at("2026-07-16 08:40"), "trx", "finance", _MONEY,
        failed={"TC-202": "Statement 141 was booked although statement 140 is missing."},
    ),
    Run("SIT-1", at("2026-07-22 10:05"), "xunit", "item data and planning", _BASE),
    Run(
        "SIT-2", at("2026-09-04 09:15"), "junit", "order to cash", _SALES,
        failed={"TC-012": "expect(alert).toBeVisible(): no alert for a price file with 902 of 1,850 rows"},
    ),
    Run(
        "SIT-2", at("2026-09-10 13:20"), "nunit", "warehouse", _GOODS,
        failed={"TC-156": "Expected: reason 'time window'\n  But was: reason 'unknown'"},
    ),
    Run("SIT-2", at("2026-09-15 08:45"), "trx", "finance", _MONEY),
    Run(
        "SIT-2", at("2026-09-18 10:10"), "xunit", "item data and planning", _BASE,
        failed={"TC-259": "Assert.Equal() Failure: Expected 6418 planned items, actual 0 after restart"},
        others=("Message bus answers", "Job queue answers"),
    ),
    Run("SIT-2", at("2026-09-24 09:30"), "junit", "order to cash again", cases=("TC-012",)),
    Run("SIT-2", at("2026-09-24 11:00"), "nunit", "warehouse again", cases=("TC-156",)),
    Run("SIT-2", at("2026-09-24 14:00"), "xunit", "item data and planning again", cases=("TC-259",)),
    Run(
        "UAT-1", at("2026-10-07 09:00"), "junit", "order to cash", _SALES,
        failed={
            "TC-014": "Line shows the price per piece on the day of the change",
            "TC-018": _REBATE,
            "TC-062": "Message says 'error 4711', expected the name of the missing number",
            "TC-074": "Deduction of 2 % was not spread over the 23 invoices",
        },
    ),
    Run(
        "UAT-1", at("2026-10-09 05:30"), "nunit", "warehouse", _GOODS,
        failed={
            "TC-114": "Expected: pallet on hold\n  But was: pallet available at 9.4 degrees",
            "TC-116": _WEIGHT,
            "TC-136": "Expected: typed weight is marked\n  But was: no mark on the pick",
            "TC-161": "Expected: second break of 15 min\n  But was: one break of 30 min",
        },
        skipped={"TC-142": "Gate scanner of Hanover was out of order"},
    ),
    Run(
        "UAT-1", at("2026-10-13 08:30"), "trx", "finance", _MONEY,
        failed={
            "TC-181": "Order was placed for Sunday although the supplier delivers on Monday.",
            "TC-189": "Difference of 2.4 % was posted without the buyer.",
            "TC-200": "The number DK12345674 was accepted although it is invalid since 6 October.",
            "TC-218": "Late invoice was posted into the closed period 2026-09.",
        },
    ),
    Run("UAT-1", at("2026-10-15 10:00"), "xunit", "item data and planning", _BASE),
    Run(
        "E2E-1", at("2026-10-23 08:00"), "junit", "end to end",
        cases=("TC-301", "TC-302", "TC-303", "TC-304", "TC-305", "TC-306", "TC-309", "TC-312", "TC-313"),
        failed={"TC-303": "Balance of crates on the invoice is 14, expected 2"},
    ),
    Run(
        "UAT-2", at("2026-10-28 09:00"), "junit", "order to cash", _SALES,
        failed={
            "TC-018": _REBATE,
            "TC-030": "Customer is still on the call list 20 minutes after the web shop order",
            "TC-074": "Deduction of 2 % was not spread over the 23 invoices",
            "TC-086": "Disputed invoice 4500187 is part of the reminder",
        },
    ),
    Run(
        "PERF-1", at("2026-10-28 20:00"), "junit", "load of the order desk",
        cases=("TC-401", "TC-402", "TC-403", "TC-404", "TC-409"),
    ),
    Run("E2E-1", at("2026-10-30 07:00"), "junit", "end to end again",
        cases=("TC-303", "TC-307", "TC-308", "TC-310", "TC-311", "TC-314")),
    Run(
        "UAT-2", at("2026-10-30 05:30"), "nunit", "warehouse", _GOODS,
        failed={
            "TC-116": _WEIGHT,
            "TC-138": _SHORT,
            "TC-152": "Expected: stop of the lorry is told\n  But was: only the customer is told",
        },
    ),
    Run(
        "UAT-2", at("2026-11-03 08:30"), "trx", "finance", _MONEY,
        failed={
            "TC-185": "Confirmation of another item replaced the order line without a question.",
            "TC-189": "Difference of 2.4 % was posted without the buyer.",
        },
        skipped={"TC-207": "Budget of the depot in Leipzig was not loaded yet."},
    ),
    Run(
        "UAT-2", at("2026-11-05 10:00"), "xunit", "item data and planning", _BASE,
        failed={"TC-257": "Assert.True() Failure: proposal of 96 cartons, at most 54 can be sold in seven days"},
    ),
    Run(
        "PERF-1", at("2026-11-05 14:00"), "junit", "load of the night and the interfaces",
        cases=("TC-405", "TC-406", "TC-407", "TC-408", "TC-410", "TC-411", "TC-412"),
        failed={"TC-405": _SEARCH.format(found="4.6")},
    ),
    Run("UAT-2", at("2026-11-09 09:00"), "junit", "order to cash again", cases=("TC-018", "TC-030", "TC-074", "TC-086"),
        failed={"TC-018": _REBATE, "TC-074": "Deduction was spread over 22 of the 23 invoices"}),
    Run("UAT-2", at("2026-11-10 05:30"), "nunit", "warehouse again", cases=("TC-116", "TC-138", "TC-152"),
        failed={"TC-116": _WEIGHT, "TC-138": _SHORT}),
    Run("UAT-2", at("2026-11-10 13:00"), "trx", "finance again", cases=("TC-185", "TC-189", "TC-207"),
        failed={"TC-189": "Difference of 2.4 % went to the buyer, but the invoice was posted meanwhile."}),
    Run("PERF-1", at("2026-11-11 14:00"), "junit", "item search again", cases=("TC-405",),
        failed={"TC-405": _SEARCH.format(found="3.4")}),
    Run("UAT-2", at("2026-11-16 09:00"), "junit", "order to cash third", cases=("TC-018", "TC-074"),
        failed={"TC-018": _REBATE}),
    Run("UAT-2", at("2026-11-17 13:00"), "trx", "finance third", cases=("TC-189",)),
    Run("UAT-2", at("2026-11-17 15:00"), "xunit", "item data and planning again", cases=("TC-257",)),
    Run(
        "UAT-2", at("2026-11-19 09:00"), "junit", "change request 41",
        cases=("TC-223", "TC-225", "TC-227", "TC-228", "TC-229", "TC-237", "TC-238"),
        failed={
            "TC-223": "Line 7: expected 12.480 kg x 18.90 EUR = 235.87 EUR, invoice shows 12 pieces x 18.90 EUR",
            "TC-225": "Expected four weights below the line, received one sum of 19.840 kg",
        },
        skipped={"TC-227": _NO_TEST_SYSTEM},
    ),
    Run("UAT-2", at("2026-11-19 13:00"), "nunit", "change request 41 labels", cases=("TC-230", "TC-236")),
    Run("UAT-2", at("2026-11-24 05:30"), "nunit", "warehouse third",
        cases=("TC-116", "TC-138", "TC-234", "TC-235", "TC-270", "TC-271"),
        failed={"TC-235": "Expected: crate is counted by hand\n  But was: crate is missing in the balance"}),
    Run(
        "UAT-2", at("2026-11-25 09:00"), "junit", "change request 41 again",
        cases=("TC-018", "TC-223", "TC-224", "TC-225", "TC-226", "TC-227", "TC-231", "TC-232", "TC-233"),
        failed={"TC-226": "Credit of 4.960 kg carries the price of today, expected the price of the delivery"},
    ),
    Run("UAT-2", at("2026-11-26 08:30"), "trx", "change request 41 purchasing", cases=("TC-240", "TC-241")),
    Run("PERF-1", at("2026-11-26 14:00"), "junit", "item search third", cases=("TC-405",)),
    Run("UAT-2", at("2026-11-26 15:00"), "xunit", "change request 41 items", cases=("TC-246", "TC-247")),
    Run("UAT-2", at("2026-11-27 09:00"), "junit", "change request 41 last", cases=("TC-226",)),
    Run("UAT-2", at("2026-11-27 10:00"), "nunit", "change request 41 crates", cases=("TC-235",)),
)
