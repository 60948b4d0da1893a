// Signing in: by username and password, or by a provider where the server knows one.

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { addressOf } from '../session/ask';

interface Provider {
  name: string;
  url: string;
}

export function SignIn({ signIn }: { signIn(username: string, password: string): Promise<void> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <div className="who">
      <span>You see the store as anyone does.</span>
      <button className="primary" onClick={() => dialog.current?.showModal()}>
        Sign in
      </button>
      <dialog ref={dialog} aria-labelledby="sign-in-title">
        <h2 id="sign-in-title">Sign in</h2>
        <Password signIn={signIn} close={() => dialog.current?.close()} />
        <Providers />
      </dialog>
    </div>
  );
}

function Password({ signIn, close }: { signIn(username: string, password: string): Promise<void>; close(): void }) {
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    signIn(String(given.get('username')), String(given.get('password')))
      .catch((error: Error) => setFault(error.message))
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit}>
      <label>
        Username <input name="username" autoComplete="username" autoCapitalize="none" required autoFocus />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <p role="alert">{fault}</p>
      <div className="choices">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button className="primary" disabled={isBusy}>
          Sign in
        </button>
      </div>
    </form>
  );
}

function Providers() {
  const [providers, setProviders] = useState<Provider[]>([]);
  useEffect(() => {
    fetch(addressOf('auth/providers'), { headers: { Accept: 'application/json' } })
      .then(answer => (answer.ok ? (answer.json() as Promise<Provider[]>) : []))
      .then(setProviders, () => setProviders([]));
  }, []);
  return (
    <div className="providers">
      {providers.map(({ name, url }) => (
        <a key={name} href={`${url}?return_to=/playground`}>
          Sign in with {name}
        </a>
      ))}
    </div>
  );
}
