export { startStripeEmulator } from './emulator.js';
export type { StripeEmulator, StripeEmulatorOptions } from './options.js';
export type { RequestFault } from './http/request-fault.js';
export type { WebhookFault } from './events/webhook-fault.js';
export type { LogEntry } from './http/request-log.js';
