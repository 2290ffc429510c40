export { SurfacesModule } from './surfaces.module.js';
export { parseBodies } from './http/parse-bodies.js';
