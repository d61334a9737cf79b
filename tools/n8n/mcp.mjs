/**
 * A client of n8n's "MCP Server Trigger": what an AI agent sees and does, without a model.
 *
 *     const agent = await connect(`${origin}/mcp/${path}`);
 *     const tools = await agent.tools();
 *     const { isError, text } = await agent.use('Get_record', { recordId: '1' });
 */
export async function connect(url) {
  let session;
  let last = 0;

  async function ask(method, params, isNotice = false) {
    const reply = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session ? { 'mcp-session-id': session } : {}),
      },
      body: JSON.stringify({ jsonrpc: '2.0', method, params, ...(isNotice ? {} : { id: ++last }) }),
    });
    session ??= reply.headers.get('mcp-session-id') ?? undefined;
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method}: ${reply.status} ${text.slice(0, 300)}`);
    const event = text.split('\n').find((line) => line.startsWith('data:'));
    const answer = JSON.parse(event ? event.slice(5) : text || '{}');
    if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.result;
  }

  await ask('initialize', { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'test', version: '1' } });
  await ask('notifications/initialized', {}, true);
  return {
    tools: async () => (await ask('tools/list', {})).tools,
    async use(name, args) {
      const { isError = false, content } = await ask('tools/call', { name, arguments: args });
      return { isError, text: content.map(({ text }) => text).join('\n') };
    },
  };
}
