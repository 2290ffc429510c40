import { Module } from '@nestjs/common';
import { GraphqlSurfaceModule } from './graphql/graphql.module.js';
import { HealthController } from './http/health.controller.js';
import { PayController } from './pay/pay.controller.js';

/** Everything a caller can reach. */
@Module({ imports: [GraphqlSurfaceModule], controllers: [HealthController, PayController] })
export class SurfacesModule {}
