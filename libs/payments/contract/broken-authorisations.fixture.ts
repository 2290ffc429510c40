import type { PaymentFacts, SessionRef } from '../payment-provider.js';
import { PaymentRefused } from '../payments.problems.js';
import { FakeProvider, type Broken } from './fake-provider.fixture.js';

/** Providers with one mistake each about money that is authorised first. */
export const BROKEN_AUTHORISATIONS: readonly Broken[] = [
  {
    mistake: 'calls a promise money',
    clause: 'authorises and takes nothing: not when it is read, not when it is closed',
    make: () =>
      new (class extends FakeProvider {
        protected override facts(id: string): PaymentFacts {
          const facts = super.facts(id);
          return facts.state === 'authorised' ? { ...facts, state: 'paid' } : facts;
        }
      })(),
  },
  {
    mistake: 'refuses to take twice',
    clause: 'takes what was authorised, all of it and once, however often it is asked',
    make: () =>
      new (class extends FakeProvider {
        override async capture(session: SessionRef, key: string): Promise<PaymentFacts> {
          if (this.session(session.providerId).state !== 'authorised') throw new PaymentRefused('unexpected state');
          return super.capture(session, key);
        }
      })(),
  },
  {
    mistake: 'calls a lost capture a refusal',
    clause: 'finds the money whose taking was never answered, and takes it once',
    make: () =>
      new (class extends FakeProvider {
        override async capture(session: SessionRef, key: string): Promise<PaymentFacts> {
          return super.capture(session, key).catch(() => Promise.reject(new PaymentRefused('no answer')));
        }
      })(),
  },
  {
    mistake: 'forgets to give up',
    clause: 'gives an authorisation up: nothing was taken, nothing goes back, and nothing can be taken later',
    make: () =>
      new (class extends FakeProvider {
        override async abandon(session: SessionRef): Promise<PaymentFacts> {
          return { ...(await this.read(session)), state: 'closed' };
        }
      })(),
  },
  {
    mistake: 'takes the money of nobody',
    clause: 'neither takes nor gives up what is not authorised',
    make: () =>
      new (class extends FakeProvider {
        override async capture({ providerId }: SessionRef): Promise<PaymentFacts> {
          this.session(providerId).state = 'paid';
          return this.facts(providerId);
        }
      })(),
  },
];
