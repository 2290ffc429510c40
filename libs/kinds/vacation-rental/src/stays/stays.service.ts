import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, InvalidInput, NotFound, type Clock } from '@comptoir/kernel';
import { INVENTORY, type InventoryPort, type TenantContext } from '@comptoir/tenant-kit';
import { availability, isSpan, type Availability, type StayRequest } from '../core/availability.js';
import { dateIn, nights } from '../core/dates.js';
import { priceOf, StayChannel, type StayPrice } from '../core/price.js';
import { rentalProperty, type RentalProperty } from '../core/rental-property.js';
import type { RentalSettings } from '../rental.settings.js';
import { isAt } from './place.js';
import { StayUnavailable } from './stay.problems.js';
import { Property, StayOffer, StaySearch, UnavailableStay } from './stay.types.js';

/** A request for one property. */
export interface PropertyRequest extends StayRequest {
  propertyId: string;
}

/** What a stay costs, and on which terms. */
export interface PricedStay extends PropertyRequest, StayPrice {
  channel: StayChannel;
  currency: string;
  cancellation: string;
}

/** What a tenant lets, and whether it is free. Reads only. */
@Injectable()
export class Stays {
  constructor(
    @Inject(INVENTORY) private readonly inventory: InventoryPort,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  property(tenant: TenantContext, id: string): RentalProperty {
    const property = propertyOf(tenant, id);
    if (!property) throw new NotFound('property');
    return property;
  }

  /** The property as callers see it, if there is one. */
  find(tenant: TenantContext, id: string): Property | null {
    const property = propertyOf(tenant, id);
    return property ? shown(tenant, property) : null;
  }

  /** One read of what is taken, whatever the number of properties. */
  async search(tenant: TenantContext, request: StayRequest, place: string | null): Promise<StaySearch> {
    if (!isSpan(request)) throw InvalidInput.at('checkOut', 'dates_invalid', 'must be a date 1 to 90 nights later');
    const properties = propertiesOf(tenant).filter((property) => place === null || isAt(property.place, place));
    const answers = await this.answers(tenant, properties, request);
    const found = Object.assign(new StaySearch(), { available: [], unavailable: [] });
    for (const [property, answer] of answers) {
      if (answer.refusals.length) found.unavailable.push(unavailable(shown(tenant, property), answer));
      else found.available.push(offer(shown(tenant, property), property, request));
    }
    found.available.sort((a, b) => a.federationTotal - b.federationTotal);
    return found;
  }

  async availability(tenant: TenantContext, request: PropertyRequest): Promise<Availability> {
    const property = this.property(tenant, request.propertyId);
    const [answer] = await this.answers(tenant, [property], request);
    if (!answer) throw new NotFound('property');
    return answer[1];
  }

  /** The property, if it can be booked just now; else the first reason why not. */
  async bookable(tenant: TenantContext, request: PropertyRequest): Promise<RentalProperty> {
    const { refusals, alternatives } = await this.availability(tenant, request);
    if (refusals[0]) throw new StayUnavailable(refusals[0], alternatives);
    return this.property(tenant, request.propertyId);
  }

  /** Today's price of a stay that can be booked. */
  async quote(tenant: TenantContext, request: PropertyRequest, channel: StayChannel): Promise<PricedStay> {
    const property = await this.bookable(tenant, request);
    const { propertyId, checkIn, checkOut, guests } = request;
    return {
      ...{ propertyId, checkIn, checkOut, guests, channel, currency: property.currency },
      ...priceOf(property, nights(checkIn, checkOut), channel),
      cancellation: cancellationOf(tenant),
    };
  }

  private async answers(
    tenant: TenantContext,
    properties: readonly RentalProperty[],
    request: StayRequest,
  ): Promise<[RentalProperty, Availability][]> {
    const now = this.clock.now();
    const sets = properties.map(({ id }) => id);
    const taken = await this.inventory.taken(tenant, sets);
    return properties.map((property) => {
      const today = dateIn(property.zone, now);
      return [property, availability(property, taken.get(property.id) ?? [], request, today)];
    });
  }
}

/** Cancellation terms as they are now. */
export function cancellationOf({ tenant }: TenantContext): string {
  return settingsOf(tenant.settings).cancellation;
}

/** Those that can be paid for: a tenant may stop taking a currency. */
function propertiesOf({ tenant }: TenantContext): RentalProperty[] {
  const payable = settingsOf(tenant.settings).properties.filter(({ currency }) => tenant.currencies.includes(currency));
  return payable.map(rentalProperty);
}

function propertyOf(tenant: TenantContext, id: string): RentalProperty | undefined {
  return propertiesOf(tenant).find((candidate) => candidate.id === id);
}

function shown({ tenantId }: TenantContext, property: RentalProperty): Property {
  const { id, name, place, zone, maxGuests, minimumNights, currency } = property;
  return Object.assign(new Property(), { tenantId, id, name, place, zone, maxGuests, minimumNights, currency });
}

/** Validated against {@link RentalSettings} when the tenant was stored. */
function settingsOf(settings: Record<string, unknown>): RentalSettings {
  return settings as unknown as RentalSettings;
}

function offer(property: Property, prices: RentalProperty, { checkIn, checkOut }: StayRequest): StayOffer {
  const stay = nights(checkIn, checkOut);
  return Object.assign(new StayOffer(), {
    property,
    nights: stay.length,
    publicTotal: priceOf(prices, stay, StayChannel.public).total,
    federationTotal: priceOf(prices, stay, StayChannel.federation).total,
  });
}

function unavailable(property: Property, { refusals, alternatives }: Availability): UnavailableStay {
  return Object.assign(new UnavailableStay(), { property, reasons: refusals, alternatives });
}
