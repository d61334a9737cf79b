import type { App } from '../app.ts';
import { Problem } from '../http/problem.ts';
import type { Collection, CollectionTree, Community } from '../state/community.ts';
import { changeCommunity } from './communities.ts';

const MOST_TREES = 10;
const MOST_COLLECTIONS = 100;
/** Between neighbours others may be put. */
const STEP = 10;

type NewTree = Pick<CollectionTree, 'slug' | 'title'> & { readonly order?: number };
type NewCollection = NewTree & Pick<Collection, 'query'>;

/** @throws {Problem} 400 for one tree too many, 409 for a slug that is taken */
export function addTree(app: App, community: Community, { order, ...input }: NewTree): CollectionTree {
  const trees = community.trees ?? [];
  if (trees.length >= MOST_TREES)
    throw new Problem(400, `Cannot create category. Namespace already has ${trees.length} categories. Maximum allowed is ${MOST_TREES}.`);
  refuseTaken(trees, input.slug);
  const tree: CollectionTree = { ...input, id: nextId(app), order: order ?? lastOf(trees) + STEP, collections: [] };
  changeCommunity(app, { ...community, trees: [...trees, tree] });
  return tree;
}

/** Saves a changed tree. @throws {Problem} 409 for a slug that is taken */
export function saveTree(app: App, community: Community, tree: CollectionTree): CollectionTree {
  const trees = community.trees ?? [];
  refuseTaken(
    trees.filter(({ id }) => id !== tree.id),
    tree.slug,
  );
  changeCommunity(app, { ...community, trees: trees.map((one) => (one.id === tree.id ? tree : one)) });
  return tree;
}

/** @throws {Problem} 400 while there are collections in it, unless they go with it */
export function removeTree(app: App, community: Community, tree: CollectionTree, isCascading: boolean): void {
  if (tree.collections.length > 0 && !isCascading)
    throw new Problem(400, 'Cannot delete collection tree until all collections have been deleted.');
  changeCommunity(app, { ...community, trees: (community.trees ?? []).filter(({ id }) => id !== tree.id) });
}

/**
 * Puts a collection into a tree, below another one if there is one.
 *
 * @throws {Problem} 400 for one too many or too deep, 409 for a slug that is taken
 */
export function addCollection(app: App, community: Community, tree: CollectionTree, input: NewCollection, parent?: Collection): Collection {
  const { collections } = tree;
  if (collections.length >= MOST_COLLECTIONS)
    throw new Problem(400, `This category already has ${collections.length} collections. Maximum allowed is ${MOST_COLLECTIONS}.`);
  if (parent?.parentId !== undefined) throw new Problem(400, 'Collections stand at most one below another (allowing depths 0-1).');
  refuseTaken(collections, input.slug);
  const siblings = collections.filter(({ parentId }) => parentId === parent?.id);
  const { order = lastOf(siblings) + STEP, ...rest } = input;
  const added: Collection = { ...rest, id: nextId(app), order, ...(parent ? { parentId: parent.id } : {}) };
  saveTree(app, community, { ...tree, collections: [...collections, added] });
  return added;
}

/** Saves a changed collection. @throws {Problem} 409 for a slug that is taken */
export function saveCollection(app: App, community: Community, tree: CollectionTree, changed: Collection): CollectionTree {
  refuseTaken(
    tree.collections.filter(({ id }) => id !== changed.id),
    changed.slug,
  );
  return saveTree(app, community, { ...tree, collections: tree.collections.map((one) => (one.id === changed.id ? changed : one)) });
}

/** @throws {Problem} 400 while there are collections below it, unless they go with it */
export function removeCollection(app: App, community: Community, tree: CollectionTree, gone: Collection, isCascading: boolean): void {
  const below = tree.collections.filter(({ parentId }) => parentId === gone.id);
  if (below.length > 0 && !isCascading) throw new Problem(400, 'Cannot delete collection until all children have been deleted.');
  const collections = tree.collections.filter((one) => one !== gone && !below.includes(one));
  saveTree(app, community, { ...tree, collections });
}

function refuseTaken(others: readonly { readonly slug: string }[], slug: string): void {
  if (others.some((one) => one.slug === slug)) throw new Problem(409, 'A collection with this slug already exists in this context.');
}

function lastOf(items: readonly { readonly order: number }[]): number {
  return Math.max(0, ...items.map(({ order }) => order));
}

/** One sequence for all trees and collections. */
function nextId(app: App): number {
  let last = 0;
  for (const { trees = [] } of app.store.communities.all())
    for (const tree of trees) last = Math.max(last, tree.id, ...tree.collections.map(({ id }) => id));
  return last + 1;
}
