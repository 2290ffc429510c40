import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

const TIMEOUT_MS = 10_000;

/** Posts a webhook; resolves to the status, or null when no answer came. Redirects are answers, not followed. */
export function postWebhook(url: string, body: string, signature: string, signal: AbortSignal): Promise<number | null> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const outgoing = send(
      url,
      {
        method: 'POST',
        signal,
        timeout: TIMEOUT_MS,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'stripe-signature': signature,
          'user-agent': 'stripe-emulator (test webhooks)',
        },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? null));
        // A receiver that dies half way through its answer has not accepted the event.
        answer.on('error', () => resolve(null));
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('webhook receiver timed out')));
    // No connection, a reset or a time-out is an unsuccessful attempt; the deliverer counts and retries it.
    outgoing.on('error', () => resolve(null));
    outgoing.end(body);
  });
}
