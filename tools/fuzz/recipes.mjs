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
    mtls: recipe('mtls', `auth: { type: mtls, fingerprints: ["${'ab'.repeat(32)}"] }`),
    pull: recipe(
      'pull',
      `pull:\n  hosts: ["${new URL(outside).host}"]\n  allow_private: [127.0.0.0/8]\n  files: [{ url: "{{ meta.url }}", name: "{{ meta.name }}" }]`,
    ),
    store: recipe('store', ''),
  };
} // prettier-ignore
