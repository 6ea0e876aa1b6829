"""Steps of checking, opening, and of the way back. The form of these lines is explained in `cutover_steps`."""

CHECK = """
401 | Hand out the lists of what is checked | mf/cp | 366{LEAD} | 20m | Eleven lists have gone to eleven people
402 | Tie balances of both companies | fin/pn | 401 | 1h 30m | Each account ties to the print of step 216
403 | Tie open customer invoices | fin/ft | 402 | 1h 40m | The sum and fifty invoices tie
404 | Tie open supplier invoices | fin/pn | 402 | 1h 10m | The sum and fifty invoices tie
405 | Tie fixed assets | fin/ft | 404 | 45m | Book values tie by class
406 | Tie stock by lot, Hamburg | wh/mb | 401 | 2h 30m | Weight, value and shelf life tie
407 | Tie stock by lot, Hanover | wh/mb | 406 | 1h 55m | Weight, value and shelf life tie
408 | Tie stock by lot, Leipzig | wh/sk | 407 | 1h 45m | Weight, value and shelf life tie
409 | Tie crate balances | wh/lv | 408 | 50m | Forty customers and the sum tie
410 | Tie open orders | ord/jr | 401 | 1h 15m | Number, value and twenty orders tie
411 | Tie open purchase orders | pur/tw | 401 | 1h | Number, value and twenty orders tie
412 | Tie complaints and claims [v6] | ord/bk | 410 | 40m | 214 complaints are there
413 | Compare prices of Monday | ord/ga | 410 | 1h 10m | Two hundred prices are right
414 | Compare rebates and agreements | ord/ga | 413 | 50m | Forty agreements are right
415 | Look through fifty items | pur/ad | 411 | 1h | Units, allergens and pictures are right
416 | Look through planning of a day | pur/ih | 415 | 1h 10m | Proposals are usable for three depots
417 | Check roles of twelve jobs [v6] | mf/ke | 401 | 1h | Nobody sees more than the role plan says
418 | Turn on the EDI line for one chain | int/rm | 403 | 30m | A test order has come in
419 | Run an order from EDI to invoice | ord/jr | 418, 413 | 1h 30m | The invoice is what the chain expects
420 | Run a telephone order to its invoice | ord/bk | 419SS | 1h | The invoice has the right price and crates
421 | Run a purchase from order to payment | pur/pn | 411 | 1h 20m | The payment stands in the proposal
422 | Turn on the web shop for testers | int/cd | 418 | 30m | Three testers have ordered
423 | Turn on tour planning | int/lv | 419 | 40m | Tours of Monday have come back
424 | Turn on bank files to the test account | int/ft | 403 | 40m | A file of one cent has come back
425 | Book the statement of Friday again | fin/ft | 424 | 30m | It ties to step 213
426 | Print labels at Hamburg | wh/bl | 408 | 35m | Each kind of label is readable
427 | Print labels at Hanover | wh/bl | 426 | 35m | Each kind of label is readable
428 | Print labels at Leipzig | wh/tr | 427 | 1h | Each kind of label is readable
429 | Weigh on each kind of scale [v7] | wh/bl | 428 | 45m | The weight stands in the order
430 | Pick a tour by scan | wh/sk | 423, 429 | 2h | All lines are confirmed at the ramp
431 | Load a lorry on paper and by handheld [v6] | wh/lv | 430 | 1h 15m | Both show the same stops
432 | Run the night batch on a copy | it/ke | 419 | 1h 25m | It ends in less than four hours of night
433 | Measure ten forms of the order desk [v7] | it/op | 432 | 30m | All are within their limits
434 | Sign the tie of finance | ft/cp | 405, 425, 12-06 12:00 | 20m | Signed on paper and in the workspace
435 | Sign the tie of stock | sk/cp | 409, 437 | 30m | Signed on paper and in the workspace
436 | Collect answers to the exit criteria | cp/mf | 434, 435, 412, 414, 416, 417, 420, 421, 422, 433 | 1h 20m | Each has a yes or a no and a name
437 | Try the 24 old scanners at each depot [v9] | wh/bl | 431 | 30m | Each has confirmed a pick
"""

