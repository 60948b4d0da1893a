// The session as the page has it: signing in and out, taking and leaving a role, and its end.

import { useCallback, useEffect, useState } from 'react';
import { assumed, current, type HeldRole, keep, leave, restored, type Session, signIn } from './session';

const LONGEST_WAIT_MS = 2 ** 31 - 1;

export interface Sessions {
  session: Session | null;
  /** Whether it is known yet who is there. */
  isKnown: boolean;
  /** What has happened to the session, for the viewer to read. */
  notice: string;
  signIn(username: string, password: string): Promise<void>;
  signOut(): void;
  assume(role: HeldRole): void;
  leaveRole(): void;
  /** The server does not know the credential any more, or its time is over. */
  ended(): void;
  dismiss(): void;
}

export function useSession(): Sessions {
  const [session, setSession] = useState<Session | null>(null);
  const [isKnown, setKnown] = useState(false);
  const [notice, setNotice] = useState('');
  const change = useCallback((next: Session | null, told = '') => {
    keep(next);
    setSession(next);
    setNotice(told);
  }, []);
  const ended = useCallback(() => change(...afterTheEnd(session)), [change, session]);

  useEffect(() => void restored().then(setSession).finally(() => setKnown(true)), []);
  useEffect(() => {
    const { expiresAt } = current(session);
    if (!expiresAt) return;
    const timer = setTimeout(ended, Math.min(Date.parse(expiresAt) - Date.now(), LONGEST_WAIT_MS));
    return () => clearTimeout(timer);
  }, [session, ended]);

  return {
    session,
    isKnown,
    notice,
    ended,
    signIn: async (username, password) => change(await signIn(username, password)),
    signOut() {
      if (session) leave(session.own);
      change(null);
    },
    assume(role) {
      if (session) assumed(session, role).then(change, (error: Error) => setNotice(error.message));
    },
    leaveRole: () => session && change({ ...session, assumed: null }),
    dismiss: () => setNotice(''),
  };
}

/** What is left when the credential in use has ended. Nobody's has no end. */
function afterTheEnd(session: Session | null): [Session | null, string] {
  if (!session) return [null, ''];
  if (!session.assumed) return [null, 'Your session has ended. Sign in again to go on.'];
  const { displayName } = session.assumed.role;
  return [{ ...session, assumed: null }, `The session as ${displayName} has ended. You act with all your roles again.`];
}
