"""What people vouched for: change and support. The form of these lines is explained in `attesting`."""

TEXT = """
change.plan
  2026-10-05 14:00 nr change-manager met
    The plan covers eleven groups and 412 people at three depots: what changes, how they are told, how they answer
    back, what is done about reluctance.
    > 2026-10-05 change plan.md

change.activities-done
  2026-10-28 14:00 nr change-manager partly
    41 of 46 activities that were due are done. Open: depot meetings in Leipzig and four letters to drivers.
    > 2026-10-28 change activities.csv
  2026-11-11 14:00 nr change-manager met
    All 52 activities that were due are done; the depot meeting in Leipzig was held on 9 November.
    > 2026-11-11 change activities.csv
  2026-11-25 14:00 nr change-manager met
    All 58 activities that were due are done.
    > 2026-11-25 change activities.csv

change.readiness-assessed
  2026-10-09 15:00 nr change-manager met
    Second assessment with 231 answers. Drivers in Hanover were least ready; two ride-alongs were added to the plan.
    > 2026-10-09 readiness survey.csv
  2026-11-06 15:00 nr change-manager met
    Third assessment with 268 answers. Drivers gained most; the cash desk asked for one more session and has it.
    > 2026-11-06 readiness survey.csv

change.training
  2026-10-22 11:00 nr change-manager partly
    148 of 412 people are trained, as planned for this week. Warehouse nights have no dates yet.
    > 2026-10-22 training record.csv
  2026-11-05 11:00 nr change-manager partly
    318 of 412 people are trained. The other 94 have a seat until 27 November, 41 of them on the night shift in
    Leipzig.
    > 2026-11-05 training record.csv
  2026-11-30 11:00 nr change-manager met
    408 of 412 people are trained. Four are on leave until after the go-live and have a seat in January.
    > 2026-11-30 training record.csv

change.training-timing
  2026-11-06 15:20 nr change-manager partly
    Order desk and finance are trained 14 to 35 days before go-live as agreed. 62 pickers were trained 50 days before
    and get a refresher of one hour.

change.engagement
  2026-10-09 15:20 nr change-manager met
    Weekly letter, open hour on Thursdays and a board at each depot. 61 questions came in, all are answered.
  2026-11-06 15:40 nr change-manager met
    Weekly letter, open hour and boards go on. 97 questions came in so far, 94 are answered.

change.super-users
  2026-10-07 09:00 nr change-manager met
    34 super-users for eleven groups at three depots, each with four hours a week.

change.super-users-early-demo
  2026-10-07 09:10 nr change-manager met
    All super-users saw the first version in April; 48 remarks have an answer.

change.super-users-sprint-demos
  2026-10-07 09:20 jr workstream-owner met
    Two or more super-users were in each of the eleven demonstrations, with notes.

change.super-users-design
  2026-10-07 09:30 nr change-manager met
    Order form and handheld menus were laid out with super-users; three wishes were declined with a reason.

change.super-users-data
  2026-11-10 15:00 do migration-lead met
    After dry run 3 a super-user of each area looked through fifty familiar records. Nineteen remarks, all settled.

change.super-users-speed
  2026-11-06 15:50 mf test-lead partly
    Super-users named their ten most used screens after the figures had been agreed with the process owners. Item
    search came into the list that way.

change.super-users-devices
  2026-10-07 09:40 nr change-manager partly
    Pickers and drivers were heard on devices and gloves. Needs of two people with impaired sight are being settled.

change.super-users-timing
  2026-10-19 09:00 cp cutover-manager met
    Super-users looked at the dates; the Christmas market orders of 4 December were moved to the tour of the 3rd.

change.super-users-backlog
  2026-11-04 09:00 pl project-lead met
    Super-users ordered the list of what follows in January and February. It is on the boards.

change.readiness-review
  2026-11-11 15:40 nr change-manager met
    The review of 11 November reads training, engagement, sponsorship and help for all eleven groups: nine are ready,
    cash desk and Leipzig nights get one more session.
    > 2026-11-11 change readiness review.md

change.sponsor
  2026-10-15 10:00 nr change-manager met
    Henrik Aldag has spoken at all three depots, at the start of the shifts.

change.sponsor-plan
  2026-10-12 10:00 nr change-manager met
    Three letters, a visit to the night shift and a word of thanks are planned and agreed with the office of
    Henrik Aldag.
    > 2026-10-05 change plan.md
  2026-11-10 10:00 nr change-manager met
    Letters of 16 and 30 November, a visit on the first live morning and thanks to testers on 11 December are agreed.
    > 2026-11-10 sponsor plan.md

change.user-help
  2026-10-30 10:00 nr change-manager partly
    Guides for 28 of the 40 most frequent tasks are published; those of the warehouse follow.
  2026-11-26 10:00 nr change-manager met
    Guides for the 40 most frequent tasks are published, 22 of them as short films for the handheld.

change.notices-channel
  2026-11-04 10:00 nr change-manager met
    Notices come on the depot boards and the channel Go-live. A test notice of 3 November was seen by 371 of 412
    people; service desk and change team may send.

support.plan
  2026-10-21 13:00 sh support-lead partly
    The plan names levels and hours. Who takes problems of the label stations at night is open.
    > 2026-10-21 support plan v2.md
  2026-11-09 13:00 sh support-lead met
    Version 3 of the plan is agreed with IT, Kestrelmark and the depots and is on the boards. Every kind of problem has
    a person, nights included.
    > 2026-11-09 support plan v3.md

support.transition
  2026-10-21 13:10 sh support-lead partly
    14 subjects are handed over from project to support; seven have a date.
    > 2026-10-21 support plan v2.md
  2026-11-09 13:10 sh support-lead met
    All 14 subjects have giver, receiver and date; five are handed over and were shown by the receiver.
    > 2026-11-09 handover list.csv

support.team
  2026-10-21 13:20 sh support-lead unmet
    Four of nine agents are trained. None has access to the monitoring of interfaces.
    > 2026-10-21 support plan v2.md
  2026-11-10 13:00 sh support-lead partly
    All nine agents are trained. Two of the night desk cannot open the monitoring of interfaces yet.
    > 2026-11-10 support exercise.md
  2026-11-25 13:00 sh support-lead met
    All nine agents are trained and solved an invented problem on their own, those of the night desk included.
    > 2026-11-25 support exercise.md

support.help-desk
  2026-11-04 13:00 sh support-lead met
    Telephone, portal and the queue for tickets are open since 2 November. Trial requests of all depots were answered
    within 20 minutes.

support.go-live-notice
  2026-11-10 13:20 pl project-lead met
    The text is written with six known issues and two ways round; the list of 412 people is drawn from the directory.
    > 2026-11-10 go-live notice.md
  2026-11-24 13:20 pl project-lead met
    The text has nine known issues in short and three ways round. Two users have read it.
    > 2026-11-24 go-live notice.md

support.version
  2026-10-27 10:00 ke it-administrator met
    Production is on 10.0.48, the newest version in service. The acceptance environment has the same.
    > 2026-10-27 environments.csv
  2026-11-10 10:10 ke it-administrator met
    Production and acceptance are on 10.0.48, the newest version in service.
    > 2026-11-10 environments.csv
  2026-11-24 10:10 ke it-administrator met
    Production and acceptance are on 10.0.48 with the quality update of 20 November.
    > 2026-11-24 environments.csv

support.maintenance
  2026-10-19 10:00 ke it-administrator met
    The calendar until June 2027 has the monthly tasks, two service updates with a test week each, and no update in
    December.
    > 2026-10-19 maintenance calendar.csv

support.monitoring
  2026-10-21 13:30 sh support-lead unmet
    What is watched is decided for speed and errors only. No alert has been tried.
    > 2026-10-21 support plan v2.md
  2026-11-10 13:40 sh support-lead partly
    14 of 17 alerts were tried and reached their person. Two of the scales and one of EDI are missing, and so are the
    figures on use.
    > 2026-11-10 monitoring.csv
  2026-11-26 13:40 sh support-lead met
    All 17 alerts were tried and reached their person. Figures on use come weekly from 14 December on.
    > 2026-11-26 monitoring.csv

support.hypercare
  2026-10-30 13:00 sh support-lead met
    Six weeks with eleven people of the project, from 05:00 to 23:00 in the first two. It ends when tickets stay below
    ten a day for five days.

support.production-environment
  2026-10-28 10:10 ke it-administrator partly
    31 of 44 entries of the list are done. Certificates, bank connection and label printers are open.
    > 2026-10-28 production list.csv
  2026-11-10 10:20 ke it-administrator partly
    40 of 44 entries are done. The bank connection, two certificates and the printers in Leipzig are open.
    > 2026-11-10 production list.csv
  2026-11-18 10:20 ke it-administrator met
    All 44 entries of the list are done and checked by signing in.
    > 2026-11-18 production list.csv
  2026-12-01 10:20 ke it-administrator met
    All 46 entries are done and checked by signing in, the two for the scales in Leipzig included.
    > 2026-12-01 production list.csv

support.service-updates
  2026-10-19 10:10 ke it-administrator met
    Updates are taken four weeks after their release; the first one after go-live is on 30 January, tested from
    18 January.

support.batch-jobs
  2026-10-28 10:20 ke it-administrator unmet
    26 of 44 jobs have recurrence and account; they have not run together yet.
    > 2026-10-28 batch jobs.csv
  2026-11-10 10:40 ke it-administrator partly
    All 44 jobs have recurrence, account and owner. Six have no alert for failure.
    > 2026-11-10 batch jobs.csv
  2026-11-17 10:40 ke it-administrator met
    All 44 jobs have recurrence, account, owner and alert. They ran together for five nights.
    > 2026-11-17 batch jobs.csv
"""
