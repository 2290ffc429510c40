import { ranToEnd } from '../setup/cli.js';

const OUTCOME = {
  retail: 'completed',
  'vacation-rental': 'completed',
  'directory-handoff': 'handed_off',
  seats: 'completed',
};

describe('the demo', () => {
  it('buys at every kind of seller, the one from outside included, over GraphQL and as an agent over MCP', async () => {
    const { code, lines, errors } = await ranToEnd(['demo']);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(JSON.parse(lines.at(-1)!)).toEqual({ demo: 'ok', graphql: OUTCOME, mcp: OUTCOME });
    expect(lines.join('\n')).not.toContain('Left out');
  }, 120_000);
});
