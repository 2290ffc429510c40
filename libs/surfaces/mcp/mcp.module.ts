import { Module } from '@nestjs/common';
import { Callers } from './caller.js';
import { DerivedKeys } from './derived-keys.js';
import { McpRoute } from './mcp.route.js';
import { ToolCalls } from './tool-calls.js';

/** Operations as tools for agents. */
@Module({ providers: [Callers, DerivedKeys, ToolCalls, McpRoute] })
export class McpModule {}
