const PLACE = { region: "Provence-Alpes-Côte d'Azur", country: 'FR' };

const PROPERTY = {
  zone: 'Europe/Paris',
  currency: 'EUR',
  minimumNights: 2,
  channelDiscountPercent: 8,
};

/** The houses of the demo's host: one for two, one for six; dearer in summer, and at weekends all year. */
export const DEMO_PROPERTIES = [
  {
    ...PROPERTY,
    id: 'cabanon',
    name: 'Le Cabanon',
    place: { ...PLACE, city: 'Cassis' },
    maxGuests: 2,
    price: { weekday: 8_900, weekend: 10_900 },
    seasons: [{ from: '06-15', to: '09-15', weekday: 12_900, weekend: 15_900 }],
  },
  {
    ...PROPERTY,
    id: 'pinede',
    name: 'La Pinède',
    place: { ...PLACE, city: 'Antibes' },
    maxGuests: 6,
    turnaround: { after: 1 },
    price: { weekday: 16_500, weekend: 19_500 },
    seasons: [{ from: '06-15', to: '09-15', weekday: 24_500, weekend: 28_500 }],
  },
];
