"""Steps of the cutover until the old system is closed. The form of these lines is explained in `cutover_steps`."""

PREPARE = """
101 | Freeze item data in Cargon | ad/tw | 11-23 18:00 | 15m | The item form of Cargon opens for reading only
102 | Load items and units | do/ad | 11-24 08:00 | 2h 40m | load 6,418 items; every unit has a factor
103 | Load warehouse places | do/sk | 11-25 08:00 | 1h 15m | load 11,860 places at three depots; none without a zone
104 | Load suppliers | do/tw | 11-27 18:00 | 35m | load 1,204 suppliers; bank details of fifty compared
105 | Load customers and mandates | do/ft | 11-27 19:00 | 2h 20m | load 2,914 customers; each mandate has a signature date
106 | Try 24 old scanners with the new app [v9] | bl/sk | 11-28 09:00 | 4h | A pick, a count and a put-away on each of them
107 | Load prices and agreements | do/ga | 11-30 18:00 | 2h 10m | load 38,240 prices; forty agreements compared by sales
108 | Load users and roles | ke/mf | 11-30 20:00 | 45m | load 412 users; no role beside those of the role plan
109 | Load open rebates | do/ft | 12-01 18:00 | 20m | load 611 rebates; the sum ties to the list of 30 November
110 | Tell customers of the order stop | nr/jr | 12-02 09:00 | 30m | message The mail has gone to 2,914 customers
111 | Print paper pick lists for one night | sk/cp | 12-02 15:00 | 30m | Three folders, one a depot, with 412 lists
112 | Confirm hours and telephone numbers of everybody | cp/pl | 12-03 08:00 | 1h | Each person has answered by mail or call
113 | Copy the runbook to paper and to the depots | cp/sh | 12-03 09:00 | 1h | Four copies are signed for
114 | Set the portal page for the weekend | nr/jr | 12-03 09:30 | 45m | The page shows the hours without orders
115 | Check licences and seats of all users | it/ke | 12-03 10:00 | 45m | 412 seats are assigned; none is missing
116 | Check free space and backups of Cargon | it/bl | 12-03 11:00 | 40m | The backup of the night was restored in a test
117 | Tell the bank of the weekend without files | fin/ft | 12-03 13:00 | 20m | message The bank has confirmed by mail
118 | Set up the cutover room and its line | sup/cp | 12-03 14:00 | 1h | The line works from three depots and from Pune
119 | Load batch jobs, switched off | it/ke | 12-03 16:30 | 50m | 44 jobs are there and none is active
120 | Load number sequences | data/pn | 12-03 16:30 | 25m | load 61 sequences; none begins inside one in use
121 | Load posting profiles and terms | data/ft | 12-03 17:30 | 40m | load Profiles tie to the list that finance signed
122 | Load tours and stops | data/lv | 12-03 17:30 | 35m | load 184 tours with 2,961 stops
123 | Load drivers and lorries | data/lv | 12-03 18:30 | 15m | load 58 drivers and 46 lorries
124 | Load quality plans and allergens | data/ad | 12-03 18:30 | 30m | load Each of 6,418 items has its allergens
125 | Load planning parameters | data/ih | 12-03 19:30 | 30m | load 19,254 rows, three depots for each item
126 | Load label layouts | wh/sk | 12-03 19:00 | 40m | One label of each of the nine kinds is printed
127 | Check the routes to scales and printers [v7] | it/bl | 12-03 20:00 | 1h | 23 scales and 61 printers answer
128 | Send test postings through both companies | fin/pn | 12-04 08:00 | 1h | 27 kinds of documents are posted and reversed
129 | Check alerts and boards of the monitoring | sup/sh | 12-04 08:00 | 45m | An alert of each kind reaches the line
130 | Check the rights of the cutover team | it/mf | 12-04 08:30 | 40m | Everybody signs in to production once
131 | Close open counts and transfers in Cargon | wh/sk | 12-04 09:00 | 2h | No count and no transfer is open
132 | Clear parked journals in Cargon | fin/ft | 12-04 09:00 | 1h 30m | The list of parked journals is empty
133 | Clear orders that wait for credit | ord/jr | 12-04 09:30 | 1h 30m | The list of held orders is empty
134 | Send the last purchase orders from Cargon | pur/tw | 12-04 10:00 | 1h 30m | All suppliers of fresh goods have confirmed
135 | Settle crates that are on the road | wh/lv | 12-04 10:30 | 1h | Each driver has signed the list of the week
136 | Freeze changes of configuration | cd/ke | 12-04 11:00 | 15m | The list of changes is closed and signed
137 | Export configuration as proof | cd/mf | 12-04 11:30 | 40m | The export has the number of the accepted package
138 | Back up production before the weekend | it/ke | 12-04 12:00 | 45m | The restore point is listed with its time
139 | Stop integrations to test systems [v6] | int/rm | 12-04 12:30 | 20m | No endpoint of a test system is active
140 | Check certificates and keys of interfaces [v6] | int/cd | 12-04 13:00 | 30m | None ends before March
141 | Install package 10.0.48.221 in production | it/cd | 12-04 13:00 | 1h 31m | The version page shows the accepted number
142 | Repeat ten cases after the installation | mf/cd | 12-04 14:45 | 45m | All ten have passed
143 | Say that the weekend can begin [v9] | cp/pl | 12-04 15:40 | 20m | message The list of 142 steps has no open line
"""

