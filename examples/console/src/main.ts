/** The whole set against a server that runs: `npm start -- http://127.0.0.1:8000`, with ADMIN_PASSWORD. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { found, Refused, type Page } from './answers.ts';
import { chart } from './chart.ts';
import { connect, type Session, type Store } from './client.ts';
import type { TemplatePageQuery, VersionState, WorkspacePageQuery } from './gql/graphql.ts';
import { openStore } from './roles/anyone.ts';
import * as developer from './roles/developer.ts';
import * as reviewer from './roles/reviewer.ts';
import { prepare, type Stage } from './stage.ts';

const PATIENCE_MS = 10_000;

async function main(store: Store, adminPassword: string): Promise<void> {
  const anyone = connect(store);
  const { totalCount } = (await openStore(anyone)).shown().storeApps;
  told(`anyone sees the store: ${totalCount} apps`);

  const stage = await prepare(store, adminPassword);
  told(`signed in as the ISV of ${stage.workspace} and as a reviewer`);
  try {
    await walk(stage, anyone);
  } finally {
    await Promise.all([stage.isv.close(), stage.reviewer.close()]);
  }
}

async function walk(stage: Stage, anyone: Session): Promise<void> {
  const changes = developer.follow(stage.isv, stage.workspace).getReader();
  const app = `lantern-${stage.workspace}`;
  const versionId = await upload(stage, app);

  const list = await developer.openTemplates(stage.isv, stage.workspace);
  const page = await developer.openTemplate(stage.isv, stage.workspace, app);
  const before = stage.isv.requests();
  const shows = (state: VersionState) => check(list, page, app, state);
  shows('DRAFT');

  await developer.submitVersion(stage.isv, versionId, 'First light.');
  shows('SUBMITTED');
  told('submitted; the list and the page of the template show it');

  await review(stage, app);
  assert.deepEqual(await until('PASSED', changes, versionId), ['SUBMITTED', 'IN_REVIEW', 'PASSED']);
  shows('PASSED');
  told('the subscription told the ISV of each step of the review; list and page show the last');

  await developer.publishVersion(stage.isv, versionId);
  assert.deepEqual(await until('ACTIVE', changes, versionId), ['ACTIVE']);
  shows('ACTIVE');
  assert.equal(stage.isv.requests() - before, ['submit', 'publish'].length);
  told('published; list and page show it, and nothing was asked for twice');

  await changes.cancel();
  const [sold] = (await openStore(anyone, app)).shown().storeApps.nodes;
  assert.equal(found(sold, 'app').publisher.name, stage.workspace);
  told(`anyone finds ${app} in the store`);
}

/** Fills the list over two pages, then adds one template to it; the id of that one's version. */
async function upload({ isv, workspace, workspaceId }: Stage, app: string): Promise<string> {
  for (const name of ['anchor', 'buoy', 'compass']) {
    await developer.createTemplate(isv, workspaceId, await chart(name, '1.0.0'));
  }
  assert.deepEqual(await names(isv, workspace), ['anchor', 'buoy', 'compass']);
  told('three templates by two pages, joined in the cache');

  const packed = await chart(app, '1.0.0');
  const versionId = await developer.createTemplate(isv, workspaceId, packed);
  assert.deepEqual(await names(isv, workspace), ['anchor', 'buoy', 'compass', app]);
  told('a fourth is uploaded, and the list has it');

  const again = await developer.createTemplate(isv, workspaceId, packed).catch((error: unknown) => error);
  assert.ok(again instanceof Refused);
  assert.deepEqual(again.faults.map(({ code }) => code), ['ALREADY_EXISTS']);
  told(`uploaded again it is refused: ${again.message}`);
  return versionId;
}

async function review(stage: Stage, app: string): Promise<void> {
  const queue = await reviewer.openQueue(stage.reviewer, stage.workspace);
  const [waiting] = queue.shown().reviews.nodes;
  assert.equal(found(waiting, 'review').templateName, app);
  const { id } = found(waiting, 'review').version;
  await reviewer.startReview(stage.reviewer, id);
  assert.equal(queue.shown().reviews.nodes[0]?.state, 'IN_REVIEW');
  await reviewer.passReview(stage.reviewer, id, 'Bright.');
  queue.close();
  assert.equal((await reviewer.openQueue(stage.reviewer, stage.workspace)).shown().reviews.totalCount, 0);
  told('the reviewer finds it in the queue, starts, and passes it; the queue is empty');
}

/** Both pages of the ISV's console show the app in this state. */
function check(list: Page<WorkspacePageQuery>, page: Page<TemplatePageQuery>, app: string, state: VersionState): void {
  const row = list.shown().workspace?.templates.nodes.find(({ name }) => name === app);
  const template = found(page.shown().workspace?.template, 'template');
  const whole = state === 'ACTIVE' ? 'ACTIVE' : 'DRAFT';
  assert.deepEqual([row?.state, row?.latestVersion?.state], [whole, state]);
  assert.deepEqual([template.state, template.versions.nodes[0]?.state], [whole, state]);
}

async function names(session: Session, workspace: string): Promise<string[]> {
  const list = await developer.openTemplates(session, workspace);
  list.close();
  return found(list.shown().workspace, 'workspace').templates.nodes.map(({ name }) => name);
}

type Changes = ReadableStreamDefaultReader<developer.Change>;

/** The states that the version went through, as the subscription tells of them, up to this one. */
async function until(last: VersionState, changes: Changes, versionId: string): Promise<VersionState[]> {
  const states: VersionState[] = [];
  while (states.at(-1) !== last) {
    const { version, fromState, toState } = await soon(changes.read());
    if (version.id === versionId && fromState !== null) states.push(toState);
  }
  return states;
}

async function soon<Value>(coming: Promise<ReadableStreamReadResult<Value>>): Promise<Value> {
  const tooLate = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => undefined);
  return found((await Promise.race([coming, tooLate]))?.value, `change within ${PATIENCE_MS} ms`);
}

function told(line: string): void {
  console.log(`ok  ${line}`);
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'by-hash': { type: 'boolean' } } });
const [address] = positionals;
const { ADMIN_PASSWORD } = process.env;
if (address === undefined || ADMIN_PASSWORD === undefined) {
  console.error('Usage: ADMIN_PASSWORD=... npm start -- http://127.0.0.1:8000 [--by-hash]');
  process.exit(2);
}
await main({ address, byHash: values['by-hash'] ?? false }, ADMIN_PASSWORD).catch((error: unknown) => {
  console.error('FAILED', error);
  process.exitCode = 1;
});
