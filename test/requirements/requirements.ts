/**
 * What the product promises so far, by id. A row counts only if a test that drives the product over HTTP cites it, as in
 * `it('frees the goods [SG-9, SG-7]', …)`; `coverage.spec.ts` sees to that. Each sentence says what is covered, no more.
 */
export const REQUIREMENTS: Record<string, string> = {
  'GW-1':
    'A tenant handle leads to its tenant; unknown, suspended, reserved and impossible handles get one uniform answer',
  'GW-2':
    'Carts, checkouts, orders and tokens belong to the tenant and the buyer that made them; to everybody else they are not there',
  'GW-3': 'Open tenants are listed with id, name, kind and status, paged',
  'GW-4': 'A tenant says its capabilities, currencies and limits',
  'GW-6': 'Every kind’s checkout implements the one Checkout interface',
  'GW-10': 'Catalogue, stock, settings and objects of one tenant say nothing of another, identical ids included',
  'AU-1':
    'E-mail and password give a signed token over GraphQL and REST; refresh tokens rotate and die with their chain; keys are published',
  'AU-2': 'A guest session owns its own carts, checkouts and orders, at one tenant',
  'AU-3': 'Each operation needs its scope; a token without it is refused',
  'AU-6': 'What is sold can be looked at without a token; nothing is written without one',
  'AU-7':
    'An order or booking has a secret of its own: who has it reads its status; a wrong one is answered as if there were none (cancel and change later)',
  'AU-9': 'Login attempts are limited, with the time to wait (login only)',
  'AU-11': 'Shopper, tenant administrator and operator are told apart; operators act at every tenant (agents later)',
  'CA-1': 'Search by text, category and price, 1 to 250 a page; an empty search browses; pages neither lose nor repeat',
  'CA-2': 'Products come as families with their variants and price range',
  'CA-4': 'One product by its id (featured list later)',
  'CA-5': 'The catalogue has a version that rises with every change; a checkout keeps the prices it was started at',
  'CA-6': 'An unknown SKU is answered with products to choose from',
  'CA-7': 'An empty result says why, with suggestions and the categories there are',
  'CA-8': 'Each product says whether it can be bought now',
  'CA-9': 'Whether something is delivered decides whether an address is needed',
  'CA-10': 'Stock is shown and checked: free units, not counted ones',
  'CT-1':
    'A cart belongs to one tenant, one owner and one currency; its id is opaque (its end after 30 days is not tested here)',
  'CT-2': 'Add grows a line, 0 removes it, remove, clear, view; parallel changes lose nothing',
  'CT-3': 'Limits of units, lines and total, with the maximum in the problem',
  'CT-4': 'A cart shows totals, and whether it can be bought now',
  'CT-5': 'A checkout locks its cart; a bought cart is read-only',
  'CT-6': 'Nothing of another seller gets into a cart',
  'SH-1': 'An address is checked against the delivery area, which the refusal names',
  'SH-2': 'Delivery options with carrier, service, price and days',
  'SH-3': 'Choosing an option recalculates the total, repeatable before payment; an unknown pair is refused',
  'SH-4': 'Without a choice the cheapest option applies',
  'SH-6':
    'Delivery areas are per tenant and country; a tenant without any ships nowhere (regions and cities not tested here)',
  'SG-1': 'A cart leads to one durable checkout; starting it again returns it',
  'SG-2': 'Seven ordered steps, each on record; what was done is undone when one fails',
  'SG-3': 'The status shows steps, failure, order and what to do next, and whether it may lag behind',
  'SG-4': 'Retry only after a retryable problem was undone, while the cart is free',
  'SG-5': 'One’s checkouts by state, paged; the abandoned ones are payment_pending',
  'SG-6': 'Every expected failure is a coded problem that says whether a repeat may help, and nothing of the inside',
  'SG-7': 'Goods are held for a checkout and freed when it ends, once; the last unit is sold once',
  'SG-8': 'What a gateway was at when it was killed is taken over and finished, under the same key, without a restart',
  'SG-9': 'A checkout can be cancelled before it is paid; its payment page closes first',
  'SG-10': 'A completed checkout writes one confirmation',
  'SG-11':
    'A test payment method named at the start pays at once in test mode, and is refused where real money is paid',
  'PR-1': 'A payment session names the provider that was chosen, with its score',
  'PR-2': 'Providers are chosen by rail, currency, country and amount, as the tenant set it, and by how they fare',
  'PR-4':
    'A provider that surely opened nothing is skipped for the next one before a page is out; an unclear one never is',
  'PR-6': 'The choice is explained: score and reasons of the chosen provider, and why others were not',
  'PR-3':
    'A payment that no provider of the tenant can take is refused with NO_AVAILABLE_PROVIDER, and nothing is lost by it',
  'PR-7':
    'Invoice or bank transfer: instructions of the seller, a reference, goods held for days; the seller says paid or refused, and owes refunds until it says paid back',
  'PS-1': 'A hosted payment page, one per checkout and total, reached directly or by our link',
  'PS-2': 'Payment sessions are read, listed by filters and cursors of 1 to 100, and their lines paged',
  'PS-3': 'Payment pages of ended checkouts are closed at the provider',
  'PS-5': 'A new page after the old one expired or the total changed; never two open ones',
  'PS-6':
    'A payment on a page of one’s own, with a client secret: one intent per checkout and total, withdrawn at its end',
  'PS-7':
    'The receipt’s e-mail is filled in; the buyer returns only to addresses that the tenant listed (locale later)',
  'PS-8':
    'Lines + shipping + tax − discount = total = what the provider is asked for; another amount completes nothing',
  'PS-9':
    'Paid in the seller’s own account or passed on to it: what was agreed is kept with the session, and a wrong account is refused',
  'PS-10':
    'A seller refunds an order whole or in part, once per key and never more than was paid; the buyer sees how much went back (no transfer reversal)',
  'PS-11':
    'A bank that asks the buyer to confirm leaves the payment open for the answer (own pages; hosted pages ask themselves)',
  'PS-12': 'Only settled money, read at the provider, completes a checkout',
  'PS-13':
    'A machine pays over HTTP 402: a challenge for one session and total, a shared payment token redeemed once, a receipt',
  'PS-15': 'Currencies with no, two and three decimals are charged exactly',
  'WH-1':
    'Webhooks are verified by their raw bytes, at most five minutes old, either way, with two secrets during a rotation',
  'WH-2': 'Repeated and reordered events change nothing twice and nothing backwards',
  'WH-3':
    'Session events completed and expired and intent events are acted on, and what becomes of a payment later: refunds, disputes',
  'WH-4':
    'Without webhooks a payment is found by return, status read, cancel, expiry and the provider’s list of events',
  'WH-5': 'Money that arrives at a checkout that is over goes back, once',
  'WH-6':
    'Events that cannot be applied are kept aside and block no other; given up after two hours, an operator sees and replays them',
  'OR-1': 'An owner lists and reads their orders, paged (`since` later)',
  'ID-1': 'Operations that hold, pay or destroy need a key, as argument or header',
  'ID-2': 'The same call with the same key has one effect and the same answer, marked as replayed, also 20 at once',
  'ID-3': 'A key with other arguments is refused and has no effect',
  'ID-4':
    'Keys are per tenant, caller and operation, kept for hours; parallel use is told to wait; transient failures are not kept',
  'ID-5': 'The provider gets a derived key: a lost answer never leads to a second session',
  'AD-1': 'A tenant may have any handle of 2 to 63 characters, and may be suspended',
  'AD-3': 'Limits and allowed return addresses are the tenant’s own',
  'AD-4': 'Products can be imported while the shop is open; the version tells',
  'AD-5':
    'A seller sees checkouts that are stuck and receipts that could not be sent, and sets each going again by one call',
  'RF-1':
    'A directory’s checkout ends in a handoff: nothing is held, and there is no payment session or address anywhere',
  'RF-2':
    'A handoff names the seller, its articles with a link or none, its storefront and its disclaimer word for word, and stays as given',
  'RF-3': 'Tracked links lead to the stored target alone, are counted, and end after the days the tenant gave them',
  'RF-4': 'Product and cart of a directory say beforehand that nothing can be bought there',
  'QU-1': 'A quote shows every night, and they sum to the total (packages and gap nights later)',
  'QU-2': 'A locked price lasts 15 minutes, for its stay, its owner and one checkout',
  'QU-3': 'Public and federation prices, each kept by the quote that was locked with it',
  'QU-4': 'No quote for dates that cannot be booked; other dates instead',
  'BK-1': 'Properties are found by place, dates and guests; those that are not free come with other dates',
  'BK-2': 'Availability says, by code, what is in the way',
  'BK-3': 'A night is held once, however many want it at the same time',
  'BK-5': 'A stay is booked and paid through the same checkout as everything else',
  'BK-6': 'A booking’s status is shown to its owner and to whoever has its secret, names masked, with its policy',
  'BK-9': 'Nights of an unpaid or cancelled booking are free again',
  'BK-10': 'Half-open stays: one leaves on the day another arrives, with the turnaround kept (zones later)',
  'KI-1':
    'A kind from a package of its own is bought like any other, with its own operations over GraphQL, MCP and REST, once for one key',
  'KI-2': 'Units that such a kind holds are sold once, free when nobody pays, and another tenant’s are others',
  'KI-3': 'What such a kind adds is offered by its tenants alone, and theirs is only what it says',
  'OP-1': 'Health live and ready; every refusal carries a request id (metrics and traces later)',
  'OP-4': 'Several gateways on one database are one: what is begun at one is answered, paid and finished at any other',
  'OP-3': 'All of it runs without a Stripe account or a network: these tests do',
};
