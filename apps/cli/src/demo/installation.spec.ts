import { installation, leftOutLines } from './installation.js';

describe('what the demo plays with', () => {
  it('is all there in a checkout of the repository, so nothing is left out', () => {
    expect(installation()).toEqual({ seats: true, agent: true });
    expect(leftOutLines(installation())).toEqual([]);
  });

  it('is named when it is missing, with where to find it', () => {
    const lines = leftOutLines({ seats: false, agent: false });
    expect(lines[0]).toContain('test/fixtures/kind-seats');
    expect(lines[1]).toContain('@modelcontextprotocol/sdk');
    expect(lines.at(-1)).toContain('npm run demo');
    expect(leftOutLines({ seats: true, agent: false })).toHaveLength(2);
  });
});
