import { type Doc, docAt, docsAt } from '../json.ts';
import type { ExportSource } from './source.ts';

/** The places of the record as GeoJSON. */
export function geojson({ metadata }: ExportSource): Doc {
  const features = docsAt(docAt(metadata, 'locations'), 'features').map(({ geometry, ...properties }) => ({
    type: 'Feature',
    geometry: geometry ?? null,
    properties,
  }));
  return { features, type: 'FeatureCollection' };
}
