import { Global, Module } from '@nestjs/common';
import { OperationsService } from './operations.service.js';
import { TrustedDocuments } from './documents/trusted-documents.js';

/** Operation documents: what MCP and REST offer, and what the GraphQL server never parses again. */
@Global()
@Module({
  providers: [TrustedDocuments, OperationsService],
  exports: [TrustedDocuments, OperationsService],
})
export class OperationsModule {}
