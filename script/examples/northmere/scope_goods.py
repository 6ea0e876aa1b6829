"""Inventory to deliver. The form of these lines is explained in `outline`."""

TEXT = """
60 Inventory to deliver | Sabine Kröger
  60.10 Run the warehouse | Sabine Kröger
    60.10.010 Set zones by temperature | Sabine Kröger
      R-154 M Dry, chilled, fresh fish and frozen goods are kept in zones of their own
    60.10.040 Share out the work | Sabine Kröger
      R-155 M Work is given to people by zone, licence and shift
        + TC-099 U Warehouse lead: Fork-lift work only for those with a licence
        - TC-100 u Warehouse lead: Picker changes the zone in mid shift
      R-156 C Pick rates by person (out: W3)
    60.10.060 Work without a network for a while | Sabine Kröger
      R-157 S A handheld keeps the scans of ten minutes and sends them later {non-functional}
        + TC-101 s Warehouse picker: Cold store without reception for six minutes
        - TC-102 s Warehouse picker: Two devices scan the same pallet without reception
  60.20 Keep stock right | Sabine Kröger
    60.20.020 Move stock | Sabine Kröger
      R-158 M A pallet moves with its lots and best-before dates by one scan
        + TC-103 U Warehouse picker: Move a mixed pallet to the picking face
        - TC-104 u Warehouse picker: Label is torn and the pallet is found by its place
    60.20.040 Count stock | Sabine Kröger
      R-159 M Counting runs by zone while other zones work, and differences need approval
        - TC-106 U Stock controller: Difference above 250 euros is counted again
      R-160 M The yearly stocktaking gives a list by item and lot that the auditor accepts
        {regulatory: Commercial Code s. 240, Germany}
        + TC-107 U Stock controller: Stocktaking list with signatures (R-159)
        - TC-108 u Stock controller: Goods in transit on the day
    60.20.060 Write off stock | Sabine Kröger
      R-161 M Spoiled goods are written off by reason, and food given to charity has its own
        + TC-109 U Warehouse lead: 80 kg of bananas for the food bank
        - TC-110 u Warehouse lead: Write-off above 1,000 euros waits for finance
      R-162 S Stock that will pass its date within three days is listed each morning
        + TC-111 U Stock controller: List of short-dated dairy goods
        - TC-112 u Stock controller: Short-dated goods that are reserved already
  60.30 Receive goods | Sabine Kröger
    60.30.010 Receive and check goods | Sabine Kröger
      R-163 M Each receipt has supplier lot, best-before date and measured temperature
        {regulatory: Regulation (EC) 178/2002 art. 18}
        + TC-113 SU! Receiving clerk: Receive 33 pallets of dairy goods with lots and temperature
        - TC-114 U! Receiving clerk: Temperature of 9.4 degrees puts the pallet on hold
      R-164 M Weighed goods are received by pieces and by weight
        + TC-115 SU! Receiving clerk: 40 wheels of cheese weigh 198.6 kg
        - TC-116 U Receiving clerk: Weight differs by more than 3 % from the despatch advice
      R-165 M Shelf life at receipt must be the share agreed with the supplier
        + TC-117 U Receiving clerk: Two thirds of the shelf life are left
        - TC-118 U Receiving clerk: Too little is left and the buyer decides
      R-166 S Receipts are announced by suppliers with a despatch advice
        + TC-119 S EDI: Despatch advice of a dairy becomes an expected receipt
        - TC-120 s EDI: Advice names a pallet that does not come
    60.30.020 Label received goods | Ayla Demir
      R-167 M Each pallet gets a label with number, lot and date
        + TC-121 SU Receiving clerk: Label for a pallet with two lots
        - TC-122 u Receiving clerk: Printer stops in the middle of a run
      R-168 M Labels of repacked goods carry allergens and origin in the order of the law
        {regulatory: Regulation (EU) 1169/2011 (food information)}
        + TC-123 SU! Repacking clerk: Label of a cheese platter with milk, nuts and celery
        - TC-124 U! Repacking clerk: Recipe changes and the old labels are blocked
      R-275 M Labels of counter goods show the weight of the piece in the large type that Alsterkauf asks for [CR-41]
        + TC-230 u Repacking clerk: Label of 4.960 kg in 12 mm type is read by the chain's scanner
          [2026-11-18 15:00]
        - TC-236 u Repacking clerk: Piece below 100 g gets the small label [2026-11-19 10:00]
    60.30.030 Put goods away | Sabine Kröger
      R-169 M Put-away follows zone, turnover and free places
        + TC-125 U Warehouse picker: Fast mover goes to the ground level (R-154)
        - TC-126 u Warehouse picker: Proposed place is taken, and the next one is in the same zone (R-154)
    60.30.040 Send received goods straight to a tour | Sabine Kröger
      R-170 S Fresh fish goes from receipt to the tour without being stored
        + TC-127 U Receiving clerk: Fish of 02:30 leaves on the tours of 04:00
        - TC-128 u Receiving clerk: Less fish arrives than was sold
    60.30.060 Hold goods for quality | Ayla Demir
      R-171 M Goods on hold cannot be sold or picked until quality releases them
        + TC-129 U! Quality officer: Hold a lot and release half of it
        - TC-130 U Quality officer: Held lot is in a wave that has been released
  60.40 Send goods out | Sabine Kröger
    60.40.015 Choose lots | Sabine Kröger
      R-172 M The lot with the shortest date that the customer still accepts goes first
        + TC-131 SU! Warehouse lead: Dairy goods by first expired, first out
        - TC-132 U Warehouse lead: Customer demands ten days and only eight are there
    60.40.020 Release waves | Sabine Kröger
      R-173 M Waves are released by tour and departure, chilled goods last
        + TC-133 SU! Warehouse lead: Release 46 tours of the night
        - TC-134 U Warehouse lead: Tour is added after the first wave
    60.40.030 Pick goods | Sabine Kröger
      R-174 M Picking by scan, with weight from the scale for weighed goods
        + TC-135 SU! Warehouse picker: Pick salmon sides and take over their weights
        - TC-136 U Warehouse picker: Scale has no connection and the weight is typed and marked
      R-175 M A short pick is decided at once: other lot, other place or short delivery
        + TC-137 U Warehouse picker: Short pick finds goods in the reserve (R-174)
        - TC-138 U Warehouse picker: Short delivery tells the order desk within a minute (R-121)
      R-176 C Picking by voice (out: W3)
    60.40.040 Pack and repack | Sabine Kröger
      R-177 S Mixed crates are packed by stop, heavy goods below
        + TC-139 u Warehouse picker: Crate plan of a stop with 60 lines
        - TC-140 u Warehouse picker: Glass and frozen goods in one stop
    60.40.060 Load lorries | Lennart Vogt
      R-178 M Loading is checked by scan against the tour, stop by stop from the back
        + TC-141 U Loader: Load a tour with 22 stops
        - TC-142 U Loader: Pallet of another tour is refused
      R-276 M Crates with a chip are counted at the gate when they leave and when they come back [CR-41]
        + TC-234 u Loader: 120 chipped crates pass the gate in one minute [2026-11-23 11:00]
        - TC-235 u Loader: Crate without a readable chip is counted by hand [2026-11-23 11:00]
    60.40.080 Return goods to the supplier | Tomasz Wilk
      R-179 S Returned goods leave with their lots and open a claim
        + TC-143 u Warehouse lead: Return one pallet of juice
        - TC-144 u Warehouse lead: Supplier collects one day late
  60.50 Keep quality | Ayla Demir
    60.50.020 Plan checks by item group | Ayla Demir
      R-180 M Checks by item group and supplier: every receipt, every tenth, or none
        + TC-145 U Quality officer: Every receipt of a new supplier of poultry is checked
        - TC-146 u Quality officer: Supplier moves to every tenth after twenty good receipts
    60.50.040 Trace a lot | Ayla Demir
      R-181 M A lot is traced from supplier to customer and back within two hours
        {regulatory: Regulation (EC) 178/2002 art. 18}
        + TC-147 SU! Quality officer: Trace a lot of minced beef to 212 customers
        - TC-148 U! Quality officer: Trace a repacked lot through two recipes
    60.50.050 Watch temperatures | Ayla Demir
      R-182 M Temperatures of stores and lorries are kept for three years and reported when out of range
        {regulatory: Regulation (EC) 852/2004 annex II}
        + TC-149 S Temperature log: 41,000 values of a day from 12 stores and 58 lorries
        - TC-150 S Temperature log: Store above 7 degrees for 30 minutes raises an alarm
    60.50.070 Recall goods | Ayla Demir
      R-183 M A recall blocks the lot, lists customers and writes to them in one run
        {regulatory: Regulation (EC) 178/2002 art. 19}
        + TC-151 SU! Quality officer: Recall of a smoked sausage to 340 customers (R-181)
        - TC-152 U Quality officer: Recall while part of the lot is on a lorry
    60.50.090 Destroy goods under supervision | Ayla Demir
      R-184 M Animal by-products leave with a commercial document by category
        {regulatory: Regulation (EC) 1069/2009}
        + TC-153 U Quality officer: 300 kg of meat for disposal with document
        - TC-154 u Quality officer: Carrier without a registration is refused
  60.60 Plan and run tours | Lennart Vogt
    60.60.010 Plan loads | Lennart Vogt
      R-185 M Orders go to route planning at each cut-off, and tours come back within twenty minutes
        + TC-155 S! Route planning: 1,450 stops of the night come back as 46 tours
        - TC-156 S Route planning: Stop with a time window that no tour can meet
      R-186 M Weight, volume and temperature zones of a lorry are not exceeded
        + TC-157 SU Dispatcher: Lorry with two zones and 6.2 tonnes (R-185)
        - TC-158 U Dispatcher: Late order makes the tour too heavy
    60.60.030 Send lorries out | Lennart Vogt
      R-187 M The driver has stops, goods, empties and notes on the handheld
        + TC-159 U Driver: First tour of the day with 22 stops
        - TC-160 U Driver: Customer is closed and the goods come back
      R-188 M Driving and rest times are respected by the plan of a tour
        {regulatory: Regulation (EC) 561/2006}
        + TC-161 U Dispatcher: Tour of nine hours with two breaks
        - TC-162 u Dispatcher: Delay at a ramp breaks the limit
      R-277 S The driver sees the chipped crates that a stop still owes [CR-41]
        + TC-270 u Driver: Stop owes nine chipped crates since Tuesday [2026-11-23 11:00]
        - TC-271 u Driver: Crates of another customer stand at the stop [2026-11-23 11:00]
    60.60.040 Give ramps and times | Lennart Vogt
      R-189 S Suppliers book a ramp and a time for their delivery
        + TC-163 u Receiving clerk: Day with 44 bookings on 9 ramps
        - TC-164 u Receiving clerk: Lorry comes two hours late
      R-190 C Suppliers book by themselves on a portal (out: W2)
    60.60.050 Print papers of a tour | Lennart Vogt
      R-191 M Delivery notes, crate lists and temperature sheets are printed by tour
        + TC-165 SU Dispatcher: Papers of 46 tours in twelve minutes
        - TC-166 u Dispatcher: Printer of the depot in Hanover is out of order
    60.60.070 Settle freight | Lennart Vogt
      R-192 S Freight of carriers is checked against tours and settled each month
        + TC-167 u Dispatcher: Monthly settlement of three carriers
        - TC-168 u Dispatcher: Carrier bills a tour that was cancelled
  60.80 Look at the warehouse | Sabine Kröger
    60.80.200 Measure service and waste | Sabine Kröger
      R-193 S Share of complete deliveries and of written-off goods by week
        + TC-169 u Warehouse lead: Figures of last week by depot
        - TC-170 u Warehouse lead: Week with a public holiday (R-148)
    ~60.80.400 Report on warehouse robots | Sabine Kröger
"""
