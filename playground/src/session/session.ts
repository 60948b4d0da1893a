// Who the viewer is, and as what: one's own session, and perhaps one narrowed to a single role.
// A token lies in memory and in this tab's sessionStorage, and nowhere else.

import { addressOf, ask, authorization, PREFLIGHT, Refused } from './ask';

export interface Place {
  name: string;
  displayName: string;
}

/** A role that the viewer holds, on the platform or in a workspace. */
export interface HeldRole extends Place {
  workspace: Place | null;
}

/** token null: the browser has an HttpOnly cookie instead. expiresAt null: the page cannot know. */
export interface Credential {
  token: string | null;
  expiresAt: string | null;
}

export interface Session {
  username: string;
  roles: HeldRole[];
  own: Credential;
  assumed: (Credential & { role: HeldRole }) | null;
}

interface UserError {
  message: string;
}

interface ViewerData {
  viewer: {
    user: { username: string; platformRole: Place };
    memberships: { workspace: Place; role: Place }[];
  } | null;
}

const KEY = 'chandlery:session';
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { token expiresAt userErrors { message } } }`;
const ASSUME = `mutation ($input: AssumeRoleInput!) {
  assumeRole(input: $input) { token expiresAt userErrors { message } } }`;
const VIEWER = `{ viewer { user { username platformRole { name displayName } }
  memberships { workspace { name displayName } role { name displayName } } } }`;

/** The credential that requests carry now. */
export const current = (session: Session | null): Credential =>
  session?.assumed ?? session?.own ?? { token: null, expiresAt: null };

/** Names whoever acts, as what and where: what is kept for one is not shown to another. */
export function ownerOf(session: Session | null): string {
  if (!session) return 'anonymous';
  const role = session.assumed?.role;
  return `${session.username}/${role ? `${role.name}@${role.workspace?.name ?? ''}` : ''}`;
}

/** A session by username and password. Refused with what is wrong. */
export async function signIn(username: string, password: string): Promise<Session> {
  const { login } = await ask<{ login: Credential & { userErrors: UserError[] } }>(
    LOGIN,
    { input: { username, password } },
    null,
  );
  refuse(login.userErrors);
  const session = await known({ token: login.token, expiresAt: login.expiresAt });
  if (!session) throw new Refused('The sign-in did not hold.', 401);
  return session;
}

/** The session of this tab, or the one that a cookie carries; null for nobody. */
export async function restored(): Promise<Session | null> {
  const kept = sessionStorage.getItem(KEY);
  if (kept) return JSON.parse(kept) as Session;
  return known({ token: null, expiresAt: null }).catch(() => null);
}

/** A narrowed session beside one's own, which it ends with. Refused with what is wrong. */
export async function assumed(session: Session, role: HeldRole): Promise<Session> {
  const input = { role: role.name, workspace: role.workspace?.name ?? null };
  const { assumeRole } = await ask<{ assumeRole: Credential & { userErrors: UserError[] } }>(
    ASSUME,
    { input },
    session.own.token,
  );
  refuse(assumeRole.userErrors);
  return { ...session, assumed: { token: assumeRole.token, expiresAt: assumeRole.expiresAt, role } };
}

/** Tells the server that the session is over, and those narrowed from it with it. */
export function leave({ token }: Credential): void {
  const headers = { ...PREFLIGHT, ...authorization(token) };
  void fetch(addressOf('auth/logout'), { method: 'POST', headers, keepalive: true }).catch(() => undefined);
}

/** Keeps it for a reload of this tab; null forgets it. */
export function keep(session: Session | null): void {
  if (session) sessionStorage.setItem(KEY, JSON.stringify(session));
  else sessionStorage.removeItem(KEY);
}

async function known(own: Credential): Promise<Session | null> {
  const { viewer } = await ask<ViewerData>(VIEWER, {}, own.token);
  if (!viewer) return null;
  const inWorkspaces = viewer.memberships.map(({ workspace, role }) => ({ ...role, workspace }));
  const roles = [{ ...viewer.user.platformRole, workspace: null }, ...inWorkspaces];
  return { username: viewer.user.username, roles, own, assumed: null };
}

function refuse(errors: UserError[]): void {
  if (errors.length) throw new Refused(errors.map(error => error.message).join(' '), 200);
}
