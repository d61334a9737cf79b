/** Modules of n8n that tests do not need; each would take time at the start, and `mcp-registry` would call out. */
const unneeded = [
  'agents',
  'agent-evals',
  'instance-ai',
  'chat-hub',
  'mcp-registry',
  'workflow-builder',
  'insights',
  'source-control',
  'external-secrets',
  'ldap',
  'sso-oidc',
  'sso-saml',
  'log-streaming',
  'provisioning',
  'promotions',
  'otel',
];

/** Switches of n8n that ask somebody outside, or ask the person at the screen. */
const talkative = [
  'N8N_DIAGNOSTICS_ENABLED',
  'N8N_VERSION_NOTIFICATIONS_ENABLED',
  'N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED',
  'N8N_TEMPLATES_ENABLED',
  'N8N_DYNAMIC_BANNERS_ENABLED',
  'N8N_HIRING_BANNER_ENABLED',
  'N8N_PERSONALIZATION_ENABLED',
  'N8N_LICENSE_AUTO_RENEW_ENABLED',
  'N8N_VERIFIED_PACKAGES_ENABLED',
  'N8N_AI_ENABLED',
];

/**
 * The environment of one n8n process: nothing leaves the machine, and one folder holds all that it keeps.
 *
 * @param {{ home: string, port?: number, brokerPort?: number }} place both ports belong to this process alone
 * @returns {Record<string, string>}
 */
export function settings({ home, port, brokerPort }) {
  return {
    NODE_ENV: 'production',
    HOME: home,
    N8N_USER_FOLDER: home,
    N8N_ENCRYPTION_KEY: 'for-tests-only',
    ...Object.fromEntries(talkative.map((name) => [name, 'false'])),
    N8N_DISABLED_MODULES: unneeded.join(','),
    // The broker of code runners listens, and no runner is started: no flow of ours runs code.
    N8N_RUNNERS_MODE: 'external',
    N8N_RUNNERS_AUTH_TOKEN: 'for-tests-only',
    N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
    N8N_SECURE_COOKIE: 'false',
    N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '3',
    // `silent` would silence the result of `n8n execute` as well.
    N8N_LOG_LEVEL: 'info',
    GENERIC_TIMEZONE: 'UTC',
    NO_COLOR: '1',
    N8N_HOST: '127.0.0.1',
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    ...(port ? { N8N_PORT: String(port) } : {}),
    ...(brokerPort ? { N8N_RUNNERS_BROKER_PORT: String(brokerPort) } : {}),
  };
}
