import { Controller, Get, Header, Inject, Param, Redirect } from '@nestjs/common';
import { NotFound } from '@comptoir/kernel';
import { TENANT_DIRECTORY, type TenantDirectory } from '@comptoir/tenant-kit';
import { Links } from './links.service.js';

/** `/r/<tenant>/<link>`: the tracked link of a referral. */
@Controller('r')
export class LinksController {
  constructor(
    @Inject(TENANT_DIRECTORY) private readonly tenants: TenantDirectory,
    @Inject(Links) private readonly links: Links,
  ) {}

  /** Redirects to the stored target alone, so that nobody can make it lead elsewhere. */
  @Get(':tenantId/:linkId')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  @Redirect()
  async follow(
    @Param('tenantId') tenantId: string,
    @Param('linkId') linkId: string,
  ): Promise<{ url: string; statusCode: number }> {
    const url = await this.links.follow(await this.tenants.resolve(tenantId), linkId);
    if (!url) throw new NotFound('link');
    return { url, statusCode: 302 };
  }
}
