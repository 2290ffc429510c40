import { PaymentDeclined, PaymentRefused, PaymentServiceError } from '../payments.problems.js';
import { describePaymentProvider } from '../contract/describe-payment-provider.fixture.js';
import { FakeProvider } from '../contract/fake-provider.fixture.js';
import { fakeStage } from '../contract/fake-stage.fixture.js';
import type { EventsPage, PaymentFacts, SessionRef } from '../payment-provider.js';
import { GuardedProvider } from './guarded-provider.js';

const SECOND = 1000;

/** A provider whose reads do as they are told. */
class Told extends FakeProvider {
  calls = 0;
  does: () => Promise<unknown> = () => Promise.reject(new PaymentServiceError());

  override async read(_session: SessionRef): Promise<PaymentFacts> {
    this.calls += 1;
    return (await this.does()) as PaymentFacts;
  }

  override async events(): Promise<EventsPage> {
    return { events: [], next: null };
  }
}

describePaymentProvider('fake, guarded', async () => {
  const fake = new FakeProvider();
  return { ...fakeStage(fake), provider: new GuardedProvider(fake) };
});

describe('what stands between us and an account at a provider', () => {
  let told: Told;
  let guarded: GuardedProvider;

  beforeEach(() => {
    jest.useFakeTimers();
    told = new Told();
    guarded = new GuardedProvider(told);
  });
  afterEach(() => jest.useRealTimers());

  const read = (account = ''): Promise<unknown> =>
    guarded.read({ providerId: 'fake', account }).catch((error: unknown) => error);
  const readTimes = async (times: number, account = ''): Promise<void> => {
    for (let time = 0; time < times; time += 1) await read(account);
  };

  it('asks no more once half of the calls failed, and says that it did not ask', async () => {
    await readTimes(10);
    expect([told.calls, guarded.health('')]).toEqual([10, 'down']);
    const error = await read();
    expect(told.calls).toBe(10);
    expect(error).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR', retryable: true, retryAfterSeconds: 5 });
    expect(PaymentServiceError.isUnasked(error)).toBe(true);
  });

  it('never says so of a call that was made', async () => {
    expect(PaymentServiceError.isUnasked(await read())).toBe(false);
    told.does = () => Promise.reject(new Error('reset'));
    expect(PaymentServiceError.isUnasked(await read())).toBe(false);
  });

  it('tries again by one call after a rest, and goes on when that goes through', async () => {
    await readTimes(10);
    jest.setSystemTime(Date.now() + 5 * SECOND);
    expect(guarded.health('')).toBe('recovering');
    told.does = () => Promise.resolve({ state: 'open' });
    expect(await read()).toEqual({ state: 'open' });
    expect(guarded.health('')).toBe('good');
  });

  it('rests once more when that fails', async () => {
    await readTimes(10);
    jest.setSystemTime(Date.now() + 5 * SECOND);
    await read();
    expect([told.calls, guarded.health('')]).toEqual([11, 'down']);
    await read();
    expect(told.calls).toBe(11);
  });

  it('asks at once when somebody says that the cause is gone', async () => {
    await readTimes(10);
    told.does = () => Promise.resolve({ state: 'open' });
    guarded.forget('');
    expect(await read()).toEqual({ state: 'open' });
  });

  it('finds out by the list of events as well', async () => {
    await readTimes(10);
    jest.setSystemTime(Date.now() + 5 * SECOND);
    await guarded.events({ account: '', since: new Date(0), after: null });
    expect(guarded.health('')).toBe('good');
  });

  it('takes refusals and declines for answers', async () => {
    for (const problem of [new PaymentRefused('no'), new PaymentDeclined('no')]) {
      told.does = () => Promise.reject(problem);
      await readTimes(15);
    }
    expect([told.calls, guarded.health('')]).toEqual([30, 'good']);
  });

  it('knows each account by itself', async () => {
    await readTimes(10, 'acct_broken');
    expect([guarded.health('acct_broken'), guarded.health('acct_other')]).toEqual(['down', 'good']);
    told.does = () => Promise.resolve({ state: 'open' });
    expect(await read('acct_other')).toEqual({ state: 'open' });
    expect(PaymentServiceError.isUnasked(await read('acct_broken'))).toBe(true);
  });

  it('waits for no answer longer than a step may, and does not know then what became of it', async () => {
    told.does = () => new Promise(() => {});
    const waiting = read();
    await jest.advanceTimersByTimeAsync(19 * SECOND);
    const error = await waiting;
    expect(error).toBeInstanceOf(PaymentServiceError);
    expect(PaymentServiceError.isUnasked(error)).toBe(false);
  });

  it('lets one silent account hold up 50 calls and 500 that wait, and no other account', async () => {
    told.does = () => new Promise(() => {});
    const held = Array.from({ length: 550 }, () => read('acct_silent'));
    expect(PaymentServiceError.isUnasked(await read('acct_silent'))).toBe(true);
    expect(told.calls).toBe(50);
    told.does = () => Promise.resolve({ state: 'open' });
    expect(await read('acct_other')).toEqual({ state: 'open' });
    await jest.advanceTimersByTimeAsync(19 * SECOND);
    expect(await Promise.all(held)).toHaveLength(550);
    // Those that waited in vain were not made afterwards.
    expect(told.calls).toBe(51);
  });
});
