import { invalidParam, missingParam, notEmulated } from '../../core/api-error.js';
import { randomAlphanumeric } from '../../core/ids.js';
import type { SessionWire } from '../../core/wire.js';
import type { CreateParams } from './create-params.js';

/** Where each `ui_mode` sends the buyer afterwards, and what it does not know. */
const ADDRESSES = {
  hosted_page: { needs: 'success_url', refuses: ['return_url', 'redirect_on_completion'] },
  embedded_page: { needs: 'return_url', refuses: ['success_url', 'cancel_url'] },
  elements: { needs: 'return_url', refuses: ['success_url', 'cancel_url', 'redirect_on_completion'] },
} as const;

/** Refuses addresses that do not belong to the wanted way of showing the payment, and asks for the one that does. */
export function assertAddresses(params: CreateParams): void {
  const mode = params.ui_mode ?? 'hosted_page';
  if (mode === 'form') throw notEmulated('ui_mode=form');
  const { needs, refuses } = ADDRESSES[mode];
  const foreign = refuses.find((name) => params[name] !== undefined);
  if (foreign !== undefined) throw invalidParam(foreign, `You can not pass \`${foreign}\` with \`ui_mode: ${mode}\`.`);
  const stays = params.redirect_on_completion === 'never';
  if (stays && params.return_url !== undefined) {
    throw invalidParam('return_url', 'You can not pass `return_url` with `redirect_on_completion: never`.');
  }
  if (!stays && params[needs] === undefined) throw missingParam(needs);
}

/** The members of a session that depend on how it is shown. */
type ShownMembers = Pick<SessionWire, 'client_secret' | 'return_url'> & {
  readonly ui_mode: string;
  readonly redirect_on_completion?: string;
};

/** The members of a new session that depend on how it is shown. */
export function shownMembers(id: string, params: CreateParams): ShownMembers {
  const mode = params.ui_mode ?? 'hosted_page';
  if (mode === 'hosted_page') return { ui_mode: mode, client_secret: null };
  return {
    ui_mode: mode,
    client_secret: `${id}_secret_${randomAlphanumeric(40)}`,
    ...(mode === 'embedded_page' ? { redirect_on_completion: params.redirect_on_completion ?? 'always' } : {}),
    ...(params.return_url === undefined ? {} : { return_url: params.return_url }),
  };
}
