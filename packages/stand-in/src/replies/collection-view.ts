import type { Doc } from '../json.ts';
import type { Collection, CollectionTree, Community } from '../state/community.ts';

/** What a collection's view needs beside it. */
export interface CollectionPlace {
  readonly origin: string;
  readonly community: Community;
  readonly tree: CollectionTree;
  readonly countOf: (collection: Collection) => number;
}

/** A tree with its root collections. */
export function treeView(place: CollectionPlace): Doc {
  const { tree, community } = place;
  const roots = inOrder(tree.collections.filter(({ parentId }) => parentId === undefined));
  return {
    slug: tree.slug,
    title: tree.title,
    order: tree.order,
    id: tree.id,
    namespace_id: community.id,
    collections: roots.map((root) => collectionView(place, root)),
  };
}

/** A collection and those below it, each under its id. */
export function collectionView(place: CollectionPlace, collection: Collection): Doc {
  const below = inOrder(place.tree.collections.filter(({ parentId }) => parentId === collection.id));
  const above = place.tree.collections.filter(({ id }) => id === collection.parentId);
  const breadcrumbs = [...above, collection].map((one) => ({ title: one.title, slug: one.slug, link: pageOf(place, one) }));
  return {
    root: collection.id,
    [collection.id]: { ...itemView(place, collection), children: below.map(({ id }) => id), breadcrumbs },
    ...Object.fromEntries(below.map((child) => [String(child.id), itemView(place, child)])),
  };
}

export function inOrder<T extends { readonly order: number }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.order - b.order);
}

function itemView(place: CollectionPlace, collection: Collection): Doc {
  return {
    slug: collection.slug,
    title: collection.title,
    depth: collection.parentId === undefined ? 0 : 1,
    order: collection.order,
    id: collection.id,
    num_records: place.countOf(collection),
    search_query: collection.query,
    children: [],
    links: { search: `${place.origin}/api/collections/${collection.id}/records`, self_html: pageOf(place, collection) },
  };
}

function pageOf({ origin, community, tree }: CollectionPlace, { slug }: Collection): string {
  return `${origin}/communities/${community.slug}/collections/${tree.slug}/${slug}`;
}
