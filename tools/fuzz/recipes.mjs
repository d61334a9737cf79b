import { certificateFingerprint } from './senders.mjs';

const recipe = (route, more) => `version: 1
route: ${route}
${more}
metadata:
  title: "Measurement {{ dataset }}"
  resource_type: { id: dataset }
  creators: [{ person_or_org: { type: personal, family_name: Curie, given_name: Marie } }]
  publisher: Zenodo
  description: "By {{ meta.operator | default: 'the laboratory' }}"
publish: { mode: draft }
`;

const fromMessage = `dataset: "{{ meta.repository.full_name | default: 'x' | slug }}"`;

/** Says itself only what no description may leave out. */
const described = (route, from) => `version: 1
route: ${route}
defaults_from: ${from}
metadata:
  title: "Measurement {{ dataset }}"
  resource_type: { id: dataset }
  publisher: Zenodo
publish: { mode: draft }
`;

const rich = `version: 1
route: rich
match:
  meta.state: { $neq: calibration }
  meta.sample.id: { $exists: true }
dataset: "xrd-{{ meta.sample.id | slug }}"
metadata:
  title: "{{ meta.sample.id | upcase }} on {{ meta.instrument | default: 'D8' }}{% if meta.tags.size > 1 %}, {{ meta.tags | join: ', ' }}{% endif %}"
  resource_type: { id: dataset }
  publication_date: { $date: meta.finished_at, default: received }
  publisher: Zenodo
  creators: { $each: meta.operators, person_or_org: { type: personal, family_name: "{{ item.family }}", given_name: "{{ item.given }}" } }
  subjects: { $each: meta.tags, subject: "{{ item }}" }
  sizes: { $value: meta.sizes }
publish: { mode: draft }
`;

/** One route for each way of sending. @param {{ outside: string }} world where files can be pulled from, and keys are */
export function recipes({ outside }) {
  return {
    lab: recipe('lab', ''),
    set: recipe('set', 'collect: { commit: true }'),
    basic: recipe('basic', 'auth: { type: basic, user: lab, secrets: [basic] }'),
    plc: recipe(
      'plc',
      `auth:
  type: hmac
  secrets: [plc]
  header: X-Signature
  encoding: base64
  signed: [method, { text: "\\n" }, path, { text: "\\n" }, timestamp, { text: "\\n" }, nonce, { text: "\\n" }, body]
  timestamp: { header: X-Time }
  nonce: { header: X-Nonce }`,
    ),
    github: recipe('github', `auth: { type: github, secrets: [forge] }\n${fromMessage}\nmatch: { meta.action: published }`),
    gitea: recipe('gitea', `auth: { type: gitea, secrets: [forge] }\n${fromMessage}`),
    forgejo: recipe('forgejo', `auth: { type: forgejo, secrets: [forge] }\n${fromMessage}`),
    gitlab: recipe('gitlab', `auth: { type: gitlab, secrets: [gitlab-old, gitlab-new] }\n${fromMessage}`),
    hook: recipe('hook', `auth: { type: standard-webhooks, secrets: [hook, hook-a] }\n${fromMessage}`),
    sns: recipe('sns', `auth: { type: sns, topics: ["arn:aws:sns:eu-west-1:123456789012:raw"] }\n${fromMessage}`),
    jwt: recipe(
      'jwt',
      `auth: { type: jwks, url: "${outside}/keys", issuer: lims, audience: gateway, algorithms: [ES256], allow_private: [127.0.0.0/8] }`,
    ),
    mtls: recipe('mtls', `auth: { type: mtls, fingerprints: ["${certificateFingerprint}"] }`),
    pull: recipe(
      'pull',
      `pull:\n  hosts: ["${new URL(outside).host}"]\n  allow_private: [127.0.0.0/8]\n  files: [{ url: "{{ meta.url }}", name: "{{ meta.name }}" }]`,
    ),
    store: recipe('store', ''),
    crate: described('crate', 'ro-crate'),
    zenodojson: described('zenodojson', 'zenodo-json'),
    sidecar: recipe('sidecar', 'defaults_from: sidecar'),
    rich,
  };
} // prettier-ignore
