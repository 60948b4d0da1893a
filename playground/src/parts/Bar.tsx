// The bar at the top: the name, who is there as what and for how long, and how to change that.

import lantern from '../lantern.svg';
import { type Session, current } from '../session/session';
import type { Sessions } from '../session/useSession';
import { Countdown } from './Countdown';
import { Roles } from './Roles';
import { SignIn } from './SignIn';

export function Bar({ sessions }: { sessions: Sessions }) {
  const { session, isKnown } = sessions;
  return (
    <header className="bar">
      <img src={lantern} alt="" width="28" height="28" />
      <h1>
        Chandlery <span>playground</span>
      </h1>
      {isKnown && (session ? <SignedIn session={session} sessions={sessions} /> : <SignIn signIn={sessions.signIn} />)}
    </header>
  );
}

function SignedIn({ session, sessions }: { session: Session; sessions: Sessions }) {
  return (
    <div className="who">
      <span className="username">{session.username}</span>
      <Roles session={session} assume={sessions.assume} leaveRole={sessions.leaveRole} />
      <Countdown until={current(session).expiresAt} />
      <button onClick={sessions.signOut}>Sign out</button>
    </div>
  );
}
