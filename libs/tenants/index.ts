export { KindRegistry, LoadedKind } from './kinds/kind-registry.js';
export { KindError } from './kinds/kind-error.js';
export { loadKinds } from './kinds/load-kinds.js';
export { TenantsModule } from './tenants.module.js';
export { isHandle } from './tenant-rules.js';
export { TenantsService } from './tenants.service.js';
export { NotOfferedByTenant, TenantNotFound } from './tenants.problems.js';
