"""What people vouched for: migration, dependencies, cutover. The form of these lines is explained in `attesting`."""

TEXT = """
migration.day-one-data
  2026-10-14 15:00 do migration-lead partly
    Nine of twelve kinds of data have a day of readiness. Mandates, crate balances and open rebates have none yet.
    > 2026-10-14 dry run 2.md
  2026-11-05 15:00 do migration-lead met
    All twelve kinds of data have a day of readiness, the last one is 1 December for open rebates. Security roles are
    loaded in production on 30 November.
    > 2026-11-05 data readiness.csv

migration.plan
  2026-10-14 15:10 do migration-lead met
    Version 3 of the migration plan was followed step by step in dry run 2. Two steps changed their order since.
    > 2026-10-14 dry run 2.md
  2026-11-09 10:00 do migration-lead met
    Version 4 of the migration plan was followed in dry run 3. All 64 steps were carried out, none was skipped.
    > 2026-11-09 dry run 3.md

migration.source-quality
  2026-10-14 15:20 do migration-lead partly
    Customers and suppliers are above their limit, items are not: 214 of 6,418 have no net weight in the old system.
    > 2026-10-14 dry run 2.md
  2026-11-06 11:00 do migration-lead met
    All six objects are above their limit. 37 items without a net weight are locked and stay behind.
    > 2026-11-06 source quality.csv

migration.validation
  2026-10-14 15:30 do migration-lead partly
    Counts and totals of dry run 2 were compared for nine of twelve objects. Open customer invoices differ by
    18,420.17 euros, not explained yet.
    > 2026-10-14 dry run 2.md
  2026-11-10 14:00 do migration-lead partly
    All twelve objects of dry run 3 were compared. Totals tie; 118 rejected rows are not explained yet.
    > 2026-11-09 dry run 3.md
  2026-11-18 11:00 do migration-lead met
    Totals of all twelve objects tie with the old system. The 118 rejected rows are explained: 96 settled deposits, 22
    customers without turnover since 2021.
    > 2026-11-18 rejected rows.csv

migration.dry-runs
  2026-10-14 15:40 do migration-lead met
    Two full dry runs are on record, of 12 September and 10 October, with volume, duration and errors.
    > 2026-10-14 dry run 2.md
  2026-11-09 10:10 do migration-lead met
    Three full dry runs are on record. The third, of 6 to 8 November, had full volume and 118 rejected rows of 46,700.
    > 2026-11-09 dry run 3.md

migration.scripts
  2026-11-09 10:20 do migration-lead met
    All 41 scripts and 9 manual steps ran in dry run 3 in the version that is frozen under tag load-3.2.
    > 2026-11-09 scripts load-3.2.csv

migration.issues
  2026-10-27 09:00 do migration-lead met
    31 entries, 22 closed; each open one has an owner, a date and a mitigation.
    > 2026-10-27 migration issues.csv
  2026-11-10 09:00 do migration-lead met
    38 entries, 33 closed; each open one has an owner, a date and a mitigation.
    > 2026-11-10 migration issues.csv
  2026-11-24 09:00 do migration-lead met
    39 entries, 37 closed; the two open ones are watched in the cutover itself.
    > 2026-11-24 migration issues.csv

migration.legal-entities
  2026-10-28 10:00 ft process-owner partly
    Northmere Foods is ready to post. Number sequences and periods of Northmere Logistik are missing for freight
    invoices.
    > 2026-10-28 test postings.csv
  2026-11-11 10:00 ft process-owner met
    One document of each of the 27 types was posted after dry run 3, in both companies where both use it. New numbers
    begin above the migrated ones.
    > 2026-11-11 test postings.csv

dependencies.isv-versions
  2026-10-12 16:00 cd solution-architect partly
    Routario supports 10.0.48. Lotura has announced its statement for the end of October.
    > 2026-10-12 ISV statements.md
  2026-11-04 16:00 cd solution-architect met
    Routario and Lotura have stated in writing that they support 10.0.48 and the first update after it.
    > 2026-11-04 ISV statements.md

cutover.deployable-package
  2026-11-11 16:00 cd solution-architect met
    Package 10.0.48.207 passed in the acceptance environment and was installed in a sandbox in 94 minutes.
    > 2026-11-11 release note 207.md
  2026-11-18 16:00 cd solution-architect partly
    Package 10.0.48.218 with change request 41 is in the acceptance environment since 17 November. It is accepted when
    its cases have passed.
    > 2026-11-18 release note 218.md
  2026-11-27 16:00 cd solution-architect met
    Package 10.0.48.221 passed in the acceptance environment and was installed in a sandbox in 91 minutes. Its number
    stands in the cutover plan.
    > 2026-11-27 release note 221.md
"""
