import type { PropertySettings } from '../rental.settings.js';

const USUAL = { minimumNights: 2, seasons: [], blocked: [], channelDiscountPercent: 0 };

/** A property with everything that its host left unsaid filled in. */
export type RentalProperty = PropertySettings & Required<Pick<PropertySettings, keyof typeof USUAL>>;

/** As the host set it, else as it is usual. */
export function rentalProperty(settings: PropertySettings): RentalProperty {
  return Object.assign({ ...USUAL }, settings);
}
