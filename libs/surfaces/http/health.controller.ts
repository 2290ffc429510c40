import { Controller, Get, Logger } from '@nestjs/common';
import { ServiceUnavailable } from '@comptoir/kernel';
import { Database } from '#platform';

/** For load balancers: `live` says the process works, `ready` that it can serve. */
@Controller('health')
export class HealthController {
  private readonly logger = new Logger('health');

  constructor(private readonly database: Database) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<{ status: 'ok' }> {
    try {
      await this.database.ping();
    } catch (error) {
      this.logger.warn(`Not ready: ${error instanceof Error ? error.message : String(error)}`);
      throw new ServiceUnavailable('The database does not answer.');
    }
    return { status: 'ok' };
  }
}
