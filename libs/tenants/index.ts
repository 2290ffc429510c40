export { KindRegistry, LoadedKind } from './kind-registry.js';
export { KindError, loadKinds } from './load-kinds.js';
export { TenantsModule } from './tenants.module.js';
export { TenantsService } from './tenants.service.js';
export { NotOfferedByTenant, TenantNotFound } from './tenants.problems.js';
