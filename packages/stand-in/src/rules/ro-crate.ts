import { type FieldError, invalid, Problem } from '../http/problem.ts';
import { type Doc, docAt, isDoc, type Json, textAt } from '../json.ts';
import { MISSING, NOT_NULL } from './schema/kinds.ts';

type Entities = ReadonlyMap<string, Doc>;

/**
 * Reads a draft's body that is the metadata file of an RO-Crate: what it says of its root data set.
 *
 * @throws {Problem} 400 for what is no crate, and with every property that is missing or wrong
 */
export function readRoCrate(body: Json | undefined): Doc {
  const graph = isDoc(body) ? body['@graph'] : undefined;
  if (!Array.isArray(graph) || graph.length === 0) throw new Problem(400, "Invalid RO-Crate metadata format, missing '@graph' key.");
  const entities: Entities = new Map(graph.filter(isDoc).flatMap((item) => (typeof item['@id'] === 'string' ? [[item['@id'], item]] : [])));
  const dataset = entities.get('./');
  if (!dataset) throw new Problem(400, "Invalid RO-Crate metadata format, missing the entity './'.");
  const errors: FieldError[] = [];
  const complain: Complain = (field, message) => {
    errors.push({ field, messages: [message] });
    return undefined;
  };
  const metadata: Doc = { resource_type: { id: 'dataset' } };
  const put = (name: string, value: Json | undefined) => {
    if (value !== undefined) metadata[name] = value;
  };
  put('title', textOf(dataset, 'name', true, complain));
  put('description', textOf(dataset, 'description', false, complain));
  put('publication_date', textOf(dataset, 'datePublished', true, complain)?.slice(0, 10));
  put('creators', creatorsOf(dataset, entities, complain));
  put('rights', rightsOf(dataset, entities, complain));
  put('subjects', subjectsOf(dataset, complain));
  if (errors.length > 0) throw invalid(errors);
  return { metadata };
}

type Complain = (field: string, message: string) => undefined;

/** A text, which may stand alone in a list. */
function textOf(dataset: Doc, name: string, isRequired: boolean, complain: Complain): string | undefined {
  const value = single(dataset[name]);
  if (typeof value === 'string') return value;
  if (value === null) complain(name, NOT_NULL);
  else if (value !== undefined) complain(name, 'Not a valid string.');
  else if (isRequired) complain(name, MISSING);
  return undefined;
}

function creatorsOf(dataset: Doc, entities: Entities, complain: Complain): Doc[] | undefined {
  const given = dataset['author'];
  if (given === undefined) return complain('author', MISSING);
  const authors = listOf(given).map((one) => resolved(one, entities));
  if (authors.length === 0) return complain('author', 'Shorter than minimum length 1.');
  return authors.map((author, at) => creatorOf(author, entities, (field, message) => complain(`author.${at}.${field}`, message)));
}

function creatorOf(author: Doc, entities: Entities, complain: Complain): Doc {
  if (author['@type'] === 'Organization') {
    const name = required(author, 'name', complain);
    return { person_or_org: { type: 'organizational', name } };
  }
  if (author['@type'] !== 'Person') {
    complain('@type', "'@type' must be 'Person' or 'Organization'");
    return {};
  }
  const person = { family_name: required(author, 'familyName', complain), given_name: required(author, 'givenName', complain) };
  const affiliations = listOf(author['affiliation']).map((one, at) => ({
    name: required(resolved(one, entities), 'name', (field, message) => complain(`affiliation.${at}.${field}`, message)),
  }));
  return { person_or_org: { type: 'personal', ...person }, ...(affiliations.length > 0 ? { affiliations } : {}) };
}

function rightsOf(dataset: Doc, entities: Entities, complain: Complain): Doc[] | undefined {
  const given = dataset['license'];
  if (given === undefined) return complain('license', MISSING);
  return listOf(given).map((one) => {
    const licence = resolved(one, entities);
    const description = single(licence['description']);
    return {
      title: { en: required(licence, 'name', (field, message) => complain(`license.${field}`, message)) },
      ...(typeof description === 'string' ? { description: { en: description } } : {}),
    };
  });
}

function subjectsOf(dataset: Doc, complain: Complain): Doc[] | undefined {
  const given = dataset['keywords'];
  if (given === undefined) return undefined;
  if (!Array.isArray(given) || given.length === 0) return complain('keywords', 'Format must be a list of strings.');
  return given.map((subject) => ({ subject }));
}

function required(from: Doc, name: string, complain: Complain): string {
  const value = single(from[name]);
  if (typeof value === 'string' && value !== '') return value;
  complain(name, MISSING);
  return '';
}

/** What is said of a thing where it is named, and of the entity with its id. */
function resolved(node: Json, entities: Entities): Doc {
  if (!isDoc(node)) return {};
  return { ...node, ...docAt({ known: entities.get(textAt(node, '@id') ?? '') ?? {} }, 'known') };
}

function single(value: Json | undefined): Json | undefined {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function listOf(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
