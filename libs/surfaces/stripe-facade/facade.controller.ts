import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { InvalidInput, newId, NotFound } from '@comptoir/kernel';
import { Operation, type Caller } from '@comptoir/tenant-kit';
import { CurrentRequest, type RequestContext } from '#auth';
import {
  lineRange,
  PaymentRequestsService,
  PaymentSessionsService,
  RequestPaymentInput,
  type PaymentSessionRow,
} from '#checkout';
import { InputPipe } from '../graphql/input.pipe.js';
import { sessionIdOf } from './facade-id.js';
import { nested } from './nested.js';
import { ParamReader } from './param-reader.js';
import { lineItem, listObject, sessionObject } from './session-object.js';
import { createParams, lineItemsParams, listParams, showParams } from './session-params.js';

const ADDRESS = '/v1/checkout/sessions';

/** Who calls, as every route here needs it. */
const READS = { scope: 'payment:read', risk: 'READ', key: 'none', tenant: false } as const;

/**
 * Payment sessions as Stripe answers about Checkout Sessions, for clients of Stripe's: the same shapes, errors and cursors.
 * The same services as the operations stand behind it. The odd spellings are those of another system and are taken too.
 */
@Controller(['v1/checkout/sessions', 'v1/v1/checkout/sessions'])
export class StripeFacadeController {
  private readonly input = new InputPipe();

  constructor(
    private readonly sessions: PaymentSessionsService,
    private readonly requests: PaymentRequestsService,
  ) {}

  @Operation(READS)
  @Get()
  async list(@CurrentRequest() request: RequestContext, @Headers() headers: Sent, @Query() query: unknown) {
    const caller = await callerOf(request, headers);
    const params = listParams(new ParamReader(nested(query)));
    if (params.matchesNothing) return listObject(ADDRESS, [], false);
    const { rows, hasMore } = await orNamed(this.sessions.list(caller, params.query), cursorOf(params.query));
    return listObject(
      ADDRESS,
      rows.map((row) => this.show(row, params.withLines)),
      hasMore,
    );
  }

  @Operation({ scope: 'checkout:write', risk: 'MONEY', key: 'derived', tenant: false })
  @Post()
  @HttpCode(200)
  async create(
    @CurrentRequest() request: RequestContext,
    @Headers() headers: Sent,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const caller = await callerOf(request, headers);
    const { input, withLines } = createParams(new ParamReader(nested(body)));
    const metadata = { type: 'body', metatype: RequestPaymentInput, data: 'input' } as const;
    const checked = (await this.input.transform(input, metadata)) as RequestPaymentInput;
    const { id, replayed } = await orNamed(this.requests.request(caller, checked), 'client_reference_id');
    return this.answer(caller, id, { replayed, withLines, reply });
  }

  @Operation(READS)
  @Get(':session')
  async retrieve(
    @CurrentRequest() request: RequestContext,
    @Headers() headers: Sent,
    @Param('session') session: string,
    @Query() query: unknown,
  ) {
    const caller = await callerOf(request, headers);
    const withLines = showParams(new ParamReader(nested(query)));
    return this.show(await this.sessions.get(caller, sessionIdOf(session)), withLines);
  }

  @Operation({ scope: 'checkout:write', risk: 'DESTROY', key: 'derived', tenant: false })
  @Post(':session/expire')
  @HttpCode(200)
  async expire(
    @CurrentRequest() request: RequestContext,
    @Headers() headers: Sent,
    @Param('session') session: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const caller = await callerOf(request, headers);
    const withLines = showParams(new ParamReader(nested(body)));
    const { id, replayed } = await this.requests.expire(caller, sessionIdOf(session));
    return this.answer(caller, id, { replayed, withLines, reply });
  }

  @Operation(READS)
  @Get([':session/line_items', ':session/line-items'])
  async lineItems(
    @CurrentRequest() request: RequestContext,
    @Headers() headers: Sent,
    @Param('session') session: string,
    @Query() query: unknown,
  ) {
    const caller = await callerOf(request, headers);
    const range = lineItemsParams(new ParamReader(nested(query)));
    const row = await this.sessions.visible(caller, sessionIdOf(session));
    const { lines, hasMore } = lineRange(row, range);
    const live = this.sessions.isLive(row);
    const data = lines.map((line) => lineItem(row, line, live));
    return listObject(`${ADDRESS}/${session}/line_items`, data, hasMore);
  }

  private async answer(
    caller: Caller,
    id: string,
    { replayed, withLines, reply }: { replayed: boolean; withLines: boolean; reply: FastifyReply },
  ) {
    if (replayed) void reply.header('idempotent-replayed', 'true');
    const { row } = await this.sessions.withCheckout(caller, id);
    return this.show(row, withLines);
  }

  private show(row: PaymentSessionRow, withLines: boolean) {
    const live = this.sessions.isLive(row);
    const shown = sessionObject(row, live);
    if (!withLines) return shown;
    const { lines, hasMore } = lineRange(row, { limit: LINES_ALONG });
    const data = lines.map((line) => lineItem(row, line, live));
    return { ...shown, line_items: listObject(`${ADDRESS}/${String(shown['id'])}/line_items`, data, hasMore) };
  }
}

/** As many lines as Stripe shows along with a session. */
const LINES_ALONG = 10;

type Sent = Readonly<Record<string, string | string[] | undefined>>;

/**
 * The tenant is that of the key. Who may act at several names one, by host name or as Stripe's clients name an account.
 * A call without an idempotency key is a call of its own, as it is at Stripe.
 */
async function callerOf(request: RequestContext, headers: Sent): Promise<Caller> {
  const { principal, tenantConstraint, idempotencyKey } = request;
  const account = headers['stripe-account'];
  const named = typeof account === 'string' ? account : (principal.tenantId ?? tenantConstraint);
  if (named === null) throw InvalidInput.at('Stripe-Account', 'required', 'must name the tenant');
  return { tenant: await request.tenant(named, 'payment'), principal, key: idempotencyKey ?? newId('req') };
}

function cursorOf({ before }: { before?: string | null | undefined }): string {
  return before ? 'ending_before' : 'starting_after';
}

/** Something that is not there is a wrong parameter where a parameter named it. */
async function orNamed<T>(work: Promise<T>, param: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFound) throw InvalidInput.at(param, 'resource_missing', error.message);
    throw error;
  }
}
