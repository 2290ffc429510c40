import { request } from 'node:http';

/** One JSON request under a host name of the caller's choice: fetch sets `Host` by itself. */
export function sendTo(
  url: string,
  { host, headers = {}, body }: { host?: string | undefined; headers?: Record<string, string>; body?: unknown },
): Promise<{ status: number; text: string; json: any }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        accept: 'application/json, text/event-stream',
        ...(host === undefined ? {} : { host }),
        ...headers,
      },
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text, json: parsed(text) }));
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
