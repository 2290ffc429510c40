/** What the worker thread tells the thread that started it. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly uri: string; readonly port: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'say'; readonly line: string };

/** What it is told. */
export type ToWorker = { readonly kind: 'stop' };
