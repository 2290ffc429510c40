import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** One JSON-RPC message; what the bridge does not look at passes through. */
interface Message {
  id?: string | number | null;
  method?: string;
  params?: {
    name?: unknown;
    uri?: unknown;
    requestId?: unknown;
    protocolVersion?: unknown;
    _meta?: Record<string, unknown>;
  };
  result?: { protocolVersion?: unknown };
}

export interface BridgeOptions {
  /** The gateway's `/mcp`. */
  readonly endpoint: URL;
  readonly token: string | null;
  readonly input: Readable;
  readonly output: Writable;
  /** Told of every message that could not be delivered. */
  readonly onTrouble: (message: string) => void;
}

const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion';
const ACCEPT = 'application/json, text/event-stream';
/** JSON-RPC 2.0: a failure of the server side. */
const INTERNAL_ERROR = -32_603;

/** Carries JSON-RPC lines between a client on stdio and the gateway over HTTP. It knows no method but `initialize`. */
export class Bridge {
  /** What a client of 2025-11-25 agreed on; later ones say it in every message. */
  private version: string | null = null;
  private readonly running = new Map<unknown, AbortController>();

  constructor(private readonly options: BridgeOptions) {}

  /** Ends when the input ends and everything under way is answered. */
  async run(): Promise<void> {
    const underWay = new Set<Promise<void>>();
    for await (const line of createInterface({ input: this.options.input })) {
      if (!line.trim()) continue;
      const message = parse(line);
      const done = this.deliver(line, message).finally(() => underWay.delete(done));
      underWay.add(done);
      // The version is agreed on before anything else is sent.
      if (message.method === 'initialize') await done;
    }
    await Promise.all(underWay);
  }

  private async deliver(line: string, message: Message): Promise<void> {
    if (message.method === 'notifications/cancelled') this.running.get(message.params?.requestId)?.abort();
    const controller = new AbortController();
    if (message.id !== undefined) this.running.set(message.id, controller);
    try {
      await this.post(line, message, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) this.fail(message, error);
    } finally {
      this.running.delete(message.id);
    }
  }

  private async post(line: string, message: Message, signal: AbortSignal): Promise<void> {
    const { endpoint } = this.options;
    const response = await fetch(endpoint, { method: 'POST', headers: this.headers(message), body: line, signal });
    const text = await response.text();
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    for (const answer of isStream ? dataOf(text) : [text]) this.answer(answer, message);
  }

  private headers({ method, params }: Message): Record<string, string> {
    const version = params?._meta?.[VERSION_KEY] ?? this.version;
    const name = params?.name ?? params?.uri;
    return {
      'content-type': 'application/json',
      accept: ACCEPT,
      ...(this.options.token ? { authorization: `Bearer ${this.options.token}` } : {}),
      ...(typeof version === 'string' ? { 'mcp-protocol-version': version } : {}),
      ...(method ? { 'mcp-method': method } : {}),
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    };
  }

  private answer(text: string, { id, method }: Message): void {
    if (!text.trim() || id === undefined) return;
    const answer = JSON.parse(text) as Message;
    if (method === 'initialize' && typeof answer.result?.protocolVersion === 'string') {
      this.version = answer.result.protocolVersion;
    }
    // The gateway cannot know the id of a message it could not read.
    this.write(answer.id === null ? { ...answer, id } : answer);
  }

  private fail({ id }: Message, error: unknown): void {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    const message = `The gateway at ${this.options.endpoint.origin} does not answer: ${cause}`;
    this.options.onTrouble(message);
    if (id !== undefined) this.write({ jsonrpc: '2.0', id, error: { code: INTERNAL_ERROR, message } });
  }

  private write(message: object): void {
    this.options.output.write(`${JSON.stringify(message)}\n`);
  }
}

/** A line that is no JSON is sent as it is: the gateway says what is wrong with it. */
function parse(line: string): Message {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null ? message : { id: null };
  } catch {
    return { id: null };
  }
}

function dataOf(stream: string): string[] {
  return stream.split(/\r?\n\r?\n/).map((event) =>
    event
      .split(/\r?\n/)
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice('data:'.length).trimStart())
      .join('\n'),
  );
}
