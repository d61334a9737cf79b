import { createServer } from 'node:net';

/**
 * A mail server that delivers into an array, for flows that write to people.
 *
 * @returns {Promise<{ port: number, mails: { to: string[], subject: string, html: string }[], close: () => Promise<void> }>}
 */
export async function startMailbox() {
  const mails = [];
  const server = createServer((socket) => {
    let to = [];
    let text = '';
    let isData = false;
    const say = (line) => socket.write(`${line}\r\n`);
    const command = (line) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') to.push(/<(.+)>/.exec(line)?.[1] ?? '');
      if (verb === 'DATA') isData = true;
      if (verb === 'QUIT') return socket.end('221 bye\r\n');
      say(verb === 'DATA' ? '354 go on' : '250 ok');
    };
    socket.setEncoding('latin1').on('error', () => {});
    say('220 mailbox');
    let rest = '';
    socket.on('data', (chunk) => {
      rest += chunk;
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (!isData) command(line);
        else if (line !== '.') text += `${line}\r\n`;
        else {
          mails.push({ to, ...read(text) });
          [to, text, isData] = [[], '', false];
          say('250 delivered');
        }
      }
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { port: server.address().port, mails, close: () => new Promise((closed) => server.close(closed)) };
}

function read(text) {
  const end = text.indexOf('\r\n\r\n');
  const headers = text.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const body = text.slice(end + 4);
  const html = /content-transfer-encoding: base64/i.test(headers) ? Buffer.from(body, 'base64').toString() : unquoted(body);
  return { subject: words(/^subject: (.*)$/im.exec(headers)?.[1] ?? ''), html };
}

/** Quoted-printable as text. */
const unquoted = (text) =>
  Buffer.from(
    text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

const words = (header) =>
  header
    .replace(/=\?utf-8\?q\?(.*?)\?=\s*/gi, (_, text) => unquoted(text.replaceAll('_', ' ')))
    .replace(/=\?utf-8\?b\?(.*?)\?=\s*/gi, (_, text) => Buffer.from(text, 'base64').toString());
