import { CliProcess } from '../setup/cli.js';

const OUTCOME = {
  retail: 'completed',
  'vacation-rental': 'completed',
  'directory-handoff': 'handed_off',
  seats: 'completed',
};

describe('the demo', () => {
  it('buys at every kind of seller, the one from outside included, over GraphQL and as an agent over MCP', async () => {
    const demo = new CliProcess(['demo']);
    const code = await demo.ended;
    expect({ code, errors: demo.errors }).toEqual({ code: 0, errors: '' });
    const last = demo.output.trimEnd().split('\n').at(-1)!;
    expect(JSON.parse(last)).toEqual({ demo: 'ok', graphql: OUTCOME, mcp: OUTCOME });
  });
});
