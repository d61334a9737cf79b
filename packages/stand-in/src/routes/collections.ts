import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { JSON_BODY, RECORD_TYPES } from '../http/negotiation.ts';
import { Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { Json } from '../json.ts';
import { addCollection, addTree, removeCollection, removeTree, saveCollection, saveTree } from '../lifecycle/collections.ts';
import { changeCommunity } from '../lifecycle/communities.ts';
import { type CollectionPlace, collectionView, inOrder, treeView } from '../replies/collection-view.ts';
import { readFlag } from '../replies/list-page.ts';
import { requireThat, seesCommunity } from '../rules/communities.ts';
import { readCollectionInput, readOrder, readTreeInput } from '../rules/schema/collection.ts';
import type { SearchDocument } from '../search/document.ts';
import { parseQuery } from '../search/query.ts';
import type { Collection, CollectionTree, Community } from '../state/community.ts';
import { communityOf } from './communities.ts';
import { communityDocuments, communityRecords } from './listings.ts';

interface Found {
  readonly community: Community;
  readonly tree: CollectionTree;
}

const noCollection = () => new Problem(404, 'Collection was not found.');

function listTrees(call: Call, app: App): Reply {
  const community = communityOf(call, app);
  const trees = inOrder(community.trees ?? []);
  return jsonReply(200, Object.fromEntries(trees.map((tree) => [String(tree.id), treeView(place(call, app, { community, tree }))])));
}

async function createTree(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = managed(call, app);
  const tree = addTree(app, community, readTreeInput(body));
  return jsonReply(201, treeView(place(call, app, { community, tree })));
}

function readTree(call: Call, app: App): Reply {
  return jsonReply(200, treeView(place(call, app, found(call, communityOf(call, app)))));
}

async function updateTree(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { community, tree } = found(call, managed(call, app));
  const changed = saveTree(app, community, { ...tree, ...readTreeInput(body) });
  return jsonReply(200, treeView(place(call, app, { community, tree: changed })));
}

function deleteTree(call: Call, app: App): Reply {
  const { community, tree } = found(call, managed(call, app));
  removeTree(app, community, tree, readFlag(call, 'cascade') === true);
  return noContent();
}

async function reorderTrees(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = managed(call, app);
  changeCommunity(app, { ...community, trees: reordered(community.trees ?? [], readOrder(body)) });
  return listTrees(call, app);
}

/** A collection at the root of a tree. */
async function create(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { community, tree } = found(call, managed(call, app));
  return added(call, app, community, addCollection(app, community, tree, inputOf(app, body)));
}

/** A collection below the one that the path names. */
async function add(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { community, tree } = found(call, managed(call, app));
  return added(call, app, community, addCollection(app, community, tree, inputOf(app, body), collectionIn(call, tree)));
}

/** @throws {Problem} 400 with every field that is wrong, and for a query that no search would run */
function inputOf(app: App, body: Json | undefined): ReturnType<typeof readCollectionInput> {
  const input = readCollectionInput(body);
  app.catalogue.test(parseQuery(input.query));
  return input;
}

function added(call: Call, app: App, community: Community, collection: Collection): Reply {
  const now = found(call, app.store.communities.get(community.id)!);
  return jsonReply(201, collectionView(place(call, app, now), collection));
}

function read(call: Call, app: App): Reply {
  const at = found(call, communityOf(call, app));
  return jsonReply(200, collectionView(place(call, app, at), collectionIn(call, at.tree)));
}

async function update(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { community, tree } = found(call, managed(call, app));
  const changed = { ...collectionIn(call, tree), ...inputOf(app, body) };
  return jsonReply(200, collectionView(place(call, app, { community, tree: saveCollection(app, community, tree, changed) }), changed));
}

function remove(call: Call, app: App): Reply {
  const { community, tree } = found(call, managed(call, app));
  removeCollection(app, community, tree, collectionIn(call, tree), readFlag(call, 'cascade') === true);
  return noContent();
}

async function reorder(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { community, tree } = found(call, managed(call, app));
  const changed = saveTree(app, community, { ...tree, collections: reordered(tree.collections, readOrder(body)) });
  return jsonReply(200, treeView(place(call, app, { community, tree: changed })));
}

function records(call: Call, app: App): Reply {
  const { community, tree } = found(call, communityOf(call, app));
  return recordsOf(call, app, community, tree, collectionIn(call, tree));
}

/** The records of a collection by its id. */
function recordsById(call: Call, app: App): Reply {
  for (const community of app.store.communities.all())
    for (const tree of community.trees ?? []) {
      const collection = tree.collections.find(({ id }) => String(id) === call.param('id'));
      if (!collection || community.tombstone) continue;
      requireThat(seesCommunity(call.user, community));
      return recordsOf(call, app, community, tree, collection);
    }
  throw noCollection();
}

function recordsOf(call: Call, app: App, community: Community, tree: CollectionTree, collection: Collection): Reply {
  return communityRecords(call, app, community.id, call.origin + call.path, queriesOf(tree, collection));
}

/** A collection's own query, and that of the collection above it. */
function queriesOf({ collections }: CollectionTree, collection: Collection): string[] {
  const above = collections.filter(({ id }) => id === collection.parentId);
  return [...above, collection].map(({ query }) => query);
}

/** The records of a community that a collection has. */
export function collected(
  call: Call,
  app: App,
  { id }: Community,
  tree: CollectionTree,
  collection: Collection,
): readonly SearchDocument[] {
  return communityDocuments(call, app, id, queriesOf(tree, collection));
}

function place(call: Call, app: App, { community, tree }: Found): CollectionPlace {
  const countOf = (collection: Collection) => collected(call, app, community, tree, collection).length;
  return { origin: call.origin, community, tree, countOf };
}

/** On Zenodo its own people sort communities into collections; here an administrator does. */
function managed(call: Call, app: App): Community {
  const community = communityOf(call, app);
  requireThat(call.user?.account === 'admin');
  return community;
}

function found(call: Call, community: Community): Found {
  const tree = community.trees?.find(({ slug }) => slug === call.param('tree'));
  if (!tree) throw new Problem(404, 'Collection tree was not found.');
  return { community, tree };
}

function collectionIn(call: Call, { collections }: CollectionTree): Collection {
  const collection = collections.find(({ slug }) => slug === call.param('collection'));
  if (!collection) throw noCollection();
  return collection;
}

function reordered<T extends { readonly slug: string; readonly order: number }>(items: readonly T[], order: Map<string, number>): T[] {
  for (const slug of order.keys()) if (!items.some((item) => item.slug === slug)) throw noCollection();
  return items.map((item) => ({ ...item, order: order.get(item.slug) ?? item.order }));
}

const TREES = '/api/communities/:community/collection-trees';
const TREE = `${TREES}/:tree`;
const ALL = `${TREE}/collections`;
const ONE = `${ALL}/:collection`;
const serves = ['application/json'];
const takes = JSON_BODY;

export const collectionRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/collections/:id/records', serves: RECORD_TYPES, handle: recordsById },
  { method: 'GET', path: TREES, serves, handle: listTrees },
  { method: 'POST', path: TREES, serves, takes, handle: createTree },
  { method: 'POST', path: `${TREES}/reorder`, serves, takes, handle: reorderTrees },
  { method: 'GET', path: TREE, serves, handle: readTree },
  { method: 'PUT', path: TREE, serves, takes, handle: updateTree },
  { method: 'DELETE', path: TREE, serves, handle: deleteTree },
  { method: 'POST', path: ALL, serves, takes, handle: create },
  { method: 'POST', path: `${ALL}/reorder`, serves, takes, handle: reorder },
  { method: 'GET', path: ONE, serves, handle: read },
  { method: 'POST', path: ONE, serves, takes, handle: add },
  { method: 'PUT', path: ONE, serves, takes, handle: update },
  { method: 'DELETE', path: ONE, serves, handle: remove },
  { method: 'GET', path: `${ONE}/records`, serves: RECORD_TYPES, handle: records },
];
