import { Agent, request } from 'node:http';

/** What became of one request. Times are by `Date.now()`. */
export interface Fate {
  readonly what: string;
  /** When its last byte went to the system; null when it never did. */
  readonly sentAt: number | null;
  /** When the last byte of the answer was there; null when there was none. */
  readonly answeredAt: number | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly body: any;
}

/** One caller with one connection, kept alive between his requests, as a storefront's server has it. */
export class CallerConnection {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly fates: Fate[] = [];

  constructor(private readonly url: string) {}

  /** Sends a request and waits for what becomes of it; never throws. */
  post(what: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Fate> {
    return new Promise((resolve) => {
      let sentAt: number | null = null;
      const end = (rest: Omit<Fate, 'what' | 'sentAt'>): void => {
        const fate = { what, sentAt, ...rest };
        this.fates.push(fate);
        resolve(fate);
      };
      const lost = (error: Error): void =>
        end({ answeredAt: null, status: null, error: error.message || error.name, body: null });
      const asked = request(
        `${this.url}${path}`,
        { method: 'POST', agent: this.agent, headers: { 'content-type': 'application/json', ...headers } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', lost);
          answer.once('end', () => {
            const text = Buffer.concat(chunks).toString();
            end({ answeredAt: Date.now(), status: answer.statusCode ?? 0, error: null, body: parsed(text) });
          });
        },
      );
      asked.once('error', lost);
      asked.once('finish', () => (sentAt = Date.now()));
      asked.end(JSON.stringify(body));
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
