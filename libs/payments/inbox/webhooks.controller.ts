import { setImmediate } from 'node:timers/promises';
import { Controller, Headers, HttpCode, Inject, Logger, Param, Post, Req } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { NotFound } from '@comptoir/kernel';
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
    @Headers() headers: Record<string, string | string[] | undefined>,
    @Req() request: { body: unknown },
  ): Promise<{ received: true }> {
    const provider = this.payments.find(name);
    const endpoint = id === DEFAULT_ENDPOINT ? provider?.endpoint : await provider?.otherEndpoint?.(id);
    if (!provider || !endpoint) throw new NotFound('webhook endpoint');
    if (!Buffer.isBuffer(request.body)) throw new InvalidSignature();
    const event = provider.verify(request.body, headers, endpoint.secrets);
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
