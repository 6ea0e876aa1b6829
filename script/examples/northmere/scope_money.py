"""Source to pay, and record to report. The form of these lines is explained in `outline`."""

TEXT = """
75 Source to pay | Tomasz Wilk
  75.10 Set the rules of buying | Tomasz Wilk
    75.10.010 Set who may buy what | Tomasz Wilk
      R-194 M Orders above the limit of a buyer wait for approval
        + TC-171 U Buyer: Order of 62,000 euros for frozen berries waits for approval
        - TC-172 u Buyer: Order is raised above the limit after approval
    ~75.10.070 Study markets of goods | Tomasz Wilk
      R-195 C Price history of commodities (out: W2)
  75.30 Look after suppliers | Tomasz Wilk
    75.30.020 Take on suppliers | Tomasz Wilk
      R-196 M A new supplier is usable after bank data has been confirmed by a second person
        + TC-173 U Supplier administrator: New organic dairy with certificate and confirmed bank data (R-197)
        - TC-174 U Supplier administrator: Changed bank account is called back by telephone
      R-197 M Suppliers of organic goods have a valid certificate, and goods without one are not received as organic
        {regulatory: Regulation (EU) 2018/848 (organic production)}
        - TC-175 U Supplier administrator: Certificate ends tomorrow
    75.30.050 Watch certificates of suppliers | Ayla Demir
      R-198 S Expiring certificates are listed sixty days before
        + TC-176 u Quality officer: List of certificates of the next sixty days
        - TC-177 u Quality officer: Certificate by item group and not by supplier (R-197)
    75.30.080 Keep prices and conditions of suppliers | Tomasz Wilk
      R-199 M Purchase prices with validity, steps and bonus
        + TC-178 U Buyer: Price from the first of the month with three steps and a bonus (R-200)
        - TC-179 U Buyer: Price and bonus of an open order are changed by the supplier (R-200)
      R-200 S Bonus of suppliers is reserved with each receipt and claimed yearly
      R-201 C Suppliers enter prices by themselves (out: W2)
  75.40 Buy goods | Tomasz Wilk
    75.40.030 Order goods | Tomasz Wilk
      R-202 M Proposals of planning become orders by supplier and day of delivery
        + TC-180 SU! Buyer: 420 proposals become 96 orders
        - TC-181 U Buyer: Supplier does not deliver on that day
      R-203 M Orders go out by EDI or mail with the weight and unit of the supplier
        + TC-182 S EDI: Order to a dairy in its own units
        - TC-183 S EDI: Order is not acknowledged within two hours
    75.40.050 Follow open orders | Tomasz Wilk
      R-204 S Late and short confirmations are seen before they become short deliveries
        + TC-184 u Buyer: List of late confirmations at ten o'clock (R-203)
        - TC-185 u Buyer: Supplier confirms another item
    75.40.070 Return goods to suppliers | Tomasz Wilk
      R-205 M A return reduces stock and opens a claim with the price of the receipt
        + TC-186 U Buyer: Return of one pallet with claim
        - TC-187 u Buyer: Supplier refuses the claim
  75.50 Pay suppliers | Friederike Thomsen
    75.50.020 Check invoices of suppliers | Friederike Thomsen
      R-206 M Invoices are matched with order and receipt, weighed goods by weight
        + TC-188 SU! Accounts payable clerk: Invoice of 198.6 kg of cheese is matched
        - TC-189 U Accounts payable clerk: Read invoice differs by 2.4 % in price and goes to the buyer (R-207)
      R-207 M Invoices arrive by mail and portal and are read without typing
        + TC-190 U Accounts payable clerk: 140 invoices of a morning are read
      R-208 M Packaging quantities by material are there for the yearly report
        {regulatory: Packaging Act, Germany}
        + TC-191 u Accounts payable clerk: Packaging by material for a quarter
        - TC-192 u Accounts payable clerk: Item without packaging data is listed
      R-280 M Invoices for cheese by piece weight from the Alpine dairies are matched piece by piece [CR-41]
        + TC-240 u Accounts payable clerk: Invoice with 60 piece weights is matched [2026-11-23 11:00]
        - TC-241 u Accounts payable clerk: Two piece weights differ from the receipt [2026-11-23 11:00]
    75.50.090 Pay suppliers | Friederike Thomsen
      R-209 M Payment runs use SEPA files with four eyes and cash discount
        {regulatory: SEPA Credit Transfer rulebook}
        + TC-193 SU! Accounts payable clerk: Payment run for 340 suppliers with bank file
        - TC-194 U! Accounts payable clerk: Second person finds a changed account and stops the payment
      R-210 C Payments in foreign currency with rate fixing (out: W2)
    75.50.130 Claim bonuses from suppliers | Tomasz Wilk
      R-211 S Yearly claim by supplier with the receipts behind it
        + TC-195 u Buyer: Yearly claim against a dairy
        - TC-196 u Buyer: Supplier pays less than claimed
  75.80 Look at purchasing | Tomasz Wilk
    ~75.80.010 See spending by supplier and item group | Tomasz Wilk
      R-212 C Spending by region of origin (out: W3)
90 Record to report | Friederike Thomsen
  90.10 Set the rules of accounting | Friederike Thomsen
    90.10.030 Keep chart of accounts and dimensions | Friederike Thomsen
      R-213 M One chart of accounts for both companies, with depot, trade group and tour as dimensions
        + TC-197 U General ledger accountant: Journal of 12,000 euros with depot and trade group is approved (R-219)
        - TC-198 U General ledger accountant: Wrong pair of dimensions is refused
    90.10.060 Keep tax codes | Friederike Thomsen
      R-214 M VAT by item and customer, with reverse charge and deliveries inside the EU
        {regulatory: VAT Act, Germany; Directive 2006/112/EC}
        + TC-199 SU! General ledger accountant: Delivery to a hotel in Denmark without VAT
        - TC-200 U General ledger accountant: VAT number turned invalid last week
  90.25 Look after cash | Friederike Thomsen
    90.25.040 Import bank statements | Friederike Thomsen
      R-215 M Statements of four accounts arrive at six and are booked by eight
        + TC-201 S! Bank: Statements of four accounts of a Monday feed the forecast (R-216)
        - TC-202 S Bank: Statement with a gap to the day before
    90.25.050 Plan cash | Friederike Thomsen
      R-216 S Cash forecast for thirteen weeks from orders and invoices
        - TC-203 u Treasurer: Forecast with a late chain payment
    90.25.060 Handle cash of drivers | Friederike Thomsen
      R-217 M Cash that drivers collect is counted and booked by tour
        {regulatory: Fiscal Code s. 146, Germany}
        + TC-204 U Cash clerk: Cash of 14 drivers in the evening
        - TC-205 U Cash clerk: 20 euros are missing from one bag
  90.30 Budget | Friederike Thomsen
    90.30.020 Keep the budget | Friederike Thomsen
      R-218 S Budget by depot and account, compared each month
        + TC-206 u Controller: Budget against actuals of October
        - TC-207 u Controller: Budget moves from one depot to another
  90.50 Record postings | Friederike Thomsen
    90.50.010 Post journals | Friederike Thomsen
      R-219 M Journals above 10,000 euros need approval, and posted ones cannot be changed
        {regulatory: GoBD, Germany (proper keeping of electronic books)}
        - TC-208 U General ledger accountant: Attempt to change a posted journal
      R-220 M Wages arrive from payroll as one journal a month
        + TC-209 S Payroll: Journal of May with 412 people in groups
        - TC-210 S Payroll: Journal does not balance
    90.50.030 Post between companies | Friederike Thomsen
      R-221 M Deliveries and services between the two companies are posted on both sides
        + TC-211 U General ledger accountant: Logistics bills freight to Foods, and the balances agree (R-222)
        - TC-212 U General ledger accountant: Company of the other side is closed, and the balances differ (R-222)
      R-222 S Balances between companies are compared each month
    90.50.050 Value stock | Friederike Thomsen
      R-223 M Stock is valued by average cost by item and depot, weighed goods by weight
        + TC-213 SU! Cost accountant: Value of stock and of deposits ties to the ledger (R-224)
        - TC-214 U Cost accountant: Receipt with crates is invoiced at another price after sale (R-224)
      R-224 M Deposits for crates and pallets are a balance of their own
    90.50.060 Look after fixed assets | Friederike Thomsen
      R-225 M Lorries and cold stores with monthly depreciation
        + TC-215 u General ledger accountant: Depreciation run of October with leased vehicles (R-226)
        - TC-216 u General ledger accountant: Lease of a lorry ends in mid month (R-226)
      R-226 S Leased vehicles with payment plans
      R-227 C Maintenance of vehicles (out: W3)
  90.60 Close periods | Friederike Thomsen
    90.60.010 Close the month | Friederike Thomsen
      R-228 M The month closes within five working days by a list of tasks
        + TC-217 U General ledger accountant: Close of September with 42 tasks and its accruals (R-229)
        - TC-218 U General ledger accountant: Late invoice after the close meets its accrual (R-229)
      R-229 M Accruals for rebates and bonuses are posted and released
    90.60.040 Report VAT and trade | Friederike Thomsen
      R-230 M The advance VAT return is sent in the prescribed form by the tenth
        {regulatory: VAT Act s. 18, Germany}
        + TC-219 SU! Tax accountant: Advance return of August with EC sales list and Intrastat (R-231, R-232)
        - TC-220 U Tax accountant: Corrected return, list and Intrastat report for July (R-231, R-232)
      R-231 M The EC sales list is sent by the 25th
        {regulatory: VAT Act s. 18a, Germany}
      R-232 M Intrastat arrivals and dispatches with weights are reported monthly
        {regulatory: Regulation (EU) 2019/2152 (Intrastat)}
    90.60.070 Keep documents for audits | Friederike Thomsen
      R-233 M Documents are kept for ten years and handed to the tax auditor in the prescribed form
        {regulatory: Fiscal Code s. 147, Germany}
        + TC-221 U General ledger accountant: Export for the auditor of one year
        - TC-222 U General ledger accountant: Export of a closed company
  90.70 Look at results | Friederike Thomsen
    ~90.70.010 Report by company and depot | Friederike Thomsen
      R-234 C Consolidation of five companies (out: W2)
      R-235 C Cost of carbon by tour (out: W3)
"""
