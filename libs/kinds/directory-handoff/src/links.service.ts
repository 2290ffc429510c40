import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { COLLECTIONS, type CollectionsPort, type KindCollection, type TenantContext } from '@comptoir/tenant-kit';
import type { Link } from './link.js';

/** Stored links and their clicks. */
@Injectable()
export class Links {
  private readonly links: KindCollection<Link>;

  constructor(
    @Inject(COLLECTIONS) collections: CollectionsPort,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.links = collections.collection<Link>('directory_links');
  }

  /** Safe to repeat: a link that exists is left as it is. */
  async issue(tenant: TenantContext, link: Omit<Link, 'clicks' | 'lastClickedAt'>): Promise<void> {
    await this.links.insert(tenant, { ...link, clicks: 0, lastClickedAt: null });
  }

  /** Counts the click and says where it leads; null for a link that is unknown or over. */
  async follow(tenant: TenantContext, id: string): Promise<string | null> {
    const now = this.clock.now();
    const change = { $inc: { clicks: 1 }, $set: { lastClickedAt: now } };
    return (await this.links.update(tenant, id, { expiresAt: { $gt: now } }, change))?.target ?? null;
  }
}
