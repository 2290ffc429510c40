import { setImmediate } from 'node:timers/promises';
import { Controller, Headers, HttpCode, Inject, Logger, Param, Post, Req } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { NotFound } from '@comptoir/kernel';
import type { PaymentProvider, ProviderEvent, WebhookEndpoint } from '../payment-provider.js';
import { PaymentsService } from '../payments.service.js';
import { InvalidSignature } from '../payments.problems.js';
import { InboxService } from './inbox.service.js';

/** Endpoint of the platform's own account. */
const DEFAULT_ENDPOINT = 'default';

/** Where providers report. The body arrives as raw bytes: the signature covers exactly those. */
@Controller('webhooks')
export class WebhooksController implements OnApplicationShutdown {
  private readonly logger = new Logger('webhooks');
  /** Events that are answered and not yet applied. */
  private readonly atWork = new Set<Promise<void>>();

  constructor(
    @Inject(PaymentsService) private readonly payments: PaymentsService,
    private readonly inbox: InboxService,
  ) {}

  /** Verify, store, answer; the work comes after the answer. */
  @Post(':provider/:endpoint')
  @HttpCode(200)
  async receive(
    @Param('provider') name: string,
    @Param('endpoint') id: string,
    @Headers() headers: Delivery['headers'],
    @Req() request: { body: unknown },
  ): Promise<{ received: true }> {
    const provider = this.payments.find(name);
    const endpoints = provider ? await endpointsOf(provider, id) : [];
    if (!provider || endpoints.length === 0) throw new NotFound('webhook endpoint');
    if (!Buffer.isBuffer(request.body)) throw new InvalidSignature();
    const { event, endpoint } = verified(provider, endpoints, { raw: request.body, headers });
    const row = await this.inbox.store(name, event, endpoint);
    if (row) this.applySoon(row);
    return { received: true };
  }

  /** What was begun is finished: an event left claimed would wait for a lapse. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.atWork);
  }

  private applySoon(row: string): void {
    const work = this.apply(row).finally(() => this.atWork.delete(work));
    this.atWork.add(work);
  }

  private async apply(row: string): Promise<void> {
    // The answer goes first.
    await setImmediate();
    // The row is stored: whatever happens here, the sweeper finds it again.
    await this.inbox
      .apply(row)
      .catch((error: unknown) => this.logger.warn(`Event ${row} waits for the sweeper: ${String(error)}`));
  }
}

interface Delivery {
  raw: Buffer;
  headers: Record<string, string | string[] | undefined>;
}

async function endpointsOf(provider: PaymentProvider, id: string): Promise<readonly WebhookEndpoint[]> {
  return id === DEFAULT_ENDPOINT ? [provider.endpoint] : provider.otherEndpoints(id);
}

/** Which of these endpoints it was signed for. An event that names no account happened in the one that reports here. */
function verified(
  provider: PaymentProvider,
  endpoints: readonly WebhookEndpoint[],
  { raw, headers }: Delivery,
): { event: ProviderEvent; endpoint: WebhookEndpoint } {
  for (const endpoint of endpoints) {
    try {
      const event = provider.verify(raw, headers, endpoint.secrets);
      return { endpoint, event: { ...event, account: event.account || (endpoint.account ?? '') } };
    } catch (error) {
      if (!(error instanceof InvalidSignature)) throw error;
    }
  }
  throw new InvalidSignature();
}
