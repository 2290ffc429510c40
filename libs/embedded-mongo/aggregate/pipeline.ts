import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { compileFilter } from '../query/match.js';
import { compileProjection } from '../query/project.js';
import { parseSort, sortBy } from '../query/sort.js';
import { compileCount, compileLookup, compileUnwind, type Lookup } from './document-stages.js';
import { compileGroup } from './group.js';
import type { Stage } from './stage.js';
import { stageInteger } from './stage-arguments.js';

type CompileStage = (argument: Value, lookup: Lookup) => Stage;

const STAGES = new Map<string, CompileStage>([
  ['$match', (argument) => compileMatch(argument)],
  ['$sort', (argument) => compileSort(argument)],
  ['$skip', (argument) => compileSkip(argument)],
  ['$limit', (argument) => compileLimit(argument)],
  ['$project', (argument) => compileProject(argument)],
  ['$group', (argument) => compileGroup(argument)],
  ['$unwind', (argument) => compileUnwind(argument)],
  ['$count', (argument) => compileCount(argument)],
  ['$lookup', (argument, lookup) => compileLookup(argument, lookup)],
]);

/** Compiles a pipeline; stages this server does not have are refused (40324) before anything runs. */
export function compilePipeline(stages: readonly Doc[], lookup: Lookup): Stage {
  const compiled = stages.map((stage) => {
    const [entry] = stage;
    if (!entry || stage.size !== 1) {
      throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    const compile = STAGES.get(entry[0]);
    if (!compile) throw new CommandError(40324, `Unrecognized pipeline stage name: '${entry[0]}'`);
    return compile(entry[1], lookup);
  });
  return (documents) => compiled.reduce((current, stage) => stage(current), documents);
}

/** Splits off the leading `$match`, which the collection can answer through an index. */
export function splitLeadingMatch(pipeline: readonly Doc[]): { filter: Doc; rest: readonly Doc[] } {
  const first = pipeline[0]?.get('$match');
  if (first !== undefined && isDoc(first) && pipeline[0]?.size === 1) return { filter: first, rest: pipeline.slice(1) };
  return { filter: new Map(), rest: pipeline };
}

/** Whether a pipeline only counts, as the drivers' countDocuments does: then no document has to be decoded. */
export function readsNoField(stages: readonly Doc[]): boolean {
  const first = stages.find((stage) => !stage.has('$skip') && !stage.has('$limit'));
  if (!first) return false;
  const group = first.get('$group');
  return first.has('$count') || (isDoc(group) && [...group.values()].every(isConstant));
}

function isConstant(value: Value): boolean {
  if (isDoc(value)) return [...value.values()].every(isConstant);
  return typeof value === 'string' ? !value.startsWith('$') : !Array.isArray(value);
}

function compileMatch(argument: Value): Stage {
  if (!isDoc(argument)) throw new CommandError(15959, 'the match filter must be an expression in an object');
  const matches = compileFilter(argument);
  return (documents) => documents.filter((doc) => matches(doc));
}

function compileSort(argument: Value): Stage {
  if (!isDoc(argument)) throw new CommandError(15973, 'the $sort key specification must be an object');
  const fields = parseSort(argument);
  if (fields.length === 0) throw new CommandError(15976, '$sort stage must have at least one sort key');
  return (documents) => sortBy(documents, fields, (doc) => doc);
}

function compileSkip(argument: Value): Stage {
  const skip = stageInteger('$skip', argument, 5107200);
  return (documents) => documents.slice(skip);
}

function compileLimit(argument: Value): Stage {
  const limit = stageInteger('$limit', argument, 5107201);
  if (limit === 0) throw new CommandError(15958, 'the limit must be positive');
  return (documents) => documents.slice(0, limit);
}

function compileProject(argument: Value): Stage {
  if (!isDoc(argument) || argument.size === 0) {
    throw new CommandError(
      isDoc(argument) ? 51272 : 15969,
      '$project specification must be an object with at least one field',
    );
  }
  const project = compileProjection(argument, true);
  return (documents) => documents.map(project);
}
