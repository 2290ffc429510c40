import { envelope } from './envelope.js';
import { InvalidInput, NotFound, ServiceUnavailable } from './common.problems.js';
import { reviveProblem, storedProblem } from './stored-problem.js';

describe('a problem', () => {
  it.each([
    InvalidInput.at('input.email', 'isEmail', 'must be an e-mail'),
    new NotFound('cart'),
    new ServiceUnavailable(),
  ])('is the same after it was stored and read again: $code', (problem) => {
    const revived = reviveProblem(JSON.parse(JSON.stringify(storedProblem(problem))));
    expect(revived).toBeInstanceOf(problem.constructor);
    expect(envelope(revived, 'req_1')).toEqual(envelope(problem, 'req_1'));
    expect(revived.status).toBe(problem.status);
  });

  it('shows neither stack, status nor cause in its envelope', () => {
    const shown = envelope(Object.assign(new NotFound('cart'), { cause: new Error('db-1:27017') }), 'req_1');
    expect(Object.keys(shown).toSorted()).toEqual(['advice', 'code', 'details', 'message', 'requestId', 'retryable']);
  });
});
