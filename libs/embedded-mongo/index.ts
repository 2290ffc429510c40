export { exportJsonLines, importJsonLines } from './storage/json-lines.js';
export { startEmbeddedMongo, type EmbeddedMongo, type EmbeddedMongoOptions } from './start.js';
