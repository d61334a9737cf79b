import { compactXml, element, printXml, type XmlElement, type XmlNode } from '../exports/xml.ts';
import { type Reply, reply } from '../http/reply.ts';

const OAI = 'http://www.openarchives.org/OAI/2.0/';
const STYLESHEET = '<?xml-stylesheet type="text/xsl" href="/static/oai2.xsl"?>';

/** What OAI-PMH calls a refusal, by its code. */
export class OaiProblem extends Error {
  override name = 'OaiProblem';
  readonly code: string;

  constructor(code: string, message = '') {
    super(message);
    this.code = code;
  }
}

/** An instant as OAI-PMH writes it: to the second. */
export function datestamp(at: number | string): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** An answer to a verb: the arguments as they were understood, and what was asked for. */
export function oaiReply(baseUrl: string, given: Readonly<Record<string, string>>, children: readonly XmlNode[]): Reply {
  const root = envelope(baseUrl, given, element(given['verb'] ?? '', {}, children));
  return reply(200, 'text/xml', `<?xml version='1.0' encoding='UTF-8'?>\n${STYLESHEET}\n${printXml(root)}`);
}

/** A refusal: 422 with the error in XML. */
export function oaiErrorReply(baseUrl: string, problem: OaiProblem): Reply {
  const root = envelope(baseUrl, {}, element('error', { code: problem.code }, problem.message));
  return reply(422, 'text/xml', STYLESHEET + compactXml(root));
}

function envelope(baseUrl: string, given: Readonly<Record<string, string>>, content: XmlElement): XmlElement {
  return element(
    'OAI-PMH',
    { xmlns: OAI, 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', 'xsi:schemaLocation': `${OAI} ${OAI}OAI-PMH.xsd` },
    element('responseDate', {}, datestamp(Date.now())),
    element('request', given, baseUrl),
    content,
  );
}
