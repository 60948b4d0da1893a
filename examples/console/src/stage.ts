/** People and a place for one run, which the platform's administrator makes. */

import { randomBytes } from 'node:crypto';
import type { Session, Store } from './client.ts';
import { createUser, createWorkspace } from './roles/admin.ts';
import { signIn } from './roles/anyone.ts';

const PASSWORD = 'a long enough password';

/** What one run has to do with; the names are its own, so that it can be repeated on the same server. */
export interface Stage {
  readonly workspace: string;
  readonly workspaceId: string;
  readonly isv: Session;
  readonly reviewer: Session;
}

/** A workspace, its ISV and a reviewer, both signed in. */
export async function prepare(store: Store, adminPassword: string): Promise<Stage> {
  const admin = await signIn(store, 'admin', adminPassword);
  const run = randomBytes(4).toString('hex');
  const [isv, judge, workspace] = [`isv-${run}`, `reviewer-${run}`, `console-${run}`];
  await createUser(admin, isv, PASSWORD, 'platform-regular');
  await createUser(admin, judge, PASSWORD, 'app-reviewer');
  const workspaceId = await createWorkspace(admin, workspace, isv);
  const sessions = { isv: await signIn(store, isv, PASSWORD), reviewer: await signIn(store, judge, PASSWORD) };
  return { workspace, workspaceId, ...sessions };
}
