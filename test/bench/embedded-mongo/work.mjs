// What is measured, each command twice: as the driver is called, and as it goes over the wire.
const EPOCH = 1_760_000_000_000;

/** A product of 356 bytes of BSON. */
export const document = (n) => ({
  _id: `product-${n}`,
  tenantId: `tenant-${n % 20}`,
  sku: `SKU-${n}`,
  title: `Linen shirt number ${n}`,
  description: 'A shirt of washed linen with buttons of shell, cut wide, made for warm evenings by the sea.',
  price: { amount: 4900 + (n % 500), currency: 'EUR' },
  available: 1000,
  version: 1,
  tags: ['linen', 'summer', `colour-${n % 12}`],
  createdAt: new Date(EPOCH + n * 1000),
});

/** One of 161 bytes. */
export const smallDocument = (n) => ({
  _id: `product-${n}`,
  tenantId: `tenant-${n % 20}`,
  sku: `SKU-${n}`,
  title: `Linen shirt number ${n}`,
  price: 4900 + (n % 500),
  currency: 'EUR',
  available: 1000,
  version: 1,
});

/** The rows of the table; `n` is a number below the count of documents, `fresh` one that no document has. */
export const WORK = [
  {
    name: 'ping',
    driver: ({ db }) => db.command({ ping: 1 }),
    wire: () => ({ ping: 1 }),
  },
  {
    name: 'findOne by _id',
    driver: ({ things }, { n }) => things.findOne({ _id: `product-${n}` }),
    wire: ({ n }) => ({ find: 'things', filter: { _id: `product-${n}` }, limit: 1, singleBatch: true }),
  },
  {
    name: 'findOne by a compound index',
    driver: ({ things }, { n }) => things.findOne(bySku(n)),
    wire: ({ n }) => ({ find: 'things', filter: bySku(n), limit: 1, singleBatch: true }),
  },
  {
    name: 'findOneAndUpdate',
    driver: ({ things }, { n }) => things.findOneAndUpdate(inStock(n), TAKE_ONE, { returnDocument: 'after' }),
    wire: ({ n }) => ({ findAndModify: 'things', query: inStock(n), update: TAKE_ONE, new: true }),
    writes: true,
  },
  {
    name: 'range, sort, limit 20',
    driver: ({ things }, { n }) => things.find(olderThan(n)).sort({ createdAt: -1 }).limit(20).toArray(),
    wire: ({ n }) => ({ find: 'things', filter: olderThan(n), sort: { createdAt: -1 }, limit: 20 }),
  },
  {
    name: 'insertOne',
    driver: ({ things }, { fresh }) => things.insertOne(document(fresh)),
    wire: ({ fresh }) => ({ insert: 'things', documents: [document(fresh)] }),
    writes: true,
  },
];

const TAKE_ONE = { $inc: { available: -1, version: 1 } };
const bySku = (n) => ({ tenantId: `tenant-${n % 20}`, sku: `SKU-${n}` });
const inStock = (n) => ({ _id: `product-${n}`, available: { $gte: 1 } });
const olderThan = (n) => ({ tenantId: `tenant-${n % 20}`, createdAt: { $lt: new Date(EPOCH + n * 1000) } });
