import { Module } from '@nestjs/common';
import { GraphqlSurfaceModule } from './graphql/graphql.module.js';
import { GraphiqlController } from './graphiql/graphiql.controller.js';
import { HealthController } from './http/health.controller.js';
import { McpModule } from './mcp/mcp.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { LinkedCheckouts } from './pay/linked-checkouts.js';
import { MachinePayController } from './pay/machine-pay.controller.js';
import { PayController } from './pay/pay.controller.js';
import { StripeFacadeController } from './stripe-facade/facade.controller.js';
import { RestModule } from './rest/rest.module.js';

/** Everything a caller can reach. */
@Module({
  imports: [OperationsModule, GraphqlSurfaceModule, McpModule, RestModule],
  controllers: [StripeFacadeController, GraphiqlController, HealthController, PayController, MachinePayController],
  providers: [LinkedCheckouts],
})
export class SurfacesModule {}
