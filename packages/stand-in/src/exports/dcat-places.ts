import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { resource, term } from './dcat-terms.ts';
import { element, type XmlElement } from './xml.ts';

const CRS = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

/** A place of DataCite metadata: its name and its shape in three notations. */
export function dcatPlace(one: Doc): XmlElement {
  const name = textAt(one, 'geoLocationPlace');
  const named = name
    ? [
        resource('rdf:type', 'http://www.w3.org/2004/02/skos/core#Concept'),
        element('skos:prefLabel', {}, name),
        element('locn:geographicName', {}, name),
      ]
    : [];
  return element('dct:spatial', {}, element('dct:Location', {}, named, pointOf(one), boxOf(one), polygonOf(one)));
}

function pointOf(one: Doc): XmlElement[] {
  const { pointLongitude: lon, pointLatitude: lat } = docAt(one, 'geoLocationPoint');
  if (lon === undefined || lat === undefined) return [];
  return shape('dcat:centroid', {
    wkt: `POINT(${String(lon)} ${String(lat)})`,
    gml: `<gml:Point srsName="${CRS}"><gml:pos srsDimension="2">${String(lon)} ${String(lat)}</gml:pos></gml:Point>`,
    json: `{"type":"Point","coordinates":[${String(lon)},${String(lat)}]}`,
  });
}

function boxOf(one: Doc): XmlElement[] {
  const box = docAt(one, 'geoLocationBox');
  const [west, east, south, north] = ['westBoundLongitude', 'eastBoundLongitude', 'southBoundLatitude', 'northBoundLatitude'].map(
    (name) => textAt(box, name) ?? '',
  );
  if (!west) return [];
  const corners = [
    [west, north],
    [east, north],
    [east, south],
    [west, south],
    [west, north],
  ];
  return shape('dcat:bbox', {
    wkt: `POLYGON((${corners.map((corner) => corner.join(' ')).join(',')}))`,
    gml: `<gml:Envelope srsName="${CRS}"><gml:lowerCorner>${west} ${south}</gml:lowerCorner><gml:upperCorner>${east} ${north}</gml:upperCorner></gml:Envelope>`,
    json: `{"type":"Polygon","coordinates":[[${corners.map((corner) => `[${corner.join(',')}]`).join(',')}]]}`,
  });
}

function polygonOf(one: Doc): XmlElement[] {
  const corners = docsAt(one, 'geoLocationPolygon').map((corner) => {
    const { pointLongitude, pointLatitude } = docAt(corner, 'polygonPoint');
    return [String(pointLongitude), String(pointLatitude)];
  });
  if (corners.length === 0) return [];
  const list = corners.map((corner) => corner.join(' '));
  return shape('locn:geometry', {
    wkt: `POLYGON((${list.join(',')}))`,
    gml: `<gml:Polygon srsName="${CRS}"><gml:exterior><gml:LinearRing><gml:posList srsDimension="2">${list.join(' ')}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>`,
    json: `{"type":"Polygon","coordinates":[[${corners.map((corner) => `[${corner.join(',')}]`).join(',')}]]}`,
  });
}

function shape(name: string, written: { wkt: string; gml: string; json: string }): XmlElement[] {
  const notations = { wktLiteral: written.wkt, gmlLiteral: written.gml, geoJSONLiteral: written.json };
  return Object.entries(notations).map(([type, cdata]) => element(name, { 'rdf:datatype': term('gsp', type) }, { cdata }));
}
