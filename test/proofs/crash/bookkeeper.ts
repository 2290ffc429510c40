import type { INestApplicationContext } from '@nestjs/common';
import type { Db } from 'mongodb';
import { AccountsService } from '#auth';
import { Client, key } from '../../setup/client.js';
import { pause } from '../framework/each.js';
import type { Money } from '../framework/provider.js';
import type { Buyer } from './buyer.js';

const PAUSE_MS = 100;
const PASSWORD = 'correct horse battery staple';

const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { ... on LoginSucceeded { session { accessToken } } } }`;
const DECIDE = `mutation ($tenantId: ID!, $input: DecideOfflinePaymentInput!, $key: IdempotencyKey) {
  decideOfflinePayment(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
    __typename ... on Problem { code retryable } } }`;

/** One payment by transfer, as an outsider sees it in the database. */
interface StoredPayment {
  readonly _id: string;
  readonly checkoutId: string;
  readonly state: string;
  readonly amount: number;
  readonly refunds: readonly { readonly amount: number }[];
}

/** Somebody who keeps the books of a tenant. */
export async function openBooks(app: INestApplicationContext, tenantId: string): Promise<void> {
  const account = { tenantId, email: emailAt(tenantId), password: PASSWORD, name: 'Books' };
  await app.get(AccountsService).ensure({ ...account, type: 'tenant-admin' });
}

/** Says that the money of a buyer came, and says it again under the same key until there is an answer. */
export async function confirmTransfer(url: string, db: Db, { id, kind }: Buyer): Promise<void> {
  const payment = await db.collection<StoredPayment>('offline_payments').findOne({ checkoutId: id });
  if (!payment) throw new Error(`${id} was told to pay, and there is no payment`);
  const input = { paymentId: payment._id.slice(kind.name.length + 1), outcome: 'PAID' };
  const variables = { tenantId: kind.name, input, key: key() };
  for (;;) {
    const answer = await ask(url, kind.name, variables).catch((error: unknown) => lost(error));
    if (answer && !answer.retryable) {
      // Its buyer was faster to give up.
      if (answer.code && answer.code !== 'OFFLINE_PAYMENT_OVER')
        throw new Error(`${id} is paid, and that is not taken: ${answer.code}`);
      return;
    }
    await pause(PAUSE_MS);
  }
}

/** Minor units that sellers have, by checkout id, as their own books say. */
export async function transfers(db: Db): Promise<Map<string, Money>> {
  const paid = await db.collection<StoredPayment>('offline_payments').find({ state: 'paid' }).toArray();
  const books = new Map<string, Money>();
  for (const { checkoutId, amount, refunds } of paid) {
    const money = books.get(checkoutId) ?? { paid: 0, refunded: 0, payments: 0 };
    money.paid += amount;
    money.payments += 1;
    money.refunded += refunds.reduce((sum, refund) => sum + refund.amount, 0);
    books.set(checkoutId, money);
  }
  return books;
}

async function ask(url: string, tenantId: string, variables: object): Promise<any> {
  const login = { tenantId, email: emailAt(tenantId), password: PASSWORD };
  const { session } = await new Client(url).ask(LOGIN, { input: login });
  return new Client(url, session.accessToken).ask(DECIDE, { ...variables });
}

/** A connection that broke is the kill; an answer that says "errors" is not. */
function lost(error: unknown): null {
  if (error instanceof Error && error.message.startsWith('GraphQL errors')) throw error;
  return null;
}

function emailAt(tenantId: string): string {
  return `books@${tenantId}.example`;
}
