"""Item data, planning and operation. The form of these lines is explained in `outline`."""

TEXT = """
40 Design to retire | Ayla Demir
  40.20 Bring in items | Ayla Demir
    40.20.030 Create an item with its data | Ayla Demir
      R-236 M A new item is usable only when buying, quality and sales have filled their part
        + TC-239 u Item data clerk: New yoghurt passes three desks in one day
        - TC-242 u Item data clerk: Quality sends the item back
      R-237 M Allergens and nutrition come from the data pool and are approved by quality
        {regulatory: Regulation (EU) 1169/2011 (food information)}
        + TC-243 S Data pool: Item with 14 allergens and nutrition values
        - TC-244 S Data pool: Supplier changes an allergen of a listed item
      R-238 M Items with weight have pieces and kilograms, and a tolerance
        + TC-245 u Item data clerk: Wheel of cheese with 4.6 to 5.4 kg
        - TC-274 s Item data clerk: Item by weight without a tolerance is refused
      R-279 M Items of the counter carry least, usual and greatest weight by piece and by supplier [CR-41]
        + TC-246 u Item data clerk: Gruyere from two dairies with weights of their own [2026-11-23 11:00]
        - TC-247 u Item data clerk: Weight outside the range stops the receipt [2026-11-23 11:00]
    40.20.050 Keep recipes of repacked goods | Ayla Demir
      R-239 M A recipe gives allergens, weight loss and cost of platters and cuts
        + TC-248 u Item data clerk: Cheese platter from six items with its cost (R-240)
        - TC-249 u Item data clerk: Ingredient is replaced for one day, and the cost follows (R-240)
      R-240 S Cost of repacked goods with labour and loss
      R-241 C Seasonal recipes are planned ahead (out: W2)
  40.50 Look after items | Ayla Demir
    40.50.020 Change items | Ayla Demir
      R-242 M Changes of price unit, tax or shelf life take effect on a fixed day
        + TC-250 u Item data clerk: Shelf life falls from 30 to 21 days on Monday
        - TC-251 u Item data clerk: Change of a unit while stock is there is refused
      R-243 C Pictures of items for the web shop (out: W2)
  40.60 Take out items | Ayla Demir
    40.60.010 Take an item out of the range | Ayla Demir
      R-244 S An item runs out: no buying, selling until stock is gone
        + TC-252 u Item data clerk: Run-out of a brand of juice
        - TC-253 u Item data clerk: Return of an item that has run out
      R-245 C Replacement items are proposed (out: W3)
  40.90 Look at the range | Ayla Demir
    ~40.90.010 See turnover by item | Georg Amsel
      R-246 C Range reviews by trade group (out: W2)
50 Forecast to plan | Imke Harms
  50.25 Plan sales and stock | Imke Harms
    50.25.020 Forecast demand | Imke Harms
      R-247 M Forecast by item, depot and weekday with holidays and school holidays
        + TC-254 u Planner: Forecast for the week before Christmas with a promotion (R-248)
        - TC-255 u Planner: New item without history in a promotion (R-248)
      R-248 S Promotions raise the forecast for their period
      R-249 C Weather in the forecast (out: W3)
    50.25.040 Set safety stock by shelf life | Imke Harms
      R-250 M Stock targets respect shelf life, so that nothing is bought that cannot be sold in time
        + TC-256 U Planner: Cream with 21 days of shelf life
        - TC-257 u Planner: Item with seven days and two deliveries a week
  50.35 Plan buying | Imke Harms
    50.35.010 Run planning each night | Imke Harms
      R-251 M Planning ends before 02:30 with proposals for all three depots
        + TC-258 SU! Planner: Night run for 6,400 items with transfers between three depots (R-252)
        - TC-259 s Planner: Run is started again after a stop and proposes no transfer twice (R-252)
      R-252 M Transfers between depots are proposed before buying
    ~50.35.060 Move goods between depots | Imke Harms
      R-253 C Tours between depots in the planning board (out: W2)
  50.55 Plan money | Friederike Thomsen
    ~50.55.010 Plan turnover by depot | Georg Amsel
      R-254 C Rolling forecast by depot (out: W2)
  50.65 Look at planning | Imke Harms
    ~50.65.020 Measure forecast and waste | Imke Harms
      R-255 C Forecast error by buyer (out: W2)
      R-256 C Waste by supplier and reason (out: W2)
99 Administer to operate | Katrin Ebel
  99.25 Give access | Katrin Ebel
    99.25.020 Give roles by job | Katrin Ebel
      R-257 M Roles by job with duties kept apart, 38 roles in all {non-functional}
        + TC-260 U IT administrator: Roles of an order clerk and of a cash clerk
        - TC-261 U IT administrator: Role that would both create and pay a supplier is refused
    99.25.040 Sign in | Katrin Ebel
      R-258 M One sign-in with a second factor, on handhelds by badge {non-functional}
        + TC-262 su Warehouse picker: Sign in by badge at the start of the shift
        - TC-263 su IT administrator: Lost badge is blocked at once
  99.35 Watch the system | Katrin Ebel
    99.35.010 Watch speed | Claire Dumas
      R-259 M Forms of the order desk open within 2.5 s with 220 people at work {non-functional}
      R-260 M Searches for items and customers answer within 2.0 s for 95 of 100 at peak {non-functional}
      R-261 M The night runs (planning, invoicing, prices) end before 05:00 {non-functional}
      R-262 M Interfaces keep up with the busiest hour of December {non-functional}
    99.35.030 Watch interfaces | Ravi Menon
      R-263 M A message that stays for 15 minutes raises an alert with its owner {non-functional}
        + TC-264 S Interface monitor: Stuck EDI order raises an alert
        - TC-265 S Interface monitor: Alert itself cannot be sent
  99.40 Run jobs | Katrin Ebel
    99.40.010 Schedule jobs | Katrin Ebel
      R-264 M Jobs of the night run in their order and stop when one fails {non-functional}
        + TC-266 s IT administrator: Chain of 18 jobs of the night
        - TC-267 s IT administrator: Seventh job of the chain fails
  99.55 Keep data | Daniel Okafor
    99.55.020 Keep and delete personal data | Wiebke Janssen
      R-265 M Data of people is deleted or made nameless at the end of its time
        {regulatory: Regulation (EU) 2016/679 (GDPR)}
        + TC-272 s IT administrator: Contact of a closed restaurant becomes nameless after three years
        - TC-273 s IT administrator: Former driver with an open claim is kept
      R-266 C Export of personal data on request by form (out: W2)
  99.65 Support users | Stefan Hauke
    99.65.010 Help users | Stefan Hauke
      R-267 M A ticket carries form, company and session of the user {non-functional}
        + TC-268 u Service desk agent: Ticket from the order form
        - TC-269 u Service desk agent: Ticket from a handheld
      R-268 C Chat with the service desk in the system (out: W2)
    ~99.65.030 Train users in the system | Nadia Rossi
      R-269 C Guided tours in forms (out: W2)
"""
