/** What goes wrong with the next `times` matching API requests. */
export interface RequestFault {
  /** `path` may contain `*` for any characters. Absent members match everything under /v1. */
  readonly match?: { readonly method?: string; readonly path?: string; readonly account?: string };
  /** How many requests it strikes; 1 when absent. */
  readonly times?: number;
  /**
   * status: answered with `status`, nothing is executed (with `stored`, an idempotency key remembers it as Stripe remembers
   * a 500). hang: never answered. reset: connection closed before execution. execute-then-reset: executed, then closed
   * without an answer. execute-then-hang: executed, never answered. delay: executed after `ms`.
   */
  readonly action: 'status' | 'hang' | 'reset' | 'execute-then-reset' | 'execute-then-hang' | 'delay';
  readonly status?: number;
  readonly stored?: boolean;
  readonly ms?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whether a fault strikes a request. */
export function faultMatches(fault: RequestFault, method: string, path: string, account: string): boolean {
  const { match } = fault;
  return (
    (match?.method ?? method).toUpperCase() === method &&
    (match?.account ?? account) === account &&
    (match?.path === undefined || pattern(match.path).test(path))
  );
}

function pattern(path: string): RegExp {
  const escaped = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`);
}
