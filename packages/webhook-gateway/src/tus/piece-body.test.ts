import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { PieceBody } from './piece-body.ts';

function pieceOf(request: PassThrough): PieceBody {
  const body = new PieceBody(request as unknown as IncomingMessage, { paceWindowMs: 20, paceBytes: 10 });
  onTestFinished(() => body.stop());
  return body;
}

async function readAll({ stream }: PieceBody, pauseMs = 0): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += Buffer.from(chunk).toString();
    await wait(pauseMs);
  }
  return text;
}

it('a piece that stands still ends behind what came of it', async () => {
  const request = new PassThrough();
  const body = pieceOf(request);
  request.write('half of it');
  expect([await readAll(body), body.isSlow]).toEqual(['half of it', true]);
});

it('bytes that came and wait for a slow disk are not slow', async () => {
  const request = new PassThrough();
  const body = pieceOf(request);
  for (const part of ['a', 'b', 'c']) request.write(part);
  request.end();
  expect([await readAll(body, 90), body.isSlow]).toEqual(['abc', false]);
});

it('a line that breaks is told as such, and is no matter of pace', async () => {
  const request = new PassThrough();
  const body = pieceOf(request);
  request.destroy(new Error('gone'));
  await expect(readAll(body)).rejects.toThrow('gone');
  expect(body.isSlow).toBe(false);
});
