"""Steps of the load. The form of these lines is explained in `cutover_steps`."""

LOAD = """
301 | Start the load console and its log | data/cd | 226 | 15m | The log shows scripts load-3.2
302 | Extract stock by lot | data/sk | 301 | 1h 40m | 18,900 lots; the sum ties to step 217
303 | Extract open customer invoices | data/ft | 301 | 50m | The sum ties to step 218
304 | Extract open supplier invoices | data/pn | 301 | 35m | The sum ties to step 218
305 | Extract balances of the ledger | data/ft | 301 | 30m | The sum ties to step 216
306 | Extract open orders and deliveries | data/jr | 301 | 40m | No order of the past is among them
307 | Extract open purchase orders | data/tw | 304 | 30m | 1,118 orders; fifty compared
308 | Extract crate balances | data/lv | 305 | 25m | The sum ties to the list of the week
309 | Extract open complaints and claims | data/bk | 306 | 25m | 214 complaints are there
310 | Compare changes of items since the freeze | data/ad | 301 | 45m | None but those on the list
311 | Compare changes of customers | data/ft | 310 | 30m | None but those on the list
312 | Compare changes of suppliers | data/tw | 311 | 20m | None but those on the list
313 | Load late changes of master data | data/ad | 312 | 40m | load 38 rows; all taken over
314 | Transform stock by lot | data/sk | 302 | 1h 50m | Nothing is without a shelf life
315 | Transform open customer invoices | data/ft | 303 | 1h | Each has a customer and terms
316 | Transform open supplier invoices | data/pn | 304 | 40m | Each has a supplier and terms
317 | Transform balances | data/ft | 305 | 30m | Each account has its place in the new chart
318 | Transform orders and deliveries | data/jr | 306 | 50m | Each line has an item that is there
319 | Transform purchase orders | data/tw | 307 | 30m | Each line has a date and a depot
320 | Transform crate balances | data/lv | 308 | 25m | 96 rows of the dry run are among them
321 | Check the transformed lots | wh/mb | 314 | 1h | Twenty lots a depot are right
322 | Check the transformed invoices | fin/pn | 315 | 40m | Fifty invoices are right
323 | Load lot numbers and shelf lives | data/ad | 321 | 3h 10m | load 18,900 lots; nothing rejected
324 | Load stock of Hamburg | data/sk | 323 | 4h 30m | load 8,110 lots; weight and value tie | back Reset stock of the depot, then load again
325 | Load stock of Hanover | data/sk | 324 | 3h 40m | load 5,640 lots; weight and value tie | back Reset stock of the depot, then load again
326 | Load stock of Leipzig | data/sk | 325 | 3h 20m | load 5,150 lots; weight and value tie | back Reset stock of the depot, then load again
327 | Load open customer invoices | data/ft | 322, 313 | 3h 45m | load 12,480 invoices; 4,218,904.55 euros | back Reverse the journal of the load
328 | Load open supplier invoices | data/pn | 316, 313 | 2h 20m | load 3,960 invoices; the sum ties | back Reverse the journal of the load
329 | Load open payments on account | data/pn | 328 | 35m | load 212 payments; the sum ties
330 | Load balances of Northmere Foods | data/ft | 317, 313 | 50m | load 412 accounts; debit is credit | back Reverse the journal of the load
331 | Load balances of Northmere Logistik | data/ft | 330 | 30m | load 188 accounts; debit is credit | back Reverse the journal of the load
332 | Load fixed assets | data/pn | 331 | 55m | load 1,340 assets; book values tie
333 | Load open sales orders | data/jr | 318, 323 | 1h 40m | load 1,870 orders; each has a delivery day
334 | Load deliveries on the road | data/lv | 333 | 40m | load None is left from Friday
335 | Load open purchase orders | data/tw | 319, 323 | 1h 5m | load 1,118 orders; each has a confirmation
336 | Load contracts with suppliers | data/tw | 335 | 45m | load 96 contracts; dates compared
337 | Load crate balances | data/lv | 320, 313 | 55m | load 2,914 balances; the sum ties
338 | Load complaints and claims | data/bk | 309, 333 | 40m | load 214 complaints; each has its order
339 | Load batches of quality orders | data/ad | 326 | 35m | load 64 orders; holds are holds
340 | Load reservations of key accounts | data/ga | 326 | 40m | load 318 reservations; none without stock
341 | Load rebates earned since 1 December | data/ga | 327 | 30m | load The sum ties to the list of Friday
342 | Load cash on hand | data/pn | 331 | 15m | load Three cash desks tie
343 | Load exchange rates of Friday | data/ft | 330 | 10m | load Four currencies
344 | Load forecasts of eight weeks | data/ih | 335 | 50m | load 51,344 rows; sums by depot tie
345 | Load counting plans | wh/sk | 340 | 20m | load Plans begin on 14 December
346 | Load photos and data sheets of items | data/ad | 313 | 2h 30m | load 6,020 pictures; fifty opened
347 | Load history of prices | data/ga | 313 | 1h 50m | load Two years; twenty items compared
348 | Load history of sales | data/ih | 344 | 3h 20m | load 24 months; sums by month tie
349 | Load documents of suppliers | data/tw | 336 | 1h 10m | load 1,870 documents; fifty opened
350 | Set stock holds and blocks | wh/ad | 339 | 25m | 41 lots are on hold
351 | Set credit limits | fin/ga | 327 | 30m | No limit differs from the list
352 | Switch users of batch jobs to production | it/ke | 326 | 20m | Each job has its own account
353 | Renew search indexes | it/op | 346 | 40m | A search by part of a name finds an item
354 | Renew price caches | it/ga | 347 | 25m | The price of the day of ten items is right
355 | Give tables their statistics [v6] | it/op | 348, 349 | 45m | The job has ended without a warning
356 | Read the list of rejected rows | data/do | 327, 328, 337 | 35m | Each row has an owner
357 | Correct rejected rows | data/ft | 356 | 1h | The list is empty or signed
358 | Load corrected rows | data/do | 357 | 25m | load Nothing is rejected a second time
359 | Load net weights that came late [v6] | data/ad | 350 | 30m | load 12 items
360 | Close the stock journal of the load | wh/sk | 345, 359 | 35m | The journal has no open line
361 | Close the ledger journals of the load | fin/ft | 351, 358, 332 | 30m | Journals are posted with one number each
362 | Value the loaded stock | fin/pn | 360, 361 | 2h 50m | The value ties to the ledger to the cent
363 | Back up production after the load | it/ke | 362 | 1h | The restore point is listed with its time
364 | Write down the load in figures | data/do | 362 | 30m | Twelve objects: rows, sums, rejected
365 | Tell the business that checking begins | cp/nr | 363, 364 | 15m | message The word is in the log of the room
366 | Give reading rights to those who check | it/mf | 365, 352, 353, 354, 355 | 25m | 31 people can sign in
"""
