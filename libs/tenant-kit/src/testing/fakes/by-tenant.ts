/** One store for each tenant: what is kept for one cannot be reached through another. */
export class ByTenant<T> {
  private readonly stores = new Map<string, T>();

  constructor(private readonly empty: () => T) {}

  of({ tenantId }: { tenantId: string }): T {
    const known = this.stores.get(tenantId);
    if (known) return known;
    const fresh = this.empty();
    this.stores.set(tenantId, fresh);
    return fresh;
  }
}
