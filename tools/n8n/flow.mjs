import { randomUUID } from 'node:crypto';

/**
 * A workflow of nodes in one line, each `[name, type, parameters, more]`, as n8n imports it. It starts by hand.
 *
 * @param {string} id
 * @param {...[string, string, object, object?]} nodes `more`: what stands beside the parameters, such as `credentials`
 */
export const flow = (id, ...nodes) => chained(id, ['Start', 'n8n-nodes-base.manualTrigger', {}], ...nodes);

/** The same, started by a trigger that polls each minute: `[type, parameters, more]`. */
export function triggered(id, [type, parameters, more], ...nodes) {
  const polls = { pollTimes: { item: [{ mode: 'everyMinute' }] } };
  return chained(id, ['Trigger', type, { ...polls, ...parameters }, more], ...nodes);
}

function chained(id, ...nodes) {
  const chain = nodes.map(([name, type, parameters, more = {}], place) => ({
    id: randomUUID(),
    name,
    type,
    typeVersion: 1,
    position: [place * 220, 0],
    parameters,
    ...more,
  }));
  const connections = chain.slice(1).map((node, place) => [chain[place].name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }]);
  return {
    id,
    name: id,
    active: false,
    settings: { executionOrder: 'v1' },
    nodes: chain,
    connections: Object.fromEntries(connections),
  };
}

/** The items that a node of a finished execution gave out, without what n8n keeps beside them. */
export function outputOf(run, node) {
  return run.data.resultData.runData[node]?.[0].data.main[0].map((item) => item.json);
}
