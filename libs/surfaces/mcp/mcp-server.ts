import { ProtocolError, ProtocolErrorCode, Server, type CallToolResult } from '@modelcontextprotocol/server';
import type { Tool } from '@modelcontextprotocol/server';
import type { Operation } from '../operations/operation.js';
import type { Value } from '../operations/operation-result.js';
import { VERSION } from '../our-package.js';
import { toolOf } from './tool.js';

/** The list changes only with the gateway's version and kinds. */
const LIST_CACHE = { ttlMs: 5 * 60_000, cacheScope: 'public' } as const;

const INSTRUCTIONS = `Sellers behind one checkout. Amounts are whole minor units (1250 = 12.50 EUR).
Flow: list_tenants -> catalog_search -> create_guest_session (send its accessToken as Authorization: Bearer; if you cannot set headers, as argument auth_token of every call, listed or not) -> cart_create -> cart_add_item -> cart_set_address -> checkout_start -> checkout_create_payment_session -> give the buyer landingUrl -> checkout_status until terminal.
Sellers with the capability stays: search_stays -> quote_stay or lock_quote -> create_guest_session -> booking_checkout -> checkout_create_payment_session, and on as above.
A checkout's nextAction says what to do: ProvideAddress -> checkout_update; ChooseShipping (optional) -> checkout_shipping_options, checkout_select_shipping; OpenPaymentSession -> checkout_create_payment_session; PayAtUrl -> send the buyer there; ConfirmPayment -> hand it to the app that shows the payment form; AnswerChallenge -> POST to its url with a Machine Payments Protocol client and a shared payment token, if you have one; PayOffline -> give the buyer landingUrl, or instructions and reference word for word; HandOffToSeller -> relay links and disclaimer word for word; Wait -> checkout_status after afterMs; RetryCheckout -> checkout_retry; StartOver -> begin again with checkout_start or booking_checkout; Done -> tell the buyer.
A failed call has isError with code, advice and, when retryable, a time to wait. Without an answer, repeat a call unchanged: it is done once. Only cart_add_item adds again: look with cart_view first.`;

type CallTool = (operation: Operation, given: Value) => Promise<CallToolResult>;

/** Tools as they are listed, made once: each HTTP request gets a server of its own over them. */
export class Toolbox {
  private readonly tools: readonly { readonly operation: Operation; readonly tool: Tool }[];

  constructor(operations: readonly Operation[]) {
    const offered = operations.flatMap((operation) =>
      operation.tool ? [{ operation, tool: toolOf(operation, operation.tool.name) }] : [],
    );
    this.tools = offered.sort((a, b) => (a.tool.name < b.tool.name ? -1 : 1));
  }

  /** Tools of a profile, by name. */
  list(belongs: (operation: Operation) => boolean): Tool[] {
    return this.tools.filter(({ operation }) => belongs(operation)).map(({ tool }) => tool);
  }

  /** A server for one request: both protocol revisions speak through it. */
  server(belongs: (operation: Operation) => boolean, call: CallTool): Server {
    const server = new Server(
      { name: 'comptoir', version: VERSION },
      { capabilities: { tools: {} }, instructions: INSTRUCTIONS, cacheHints: { 'tools/list': LIST_CACHE } },
    );
    server.setRequestHandler('tools/list', () => ({ tools: this.list(belongs) }));
    server.setRequestHandler('tools/call', ({ params }) => {
      const found = this.tools.find(({ tool, operation }) => tool.name === params.name && belongs(operation));
      if (!found) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
      return call(found.operation, params.arguments ?? {});
    });
    return server;
  }
}
