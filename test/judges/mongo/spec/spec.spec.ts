import { MongoClient } from 'mongodb';
import { spawnServer } from '../../../../libs/embedded-mongo/testing/server-process.js';
import { isFullSize } from '../../size.js';
import { EXPECTED_SKIPS } from './expected-skips.js';
import { applies, loadSpecFiles, SPEC_ROOT, type SpecFile, type SpecTest } from './format.js';
import { runTest } from './run-test.js';

const isMeant = (file: SpecFile, test: SpecTest): boolean =>
  !test.skipReason && applies(file.runOnRequirements) && applies(test.runOnRequirements);

// In `npm test` every twelfth file; `npm run judges -- mongo` runs all of them.
const files = loadSpecFiles()
  .filter((file) => file.tests.some((test) => isMeant(file, test)))
  .filter((_, index) => isFullSize || index % 12 === 0);
const skipReason = (file: SpecFile, test: SpecTest): string | undefined =>
  EXPECTED_SKIPS[file.path]?.[test.description] ?? EXPECTED_SKIPS[file.path]?.['*'];

let server: Awaited<ReturnType<typeof spawnServer>>;
let admin: MongoClient;

if (files.length === 0) {
  it.skip(`reads MongoDB's own tests from ${SPEC_ROOT}, which is not there`, () => undefined);
} else {
  beforeAll(async () => {
    server = await spawnServer({});
    admin = await MongoClient.connect(server.uri);
  });
  afterAll(async () => {
    await admin.close();
    await server.end('SIGTERM');
  });

  describe.each(files.map((file) => [file.path, file] as const))('%s', (_path, file) => {
    for (const test of file.tests) {
      const reason = skipReason(file, test);
      if (!isMeant(file, test)) continue;
      if (reason === undefined) it(test.description, () => runTest(file, test, server.uri, admin));
      else it.skip(`${test.description} (${reason})`, () => undefined);
    }
  });
}
