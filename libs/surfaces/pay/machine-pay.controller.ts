import { Controller, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CLOCK, NotFound, type Clock } from '@comptoir/kernel';
import { CheckoutReader, MachinePayments, PayLinks } from '#checkout';
import { receiptHeader } from '#payments';
import { TenantsService } from '#tenants';

/** Where a machine pays: 402 with a challenge, 200 with a receipt. https://paymentauth.org */
@Controller('pay')
export class MachinePayController {
  constructor(
    private readonly links: PayLinks,
    private readonly reader: CheckoutReader,
    private readonly machines: MachinePayments,
    private readonly tenants: TenantsService,
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
    const link = this.links.read(token);
    const checkout = link && (await this.reader.linked(link.tenantId, link.id, 0));
    if (!link || !checkout) throw new NotFound('payment page');
    const tenant = await this.tenants.resolveForWork(link.tenantId);
    const answer = await this.machines.answer(tenant, checkout, authorization);
    if (!answer.paid) {
      reply.header('www-authenticate', answer.challenge);
      throw answer.problem;
    }
    const { paymentId } = answer;
    reply.header('payment-receipt', receiptHeader({ checkoutId: link.id, paymentId, at: this.clock.now() }));
    const paid = await this.reader.linked(link.tenantId, link.id, 0);
    return { checkoutId: link.id, status: (paid ?? checkout).status };
  }
}
