import { Controller, Get } from '@nestjs/common';
import { ServiceUnavailable } from '@comptoir/kernel';
import { Database } from '#platform';

/** For load balancers: `live` says the process works, `ready` that it can serve. */
@Controller('health')
export class HealthController {
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
      throw Object.assign(new ServiceUnavailable('The database does not answer.'), { cause: error });
    }
    return { status: 'ok' };
  }
}
