import { Controller, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { MachinePayments } from '#checkout';
import { receiptHeader } from '#payments';
import { LinkedCheckouts } from './linked-checkouts.js';

/** Where a machine pays: 402 with a challenge, 200 with a receipt. https://paymentauth.org */
@Controller('pay')
export class MachinePayController {
  constructor(
    private readonly linked: LinkedCheckouts,
    private readonly machines: MachinePayments,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':token/challenge')
  @HttpCode(200)
  async pay(
    @Param('token') token: string,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ checkoutId: string; status: string }> {
    reply.header('cache-control', 'no-store');
    const { tenant, checkout } = await this.linked.find(token);
    const answer = await this.machines.answer(tenant, checkout, authorization);
    if (!answer.paid) {
      reply.header('www-authenticate', answer.challenge);
      throw answer.problem;
    }
    const { paymentId } = answer;
    reply.header('payment-receipt', receiptHeader({ checkoutId: checkout.id, paymentId, at: this.clock.now() }));
    const { checkout: paid } = await this.linked.find(token);
    return { checkoutId: paid.id, status: paid.status };
  }
}
