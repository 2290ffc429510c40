import { Problem, ProblemType } from '@comptoir/kernel';

@ProblemType({
  code: 'TENANT_NOT_FOUND',
  status: 404,
  retryable: false,
  description: 'No tenant with this handle serves buyers: unknown, not yet open, suspended or closed.',
  advice: 'Take a handle from the list of tenants.',
})
export class TenantNotFound extends Problem {
  constructor() {
    super('No tenant with this handle is open.');
  }
}

@ProblemType({
  code: 'NOT_OFFERED_BY_TENANT',
  status: 422,
  retryable: false,
  description: 'The tenant does not offer this part of the platform.',
  advice: 'Read the capabilities of the tenant and use an operation that belongs to one of them.',
})
export class NotOfferedByTenant extends Problem {
  constructor(capability: string) {
    super(`This tenant does not offer ${capability}.`);
  }
}
