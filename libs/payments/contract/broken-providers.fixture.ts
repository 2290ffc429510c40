import { randomUUID } from 'node:crypto';
import type {
  AfterSaleFacts,
  OpenRequest,
  PaymentFacts,
  RefundFacts,
  RefundRequest,
  SessionRef,
} from '../payment-provider.js';
import { PaymentRefused } from '../payments.problems.js';
import { BROKEN_AUTHORISATIONS } from './broken-authorisations.fixture.js';
import { FakeProvider, type Broken } from './fake-provider.fixture.js';

/** Providers with one mistake each. A clause that none of them turns red would prove nothing. */
export const BROKEN: readonly Broken[] = [
  {
    mistake: 'forgets whose session it is',
    clause: 'opens a session that waits for its buyer, over exactly the amount, with the names of whose it is',
    make: () =>
      new (class extends FakeProvider {
        protected override facts(id: string): PaymentFacts {
          return { ...super.facts(id), checkoutId: null };
        }
      })(),
  },
  {
    mistake: 'opens a session per call',
    clause: 'opens one session per key, however often it is asked',
    make: () =>
      new (class extends FakeProvider {
        protected override idOf(): string {
          return `fake_${randomUUID()}`;
        }
      })(),
  },
  {
    mistake: 'knows one session per checkout only',
    clause: 'opens another session under another key',
    make: () =>
      new (class extends FakeProvider {
        protected override idOf({ checkoutId }: OpenRequest): string {
          return `fake_${checkoutId}`;
        }
      })(),
  },
  {
    mistake: 'calls a lost answer a refusal',
    clause: 'finds the session whose answer was lost, under the same key',
    make: () =>
      new (class extends FakeProvider {
        override async open(request: OpenRequest): Promise<PaymentFacts> {
          return super.open(request).catch(() => Promise.reject(new PaymentRefused('no answer')));
        }
      })(),
  },
  {
    mistake: 'takes what nobody can pay',
    clause: 'says a request it can never take as a refusal, which is a problem and opens nothing',
    make: () =>
      new (class extends FakeProvider {
        protected override takes(): boolean {
          return true;
        }
      })(),
  },
  {
    mistake: 'counts every currency in hundredths',
    clause: 'counts in minor units, whatever the decimals of the currency',
    make: () =>
      new (class extends FakeProvider {
        protected override facts(id: string): PaymentFacts {
          const facts = super.facts(id);
          return { ...facts, amount: facts.currency === 'JPY' ? facts.amount * 100 : facts.amount };
        }
      })(),
  },
  {
    mistake: 'does not name the payment',
    clause: 'says paid once the money is there, and names the payment',
    make: () =>
      new (class extends FakeProvider {
        protected override facts(id: string): PaymentFacts {
          return { ...super.facts(id), paymentId: null };
        }
      })(),
  },
  {
    mistake: 'lets a closed session be paid',
    clause: 'closes before it is paid: from then on nobody can pay',
    make: () =>
      new (class extends FakeProvider {
        override pay(providerId: string): void {
          this.session(providerId).state = 'paid';
        }
      })(),
  },
  {
    mistake: 'closes what is paid',
    clause: 'closes after it was paid: says paid, and takes nothing back',
    make: () =>
      new (class extends FakeProvider {
        override async close(session: SessionRef): Promise<PaymentFacts> {
          this.session(session.providerId).state = 'closed';
          return this.read(session);
        }
      })(),
  },
  {
    mistake: 'closes once only',
    clause: 'closes as often as it is asked',
    make: () =>
      new (class extends FakeProvider {
        override async close(session: SessionRef): Promise<PaymentFacts> {
          if (this.session(session.providerId).state === 'closed') throw new PaymentRefused('it is closed');
          return super.close(session);
        }
      })(),
  },
  {
    mistake: 'calls closed what it does not know',
    clause: 'never calls a session closed that it does not know',
    make: () =>
      new (class extends FakeProvider {
        protected override facts(id: string): PaymentFacts {
          const [known] = this.sessions.keys();
          return this.sessions.has(id) ? super.facts(id) : { ...super.facts(known!), state: 'closed' };
        }
      })(),
  },
  {
    mistake: 'takes a declined method',
    clause: 'confirms an open session in place of its buyer, where its rail has that, and leaves a closed one alone',
    make: () =>
      new (class extends FakeProvider {
        override async confirm(session: SessionRef): Promise<PaymentFacts> {
          return super.confirm(session, { method: 'good' });
        }
      })(),
  },
  ...BROKEN_AUTHORISATIONS,
  {
    mistake: 'gives back per call',
    clause: 'gives back once per key',
    make: () =>
      new (class extends FakeProvider {
        override async refund(request: RefundRequest): Promise<RefundFacts> {
          return super.refund({ ...request, key: randomUUID() });
        }
      })(),
  },
  {
    mistake: 'forgets the key of a refund whose answer was lost',
    clause: 'finds the refund whose answer was lost, and gives back once',
    make: () =>
      new (class extends FakeProvider {
        override async refund(request: RefundRequest): Promise<RefundFacts> {
          const key = this.losing === 'refund' ? randomUUID() : request.key;
          return super.refund({ ...request, key });
        }
      })(),
  },
  {
    mistake: 'compares each refund with the whole payment',
    clause: 'never gives back more than was paid',
    make: () =>
      new (class extends FakeProvider {
        override async refund(request: RefundRequest): Promise<RefundFacts> {
          const { refunds, request: opened } = this.session(request.paymentId);
          if (request.amount > opened.amount) throw new PaymentRefused('it is more than was paid');
          refunds.set(request.key, { id: request.key, amount: request.amount });
          return { state: 'succeeded', providerId: request.key };
        }
      })(),
  },
  {
    mistake: 'tells of refunds without their keys',
    clause: 'tells what was given back of a payment, each under the key that it was given under',
    make: () =>
      new (class extends FakeProvider {
        override async readAfterSale(payment: { paymentId: string; account: string }): Promise<AfterSaleFacts> {
          const facts = await super.readAfterSale(payment);
          return { ...facts, refunds: facts.refunds.map((refund) => ({ ...refund, key: null })) };
        }
      })(),
  },
];
