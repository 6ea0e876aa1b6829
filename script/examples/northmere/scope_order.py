"""Order to cash, and complaints. The form of these lines is explained in `outline`."""

TEXT = """
65 Order to cash | Jonas Riedel
  65.05 Set the rules of selling | Georg Amsel
    65.05.030 Group customers by trade and tour | Georg Amsel
      R-101 M Each customer belongs to a trade group and to one tour for each delivery day
        + TC-001 su Sales administrator: Move a canteen to another tour from Monday on
        - TC-002 u Sales administrator: Customer with a tour on four weekdays and none in the school holidays
      R-102 S A chain is seen as one customer with many delivery addresses
        + TC-003 U Sales administrator: Open the chain and see all its addresses with turnover
    65.05.040 Keep the assortment of each customer | Georg Amsel
      R-103 M A customer sees and orders only the items of the agreed assortment
        + TC-005 U Order clerk: Items outside the assortment are not offered
        - TC-006 u Order clerk: Order an item outside the assortment with the right to do so
      R-104 S A new item enters the assortments of a trade group in one step
        + TC-007 u Sales administrator: Add a new yoghurt to all hotel assortments (R-103)
    65.05.050 Set prices | Georg Amsel
      R-105 M Prices hold by customer, trade group and chain, in this order
        + TC-009 SU! Sales administrator: Customer price goes before the price of the chain
        - TC-010 U Sales administrator: Two prices of the same rank overlap by one day
      R-106 M Daily prices for fish, fruit and vegetables are loaded before 03:00
        + TC-011 S Price system: Load 1,850 daily prices from the buying desk
        - TC-012 s Price system: Daily price file is missing or half as long as yesterday (R-118)
      R-107 M Price per kilogram for weighed items, price per piece for all others
        + TC-013 SU! Order clerk: Price of a wheel of cheese by weight, of a jar by piece
        - TC-014 U Order clerk: Item changes from piece to weight on a fixed day
      R-108 S A price below cost needs the approval of the sales director
        + TC-015 U Sales administrator: Price below cost waits for approval
        - TC-016 u Sales administrator: Approver is away and a deputy approves (R-138)
    65.05.060 Agree rebates and promotions | Georg Amsel
      R-109 M Rebates by turnover are agreed by chain with steps and a yearly settlement
        + TC-017 U Sales administrator: Three-step rebate of a chain is reserved with each invoice
        - TC-018 U Sales administrator: Rebate step is reached by an order that is later credited
      R-110 S A promotion has a period, a quantity and the share that the supplier pays
        + TC-019 u Sales administrator: Autumn promotion on rapeseed oil with supplier share
        - TC-020 u Sales administrator: Promotion is sold out two days before its end
      R-111 C Rebate agreements are printed in the layout of the chain (out: W2)
  65.20 Take orders | Jonas Riedel
    65.20.025 Take orders by telephone | Jonas Riedel
      R-112 M The usual assortment of a customer stands on screen with the last four quantities
        + TC-021 SU! Order clerk: Telephone order of 32 lines from the usual assortment
        - TC-022 U Order clerk: Customer without an order for 90 days
      R-113 M Orders are taken until the cut-off of the tour, 22:00 for most of them
        + TC-023 U Order clerk: Order at 21:58 goes on tomorrow's tour
        - TC-024 U Order clerk: Order at 22:04 is offered for the day after
      R-114 M Stock, shelf life left and next receipt are visible in the order line
        + TC-025 U Order clerk: Order line shows stock and best-before date (R-113)
        - TC-026 u Order clerk: Stock is only of lots below the shelf life that the customer demands
      R-115 M A replacement item is offered when the ordered one is not there
        + TC-027 U Order clerk: Offer another brand of mozzarella in the same size
        - TC-028 u Order clerk: Replacement with another allergen needs the word of the customer
      R-116 S The clerk sees who has not ordered by the usual hour and calls them
        + TC-029 u Order clerk: Call list of the morning with 140 customers
        - TC-030 u Order clerk: Customer ordered in the web shop while the clerk was calling
    65.20.030 Take orders from the web shop | Jonas Riedel
      R-117 M Orders of the web shop arrive within two minutes and are confirmed to the customer
        + TC-031 SU! Web shop customer: Order with 18 lines is confirmed with delivery day
        - TC-032 S Web shop: Order arrives twice with the same number
      R-118 M Prices and availability in the web shop are those of the order desk
        + TC-033 S Web shop: Price request of a hotel in a chain
      R-119 S Web shop customers see their invoices and deposits (out: W2)
    65.20.035 Take orders by EDI | Jonas Riedel
      R-120 M Orders of chains arrive by EDI and become sales orders without a clerk
        + TC-035 S! EDI: Order of a chain for 64 shops becomes 64 orders
        - TC-036 S EDI: Order with an unknown item number is parked with a message
      R-121 M The chain receives a despatch advice by EDI before the lorry arrives
        + TC-037 S EDI: Despatch advice with lots and best-before dates
      R-122 S Unit conversion between the units of the chain and our own is kept by item
        + TC-039 S EDI: Chain orders in layers, we deliver in cartons
        - TC-040 u Order clerk: Unit of the chain is not known for a new item (R-104)
      R-278 M Orders of Alsterkauf come in pieces and are picked and delivered by weight [CR-41]
        + TC-237 u Order clerk: Order of six wheels becomes six pieces with an expected weight [2026-11-18 15:00]
        - TC-238 u Order clerk: Order in kilograms from an old ordering device is turned into pieces
          [2026-11-18 15:00]
    65.20.100 Change orders before the cut-off | Jonas Riedel
      R-123 M Quantities change until picking has started, and not after
        + TC-041 U Order clerk: Reduce a line before the wave is released and confirm again (R-124)
        - TC-042 U Order clerk: Change a line that is being picked is refused with the reason (R-124)
      R-124 S The customer receives a new confirmation with the changes marked
    65.20.200 Hold and release orders | Jonas Riedel
      R-125 M An order above the credit limit is held and shown to credit control at once
        + TC-045 SU! Credit controller: Release a held order before the cut-off
        - TC-046 U Credit controller: Payment arrives and the order releases itself
      R-126 M Goods with a regulated buyer, such as alcohol, go only to customers with a permit
        {regulatory: Youth Protection Act s. 9, Germany}
        + TC-047 U Order clerk: Spirits for a restaurant with a permit
        - TC-048 U Order clerk: Spirits for a youth hostel are refused
    65.20.400 Take back goods and empties | Sabine Kröger
      R-127 M The driver books returned goods with a reason on the handheld
        + TC-049 U Driver: Two cartons refused at the door because of temperature
        - TC-050 U Driver: Return without a delivery note of ours
      R-128 M Crates, barrels and pallets are charged as deposits and credited on return
        + TC-051 SU! Driver: 14 crates out, 12 crates back on the same stop
        - TC-052 U Driver: More empties come back than the account of the customer holds (R-129)
      R-129 M The customer sees the balance of empties on each invoice
        + TC-053 U Accounts receivable clerk: Balance of empties by kind on the invoice (R-128)
      R-130 C A deposit slip is printed at the door (out: W2)
    65.20.600 Allocate scarce goods | Jonas Riedel
      R-131 S Scarce goods are shared by rank of customer and date of order
        + TC-055 u Order clerk: 400 kg of asparagus for orders of 620 kg
        - TC-056 u Order clerk: A late order of a first-rank customer
  65.30 Invoice and receive money | Friederike Thomsen
    65.30.010 Invoice customers | Friederike Thomsen
      R-132 M One invoice for each delivery, or one a week, as agreed with the customer
        + TC-057 SU! Accounts receivable clerk: Daily and weekly invoices of Friday evening
        - TC-058 U Accounts receivable clerk: Weekly invoice over the end of a month
      R-133 M The invoice carries all particulars that VAT law asks for, with two rates on one invoice
        {regulatory: VAT Act s. 14, Germany}
        + TC-059 SU! Accounts receivable clerk: Food at 7 % and wine at 19 % on one invoice
        - TC-060 U Accounts receivable clerk: Deposit follows the rate of its goods
      R-134 M Public customers receive electronic invoices in the prescribed structure
        {regulatory: E-Invoicing Ordinance (XRechnung), Germany}
        + TC-061 SU Accounts receivable clerk: Invoice of a school kitchen passes the validator
        - TC-062 U Accounts receivable clerk: Routing number of the authority is missing
      R-135 M Weighed items are invoiced by the weight that was picked
        + TC-063 SU! Accounts receivable clerk: Picked 12.480 kg of salmon, invoiced 12.480 kg
        - TC-064 U Accounts receivable clerk: Weight outside the tolerance stops the invoice
      R-136 S Invoices go out by mail, post or EDI, as the customer wishes
        + TC-065 S EDI: Invoice message of a chain with two tax rates
        - TC-066 s EDI: Chain rejects an invoice and we see why
      R-270 M Cheese and fish counters are invoiced by weight with the price per kilogram of the day [CR-41]
        + TC-223 u Accounts receivable clerk: Counter order of 38 weighed lines is invoiced by weight [2026-11-18 15:00]
        - TC-224 u Accounts receivable clerk: Price of the day changes between picking and invoice [2026-11-18 15:00]
      R-271 M The invoice shows each weighed piece of a line with its own weight [CR-41]
        + TC-225 u Accounts receivable clerk: Four wheels of cheese on one line, four weights below it
          [2026-11-18 15:00]
        - TC-226 u Accounts receivable clerk: One of four pieces comes back and only its weight is credited
          [2026-11-18 15:00]
      R-272 M The EDI invoice of Alsterkauf carries gross, net and tare weight by piece [CR-41]
        + TC-227 u EDI: Invoice message with 40 weighed pieces is accepted by the chain [2026-11-18 15:00]
        - TC-231 u EDI: Piece without a tare weight is stopped before sending [2026-11-23 11:00]
    65.30.030 Credit customers | Friederike Thomsen
      R-137 M A credit note names its invoice, the line and the reason
        - TC-068 U Accounts receivable clerk: Credit more than was invoiced is refused
      R-138 M Credit notes above 500 euros need a second person
        + TC-069 U Accounts receivable clerk: Credit note of 512 euros waits for approval (R-137)
      R-273 M A weighed line is credited by weight and not by piece [CR-41]
        + TC-228 u Accounts receivable clerk: Credit 1.240 kg of a wheel of 4.960 kg [2026-11-18 15:00]
        - TC-229 u Accounts receivable clerk: Credit of a weight that was never delivered is refused [2026-11-18 15:00]
    65.30.100 Receive payments | Friederike Thomsen
      R-139 M Direct debits are collected by SEPA with mandate and notice
        {regulatory: SEPA Direct Debit Core and B2B rulebooks}
        + TC-071 SU! Accounts receivable clerk: Collection run for 2,900 customers with bank file
        - TC-072 U Accounts receivable clerk: Mandate was withdrawn yesterday
      R-140 M Bank statements are matched with open invoices without a clerk for nine of ten payments
        + TC-073 SU Accounts receivable clerk: Statement of a Monday with 640 payments
        - TC-074 U Accounts receivable clerk: One payment for 23 invoices with a deduction
    65.30.130 Settle open items | Friederike Thomsen
      R-141 M A returned direct debit opens the invoice again and blocks the next collection
        + TC-075 U Accounts receivable clerk: Returned debit with fee of the bank
        - TC-076 U Accounts receivable clerk: Debit is returned after the year has been closed
      R-142 S Customers who are suppliers too can be settled against each other
        + TC-077 u Accounts receivable clerk: Farm that buys and sells is netted
        - TC-078 u Accounts receivable clerk: Netting without an agreement is refused
    65.30.400 Settle rebates | Friederike Thomsen
      R-143 M Reserved rebates are paid or credited once a year with a statement by shop
        + TC-079 U Accounts receivable clerk: Yearly statement of a chain with 64 shops (R-109)
        - TC-080 U Accounts receivable clerk: A shop left the chain in June (R-102)
      R-274 S The rebate of Alsterkauf counts weighed goods by kilogram, other goods by value [CR-41]
        + TC-232 u Sales administrator: Rebate step reached by 12 tonnes of cheese [2026-11-23 11:00]
        - TC-233 u Sales administrator: Return of weighed goods lowers the step again [2026-11-23 11:00]
  65.50 Manage credit | Friederike Thomsen
    65.50.010 Set credit limits | Friederike Thomsen
      R-144 M The limit follows the cover of the credit insurance, taken over every morning
        + TC-081 S Credit insurance: Limits of 2,300 customers are taken over
        - TC-082 s Credit insurance: Insurance lowers a limit below the open balance (R-125)
      R-145 S New customers start with prepayment until their limit is there
        + TC-083 u Credit controller: New snack bar pays in advance
        - TC-084 u Credit controller: Prepayment is smaller than the order
    65.50.080 Remind and collect | Friederike Thomsen
      R-146 M Reminders go out in three steps with fees by trade group
        + TC-085 U Accounts receivable clerk: Reminder run of the 15th with 310 letters
        - TC-086 U Accounts receivable clerk: Disputed invoice is left out of the run
      R-147 C Instalment plans are kept in the system (out: W3)
  65.60 Look at sales | Georg Amsel
    65.60.500 See turnover and margin by tour | Georg Amsel
      R-148 S Margin by customer, tour and item is there at seven in the morning
        + TC-087 u Sales manager: Margin of yesterday by tour
      R-149 C Forecast of turnover by trade group (out: W2)
20 Case to resolution | Bettina Kuhn
  20.30 Take complaints | Bettina Kuhn
    20.30.020 Record a complaint with lot and photograph | Bettina Kuhn
      R-150 M A complaint names delivery, item and lot, and goes to quality within the hour
        + TC-089 U Customer service clerk: Complaint on mouldy raspberries with photograph
        - TC-090 U Customer service clerk: Lot on the label is not one that we delivered
      R-151 S The customer receives a number and an answer by the next working day
        + TC-091 u Customer service clerk: Answer with a credit note (R-150)
  20.40 Solve complaints | Bettina Kuhn
    20.40.030 Credit or replace | Bettina Kuhn
      R-152 M A justified complaint becomes a credit note or a free delivery in one step
        + TC-093 U Customer service clerk: Free delivery on the next tour
        - TC-094 u Customer service clerk: Complaint after the invoice has been paid (R-151)
    20.40.060 Claim from the supplier | Ayla Demir
      R-153 S Complaints on one lot are put together and claimed from its supplier
        + TC-095 u Quality officer: Nine complaints on one lot of cream
        - TC-096 u Quality officer: Supplier pays only a part
    ~20.40.080 Send a service engineer | Bettina Kuhn
"""