CLOSE = """
201 | Stop orders by telephone | ord/jr | 12-04 16:00 | 30m | message The greeting names Monday, 05:00
202 | Stop orders by web shop | int/rm | 12-04 16:00 | 20m | The shop shows the page of the weekend
203 | Take in the last EDI orders | int/jr | 12-04 16:30 | 50m | The queue is empty twice in ten minutes
204 | Release the last lorries of the day shift | wh/lv | 12-04 16:00 | 1h 30m | Every tour of the day has left
205 | Post the last goods receipts | wh/tw | 12-04 16:30 | 1h 15m | No receipt is open at three depots
206 | Tell everybody that Cargon closes | cp/nr | 12-04 17:30 | 15m | message The mail has gone to 412 people
207 | Lock Cargon for its users | it/ke | 12-04 18:00 | 15m | Only six accounts of the team can sign in | back Unlock the accounts from the list in the runbook
208 | Stop the night jobs of Cargon | it/bl | 207 | 15m | The schedule shows no job before Tuesday | back Start the schedule again
209 | Post the deliveries of the day | ord/jr | 208 | 40m | No delivery of the day is left without a posting
210 | Post the invoices of the day | fin/ft | 209 | 40m | 2,150 deliveries are invoiced
211 | Post driver payments of the day | fin/pn | 209 | 25m | Cash of 46 lorries ties to the cash desk
212 | Post returns and crates of the day | wh/sk | 209 | 30m | The list of returns is empty
213 | Book the bank statement of Friday | fin/ft | 211 | 20m | Four accounts tie to their statements
214 | Close the stock period in Cargon | fin/sk | 210, 212 | 30m | The period shows as closed | back Open the period with the second key
215 | Close receivables and payables | fin/pn | 210, 213 | 25m | Sub-ledgers tie to the ledger
216 | Print balances of all accounts | fin/ft | 214, 215 | 20m | Two copies are signed
217 | Print stock by lot at three depots | wh/sk | 214 | 25m | Each page has its sum
218 | Print open items of customers and suppliers | fin/pn | 215 | 20m | The sums tie to the balances
219 | Back up Cargon | it/bl | 216, 217 | 30m | The copy is read back without an error
220 | Copy Cargon for reading [v6] | it/bl | 219SS+5m | 20m | Fifty people can read and nobody can write
221 | Stop the bank files [v6] | int/ft | 213 | 10m | No file leaves after 20:00
222 | Stop the EDI line of Cargon | int/rm | 210 | 10m | Documents wait at the provider | back Switch the line back to Cargon
223 | Stop scales and label stations | it/bl | 212 | 15m | No station prints from Cargon
224 | Collect the handhelds of the old system | wh/bl | 212 | 25m | 96 handhelds lie in their boxes
225 | Send the paper lists to the night shift [v7] | wh/sk | 217 | 15m | Three depots have confirmed
226 | Tell the team that the load may begin | cp/do | 219, 218 | 15m | message The word is in the log of the room
227 | Lock the ledger of Cargon | fin/ft | 226SS | 10m | A posting of one euro is refused | back Open the ledger with the second key
"""
