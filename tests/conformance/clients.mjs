// The official clients of both SDK generations against the program, over stdio and HTTP.
//   node clients.mjs PROGRAM REPOSITORY URL      (run where node_modules has both)
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const require = createRequire(path.join(process.cwd(), 'node_modules', 'x.js'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const [program, repository, url] = process.argv.slice(2);
const command = { command: program, args: ['mcp', '--repo', repository], env: process.env, stderr: 'inherit' };

async function exercise(name, client) {
  const { tools } = await client.listTools();
  assert(tools.some((tool) => tool.name === 'where_is'), name);
  const reply = await client.callTool({ name: 'where_is', arguments: { query: 'which port does redis publish' } });
  assert.equal(reply.isError ?? false, false, name);
  assert.equal(reply.structuredContent.known, true, name);
  assert(reply.content[0].text.includes(reply.structuredContent.answers[0].path), name);
  const wrong = await client.callTool({ name: 'where_is', arguments: { qery: 'x' } });
  assert.equal(wrong.isError, true, name);
  assert.match(wrong.content[0].text, /did you mean 'query'/, name);
  const { resources } = await client.listResources();
  assert(resources.some((one) => one.uri === 'fingerpost://overview'), name);
  const { contents } = await client.readResource({ uri: 'fingerpost://overview' });
  assert(contents[0].text.length > 100, name);
  assert((await client.listResourceTemplates()).resourceTemplates.length >= 2, name);
  const { prompts } = await client.listPrompts();
  assert(prompts.some((one) => one.name === 'orient'), name);
  await client.getPrompt({ name: 'orient', arguments: { component: 'redis' } });
  const { completion } = await client.complete({ ref: { type: 'ref/prompt', name: 'orient' }, argument: { name: 'component', value: 're' } });
  assert(completion.values.includes('redis'), name);
  await assert.rejects(client.readResource({ uri: 'fingerpost://pointer/no/such/file' }), name);
  await client.close();
  console.log(`${name}: passes`);
}

const info = { name: 'conformance', version: '1' };
{
  const { Client } = await load('@modelcontextprotocol/sdk/client/index.js');
  const { StdioClientTransport } = await load('@modelcontextprotocol/sdk/client/stdio.js');
  const { StreamableHTTPClientTransport } = await load('@modelcontextprotocol/sdk/client/streamableHttp.js');
  for (const [name, transport] of [['sdk 1 over stdio', new StdioClientTransport(command)], ['sdk 1 over HTTP', new StreamableHTTPClientTransport(new URL(url))]]) {
    const client = new Client(info);
    await client.connect(transport);
    await exercise(name, client);
  }
}
{
  const { Client, StreamableHTTPClientTransport } = await load('@modelcontextprotocol/client');
  const { StdioClientTransport } = await load('@modelcontextprotocol/client/stdio');
  for (const [name, make] of [['sdk 2 over stdio', () => new StdioClientTransport(command)], ['sdk 2 over HTTP', () => new StreamableHTTPClientTransport(new URL(url))]])
    for (const mode of ['legacy', 'auto', { pin: '2026-07-28' }]) {
      const client = new Client(info, { versionNegotiation: { mode } });
      await client.connect(make());
      await exercise(`${name}, ${JSON.stringify(mode)}`, client);
    }
}
