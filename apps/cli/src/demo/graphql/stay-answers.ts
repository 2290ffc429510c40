/** What the demo asks about stays; the tools answer in the same shapes. */

export interface Dates {
  readonly checkIn: string;
  readonly checkOut: string;
}

export interface Stay extends Dates {
  readonly propertyId: string;
  readonly guests: number;
}

export interface StaySearch {
  readonly available: readonly {
    readonly property: { readonly id: string; readonly name: string };
    readonly nights: number;
    readonly publicTotal: number;
    readonly federationTotal: number;
  }[];
  readonly unavailable: readonly {
    readonly property: { readonly id: string };
    readonly reasons: readonly string[];
  }[];
}

export interface Quote extends Stay {
  readonly nights: readonly { readonly date: string; readonly price: number }[];
  readonly total: number;
  readonly cancellation: string;
}

export interface LockedQuote extends Quote {
  readonly id: string;
  readonly validUntil: string;
}

export interface Booking extends Stay {
  readonly id: string;
  readonly bookingStatus: string;
  readonly propertyName: string;
  readonly nights: number;
  readonly cancellation: string;
  readonly totals: { readonly total: number };
}
