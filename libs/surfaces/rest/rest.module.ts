import { Module } from '@nestjs/common';
import { RestRoutes } from './rest.routes.js';

/** Operations as REST routes. */
@Module({ providers: [RestRoutes] })
export class RestModule {}
