import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { negotiate } from '../http/negotiation.ts';
import { denied, noSuchFile, noSuchId, notRegistered, Problem } from '../http/problem.ts';
import { jsonReply, type Reply, reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { secureName } from '../http/secure-name.ts';
import { CODECS, decode, encode } from '../images/codecs.ts';
import { asksForAll, checkImageRequest, checkPixels, type ImageRequest, transformed } from '../images/image-request.ts';
import { imageSize } from '../images/image-size.ts';
import type { Doc } from '../json.ts';
import { iiifBase, iiifFileLinks, isPicture, thumbnailKey } from '../replies/iiif-links.ts';
import { canvasView, infoView, manifestView, sequenceView } from '../replies/iiif-view.ts';
import { mediaTypeOf } from '../replies/media-types.ts';
import { readsFiles, requireRight } from '../rules/permissions.ts';
import type { Content, FileState } from '../state/entry.ts';
import { missing } from './pages.ts';

/** A draft or record whose pictures are asked for. */
interface Shown {
  readonly id: string;
  /** The start of its addresses. */
  readonly base: string;
  readonly content: Content;
  readonly revision: number;
  /** False where the caller may see the record and not its files. */
  readonly seesFiles: boolean;
}

const gone = () => new Problem(410, 'The record associated with this file has been deleted. See deletion notice.');
const noPicture = () => new Problem(404, 'The requested image cannot be found.');

/** @throws {Problem} 404, 403, 410, as for the draft or record itself */
function shown(call: Call, app: App, type: string, id: string): Shown {
  const entry = app.store.entry(id);
  if (type !== 'record') {
    if (!entry?.draft) throw noSuchId();
    requireRight(call, app, entry, 'preview');
    return { id, base: iiifBase(call.origin, 'draft', id), content: entry.draft, revision: entry.draftRevision, seesFiles: true };
  }
  if (entry?.removed) throw gone();
  if (!entry) throw app.store.concept(id) ? notRegistered() : noSuchId();
  if (!entry.record) throw notRegistered();
  const base = iiifBase(call.origin, 'record', id);
  return { id, base, content: entry.record, revision: entry.record.revision, seesFiles: readsFiles(call, app, entry) };
}

/** What the path names as `record:123`. @throws {Problem} 400 for what has another shape */
function recordOf(call: Call, app: App): Shown {
  const parts = call.param('uuid').split(':');
  if (parts.length !== 2) throw wrongShape(call, '<record|draft>:<pid_value>');
  return shown(call, app, parts[0]!, parts[1]!);
}

/** What the path names as `record:123:picture.png`. @throws {Problem} 400 for what has another shape, 404 without such a file */
function pictureOf(call: Call, app: App): { of: Shown; file: FileState } {
  const [type, id, ...key] = call.param('uuid').split(':');
  if (type === undefined || id === undefined || key.length === 0) throw wrongShape(call, '<record|draft>:<pid_value>:<key>');
  const of = shown(call, app, type, id);
  return { of, file: fileOf(of, key.join(':')) };
}

function wrongShape(call: Call, shape: string): Problem {
  return new Problem(400, `The identifier '${call.param('uuid')}' did not match the expected shape '${shape}'`);
}

function fileOf(of: Shown, key: string): FileState {
  if (!of.seesFiles) throw denied();
  const file = of.content.files.entries.find((one) => one.key === key && one.status === 'completed');
  if (!file) throw noSuchFile(of.id, key);
  return file;
}

function listed({ content, seesFiles }: Shown): readonly FileState[] {
  return seesFiles ? content.files.entries.filter(({ status }) => status === 'completed') : [];
}

function manifest(call: Call, app: App): Reply {
  const of = recordOf(call, app);
  return ldReply(call, manifestView(of.base, of.content, listed(of)), of);
}

function sequence(call: Call, app: App): Reply {
  const of = recordOf(call, app);
  return ldReply(call, sequenceView(of.base, listed(of)), of);
}

function canvas(call: Call, app: App): Reply {
  const of = recordOf(call, app);
  return ldReply(call, canvasView(of.base, fileOf(of, call.param('file'))));
}

function info(call: Call, app: App): Reply {
  const { of, file } = pictureOf(call, app);
  return ldReply(call, infoView(of.base, file));
}

/** The address of a picture without more leads to what is known of it. */
function base(call: Call, app: App): Reply {
  const { of, file } = pictureOf(call, app);
  const location = iiifFileLinks(of.base, file.key)['iiif_info'];
  if (typeof location !== 'string') throw noPicture();
  return jsonReply(301, { status: 301, message: 'Redirecting...', location }, 'application/json', { location, ...CORS });
}

async function image(call: Call, app: App): Promise<Reply> {
  const [, quality = '', format = ''] = /^(.*?)\.([^.]*)$/.exec(call.param('file')) ?? [];
  const asked: ImageRequest = {
    region: call.param('region'),
    size: call.param('size'),
    rotation: call.param('rotation'),
    quality,
    format,
  };
  checkImageRequest(asked);
  const { file } = pictureOf(call, app);
  const answer = await picture(app, file, asked);
  const name = downloadName(call, asked);
  return {
    ...answer,
    headers: { ...answer.headers, ...CORS, ...(name === undefined ? {} : { 'content-disposition': `attachment; filename=${name}` }) },
  };
}

/** The bytes of the file where it is asked for as it is; else a picture that is made from it. */
async function picture(app: App, file: FileState, asked: ImageRequest): Promise<Reply> {
  const type = mediaTypeOf(`x.${asked.format}`);
  const path = app.blobs.path(file.blob!);
  if (asksForAll(asked) && type === mediaTypeOf(file.key)) return reply(200, type, { path, start: 0, end: (file.size ?? 0) - 1 });
  const [from, to] = [CODECS[extname(file.key).slice(1).toLowerCase()], CODECS[asked.format]];
  if (!isPicture(file.key)) throw noPicture();
  if (!from) throw new Problem(400, `The stand-in makes pictures from JPEG and PNG files alone; ${file.key} can be had as it is.`);
  if (!to) throw new Problem(400, `${asked.format} is not supported, please select one of the valid formats: jpeg, jpg, png`);
  const size = imageSize(path, file.key);
  if (!size) throw noPicture();
  checkPixels(size);
  // The file may be deleted in between.
  const bytes = await readFile(path).catch(() => undefined);
  const pixels = bytes && (await decode(from, bytes));
  if (!pixels) throw noPicture();
  const made = await encode(to, transformed(pixels, asked));
  return reply(200, type, {
    async *stream() {
      yield made;
    },
  });
}

/** The name under which `?dl=` has a picture saved: that of the query, or one that says what was asked for. */
function downloadName(call: Call, { region, size, quality, rotation, format }: ImageRequest): string | undefined {
  const given = call.query.get('dl');
  if (given === null) return undefined;
  const name = secureName(given);
  if (!['', '1', 'true'].includes(name.toLowerCase())) return name;
  return secureName(`${call.param('uuid')}-${region}-${size}-${quality}-${rotation}.${format}`);
}

/** The page's thumbnail leads to that of the picture which stands for the record. */
function thumbnail(call: Call, app: App): Reply {
  const files = app.store.entry(call.param('id'))?.record?.files;
  const key = files && thumbnailKey(files);
  const width = call.param('size');
  if (key === undefined || !/^\d{1,5}$/.test(width)) return missing('thumbnail', call);
  const image = iiifFileLinks(iiifBase(call.origin, 'record', call.param('id')), key)['iiif_base'];
  return reply(302, 'text/html; charset=utf-8', '', { location: `${String(image)}/full/%5E${width},/0/default.jpg` });
}

const LD = 'application/ld+json';
/** Viewers run on other sites. */
const CORS = { 'access-control-allow-origin': '*' };

/**
 * The server asks twice: for what every answer of these routes is, and then for what this one is.
 * So only who takes anything, or names both, gets it.
 */
function ldReply(call: Call, body: Doc, of?: Shown): Reply {
  return jsonReply(200, body, negotiate(call.headers['accept'], [LD]), { ...CORS, ...(of ? { etag: `"${of.revision}"` } : {}) });
}

const ONE = '/api/iiif/*uuid';
const serves = ['application/json'];

export const iiifRoutes: readonly Route[] = [
  { method: 'GET', path: `${ONE}/manifest`, serves, handle: manifest },
  { method: 'GET', path: `${ONE}/sequence/default`, serves, handle: sequence },
  { method: 'GET', path: `${ONE}/canvas/*file`, serves, handle: canvas },
  { method: 'GET', path: `${ONE}/info.json`, serves, handle: info },
  { method: 'GET', path: `${ONE}/:region/:size/:rotation/:file`, serves, handle: image },
  { method: 'GET', path: ONE, serves, handle: base },
  { method: 'GET', path: '/records/:id/thumb:size', handle: thumbnail },
];
