export { SurfacesModule } from './surfaces.module.js';
export { parseBodies } from './http/parse-bodies.js';
export { OperationError } from './operations/operation.js';
export { contracts } from './contracts/contracts.js';
export { nameAnswers } from './stripe-facade/name-answers.js';
export { refuseAddress } from './http/refuse-address.js';
export { openInBrowser } from './graphiql/open-in-browser.js';