OPEN = """
501 | Go or no-go: open the new system [v6] | ha/cp | 12-06 16:00, 436, 437 | 30m | gate Each criterion has a yes or a no and a name
502 | Tell everybody what was decided | nr/pl | 501 | 15m | message The mail has gone to 412 people
503 | Remove the data of the trial orders | data/mf | 501 | 25m | No trial order is left | back Restore the point of step 363
504 | Switch the EDI line to the new system | int/rm | 503 | 25m | All chains show as connected | back Switch the line back to Cargon
505 | Let in the EDI orders that waited | int/jr | 504 | 35m | Every order that waited is there | back Export the orders and enter them in Cargon
506 | Switch the web shop to the new system | int/cd | 505 | 20m | An order of a tester is there | back Switch the shop back to Cargon
507 | Switch tour planning to the new system | int/lv | 505 | 20m | Tours of Monday are there
508 | Switch bank files to the new system | int/ft | 503 | 20m | The proposal of Monday waits for approval | back Switch the files back to Cargon
509 | Switch scales and label stations | it/bl | 503 | 40m | 23 scales and 61 printers answer
510 | Switch handhelds of drivers | wh/lv | 509 | 40m | 58 handhelds have signed in
511 | Switch the old scanners | wh/sk | 509 | 35m | 24 a depot have signed in
512 | Turn on batch jobs | it/ke | 505 | 25m | 44 jobs are active, each with its alert | back Turn the jobs off
513 | Turn on alerts for everybody on call [v7] | sup/sh | 512 | 15m | An alert reaches the one on call
514 | Open sign-in for super-users | it/mf | 505 | 15m | 34 super-users have signed in
515 | Let super-users go through their lists | ord/jr | 514 | 40m | Each list has a name and a time
516 | Take orders by telephone for Monday | ord/bk | 515 | 20m | The first ten orders are right
517 | Plan the night of Monday | pur/ih | 512 | 40m | Proposals are approved at three depots
518 | Release tours of Monday | wh/lv | 507, 516 | 15m | 46 tours are released | back Release them from Cargon, step R11
519 | Print pick lists of Monday | wh/sk | 518 | 20m | Lists of three depots are in the printers
520 | Open sign-in for all users | it/ke | 515 | 10m | A user of each group has signed in
521 | Set the greeting of the telephone | ord/jr | 520 | 10m | message The greeting names the new hours
522 | Tell customers that orders are open | nr/ga | 520 | 15m | message The mail has gone to 2,914 customers
523 | Tell suppliers of the new addresses | tw/pn | 520 | 15m | message The mail has gone to 1,204 suppliers
524 | Tell the bank that files begin [v6] | ft/rm | 508 | 10m | message The bank has confirmed by mail
525 | Tell drivers where to get help [v6] | lv/nr | 510 | 15m | message Each depot has confirmed
526 | Open the desk of the closer support | sup/sh | 520 | 15m | 4711 answers within three rings
527 | Put floor walkers in their places [v7] | nr/sh | 526 | 15m | Each depot has its two names
528 | Watch the first hour of orders | sup/rm | 520 | 40m | No queue is longer than ten
529 | Watch the first labels of the night | wh/bl | 519 | 20m | Three depots have called in
530 | Write down what is open | cp/sh | 528, 535 | 20m | Each item has an owner and a time
531 | Save the log and the lists of the weekend | cp/mf | 530 | 10m | They lie in the folder of the project
532 | Hand the line over to the service desk | cp/sh | 530 | 15m | The service desk has signed
533 | Set Cargon to reading for good | it/bl | 532, 531 | 10m | Nobody can write | back Unlock the accounts from the list in the runbook
534 | Say that the weekend is over | cp/pl | 533, 521, 522, 523, 524, 525, 527, 511, 513, 517, 506 | 10m | message The mail has gone to 412 people
535 | Walk through the first old scanner pick [v9] | wh/bl | 529 | 30m | The pick is in the system
"""

BACK = """
R01 | Say that we go back | ha/cp | | 15m | message The word is in the log of the room
R02 | Tell everybody that Cargon opens again | nr/pl | R01 | 20m | message The mail has gone to 412 people
R03 | Lock the new system for its users | it/ke | R01 | 15m | Only the team can sign in
R04 | Export what was posted since the load | data/ft | R03 | 40m | Lists with their sums are signed
R05 | Turn off batch jobs and interfaces | int/rm | R03 | 25m | No job and no endpoint is active
R06 | Switch EDI, shop and bank files to Cargon | int/cd | R05 | 45m | A test order and a file of one cent have come
R07 | Switch scales and label stations to Cargon | it/bl | R05 | 50m | 23 scales and 61 printers answer
R08 | Open periods and ledger of Cargon | fin/ft | R04 | 20m | A posting of one euro goes through
R09 | Start the night jobs of Cargon | it/bl | R08 | 25m | The schedule of the night is shown
R10 | Enter orders of the weekend in Cargon | ord/jr | R04, R08 | 4h | Number and value tie to the lists
R11 | Release tours of Monday from Cargon | wh/lv | R10 | 40m | 46 tours are released
R12 | Print pick lists and labels from Cargon | wh/sk | R11, R07 | 45m | Three depots have confirmed
R13 | Unlock Cargon for its users | it/ke | R09, R10 | 20m | A user of each group has signed in
R14 | Tell customers, suppliers and the bank | nr/ga | R06, R13 | 30m | message All have been told by mail or call
R15 | Say that Cargon runs | cp/pl | R12, R14, R02 | 15m | message The mail has gone to 412 people
"""
