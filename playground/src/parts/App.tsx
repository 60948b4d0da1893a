// The page: a bar with the session, what has happened to it, and GraphiQL anew for each user and role.

import { current, ownerOf } from '../session/session';
import { useSession } from '../session/useSession';
import { Bar } from './Bar';
import { Workbench } from './Workbench';

export function App() {
  const sessions = useSession();
  const { session, isKnown, notice, ended, dismiss } = sessions;
  const owner = ownerOf(session);
  return (
    <>
      <Bar sessions={sessions} />
      <div className="notice" role="status">
        {notice && (
          <p>
            {notice} <button onClick={dismiss}>Dismiss</button>
          </p>
        )}
      </div>
      <main>
        {isKnown && <Workbench key={owner} owner={owner} token={current(session).token} isSignedIn={!!session} ended={ended} />}
      </main>
    </>
  );
}
