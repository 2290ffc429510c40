import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from '@comptoir/kernel';
import { CheckoutStatus, PaymentRail, type TenantContext } from '@comptoir/tenant-kit';
import { SessionOpening, PayLinks, PaymentSessionsService, type CheckoutDocument } from '#checkout';
import { withSessionId } from '../stripe-facade/facade-id.js';
import { LinkedCheckouts } from './linked-checkouts.js';
import { landingPage, returnPage } from './pay.pages.js';

const HTML = 'text/html; charset=utf-8';

/** No script, nothing from elsewhere. The form may lead anywhere: its answer redirects to the provider's page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** Our pages around the provider's: where a buyer arrives, and where they come back to. */
@Controller('pay')
export class PayController {
  constructor(
    private readonly links: PayLinks,
    private readonly linked: LinkedCheckouts,
    private readonly opening: SessionOpening,
    private readonly sessions: PaymentSessionsService,
  ) {}

  /** Shows seller and total. Changes nothing, so a link preview or a scanner may open it. */
  @Get(':token')
  async landing(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const { tenant, checkout } = await this.linked.find(token);
    await sendPage(reply, landingPage(tenant.tenant, checkout));
  }

  /** The button: goes to the provider's page, opening a fresh session when none is open. */
  @Post(':token')
  async open(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const { tenant, checkout } = await this.linked.find(token);
    const refusal = needsPage(checkout) ? await this.tryOpen(tenant, checkout) : null;
    if (refusal) return this.refuse(reply, tenant, checkout, refusal);
    const { checkout: opened } = await this.linked.find(token);
    const session = opened.payment.sessions.at(-1);
    const target = session?.state === 'open' && session.url ? session.url : this.links.landing(opened);
    await reply.redirect(target, 303);
  }

  /** Where the provider sends the buyer back: completes through the same function as the webhook. */
  @Get(':token/return')
  async back(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const { tenant, checkout } = await this.linked.find(token);
    const session = checkout.payment.sessions.at(-1);
    if (checkout.status === CheckoutStatus.completed && session?.successUrl) {
      await reply.redirect(withSessionId(session.successUrl, session.id, this.sessions.isLive(session)), 303);
      return;
    }
    await sendPage(reply, returnPage(tenant.tenant, checkout));
  }

  /** Null when a session is open now, or somebody else is opening one: a second click is no mistake. */
  private async tryOpen(tenant: TenantContext, checkout: CheckoutDocument): Promise<Problem | null> {
    try {
      await this.opening.open(tenant, checkout, { rail: railFor(checkout) });
      return null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.code === 'CHECKOUT_BUSY' ? null : error;
    }
  }

  private async refuse(
    reply: FastifyReply,
    { tenant }: TenantContext,
    checkout: CheckoutDocument,
    problem: Problem,
  ): Promise<void> {
    await sendPage(reply.status(problem.status), landingPage(tenant, checkout, problem.message));
  }
}

/** Nothing is open, or it is to be paid elsewhere: whoever comes here wants to pay here. */
function needsPage({ status, payment }: CheckoutDocument): boolean {
  if (status === CheckoutStatus.pending) return true;
  const session = payment.sessions.at(-1);
  const elsewhere = session?.state === 'open' && !session.url && session.rail !== PaymentRail.OFFLINE;
  return status === CheckoutStatus.payment_pending && elsewhere;
}

/** What is to be paid without a page gets one of the provider; otherwise the tenant's preference holds. */
function railFor({ status }: CheckoutDocument): PaymentRail | null {
  return status === CheckoutStatus.payment_pending ? PaymentRail.STRIPE_CHECKOUT : null;
}

async function sendPage(reply: FastifyReply, page: string): Promise<void> {
  await reply.headers({ 'cache-control': 'no-store', 'content-security-policy': POLICY }).type(HTML).send(page);
}
