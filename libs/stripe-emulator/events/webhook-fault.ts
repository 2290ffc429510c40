/** What goes wrong with the next `times` deliveries of an event type (`*` for any). */
export interface WebhookFault {
  readonly event?: string;
  /** How many events it strikes; 1 when absent. */
  readonly times?: number;
  /**
   * drop: never delivered, the event keeps `pending_webhooks`. duplicate: delivered `copies` times (2). delay: first sent
   * after `ms`. reorder: held until a later event of the same endpoint was sent, at most `ms` (1,000).
   */
  readonly action: 'drop' | 'duplicate' | 'delay' | 'reorder';
  readonly ms?: number;
  readonly copies?: number;
}
