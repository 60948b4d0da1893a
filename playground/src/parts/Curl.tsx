// "Copy as curl": the operation in the editor as a command. The token is written out only when asked for.

import { ToolbarButton, pick, useGraphiQL } from '@graphiql/react';
import { useRef, useState } from 'react';
import { curl } from '../requests/curl';
import { isSubscription, operationIn } from '../requests/operation';
import { formParts } from '../requests/uploads';
import { addressOf } from '../session/ask';
import { useWork } from './work';

export function Curl() {
  const dialog = useRef<HTMLDialogElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const [hasToken, setHasToken] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [told, setTold] = useState('');
  const { token } = useWork();
  const command = useCommand(hasToken);
  const open = () => {
    setOpen(true);
    setHasToken(false);
    setTold('');
    dialog.current?.showModal();
  };
  const copy = async () => {
    text.current?.select();
    await navigator.clipboard.writeText(text.current?.value ?? '').then(
      () => setTold('Copied.'),
      () => setTold('Press Ctrl+C to copy.'),
    );
  };
  return (
    <>
      <ToolbarButton label="Copy as curl" onClick={open}>
        <Icon />
      </ToolbarButton>
      <dialog ref={dialog} aria-labelledby="curl-title" className="curl" onClose={() => setOpen(false)}>
        <h2 id="curl-title">Copy as curl</h2>
        <textarea ref={text} readOnly rows={12} spellCheck={false} aria-label="Command" value={isOpen ? command() : ''} />
        {token !== null && (
          <label>
            <input type="checkbox" checked={hasToken} onChange={event => setHasToken(event.target.checked)} />
            Write the token of this session into it. Whoever has the command can then act as you.
          </label>
        )}
        <div className="choices">
          <span role="status">{told}</span>
          <button onClick={() => dialog.current?.close()}>Close</button>
          <button className="primary" onClick={() => void copy()}>
            Copy
          </button>
        </div>
      </dialog>
    </>
  );
}

/** Writes the command for what is in the editors when it is called. */
function useCommand(hasToken: boolean): () => string {
  const { token, isSignedIn, attached } = useWork();
  const { queryEditor, variableEditor, documentAST, operationName } = useGraphiQL(
    pick('queryEditor', 'variableEditor', 'documentAST', 'operationName'),
  );
  return () => {
    const params = {
      query: queryEditor?.getValue() ?? '',
      variables: parsed(variableEditor?.getValue() ?? ''),
      ...(operationName ? { operationName } : {}),
    };
    const parts = formParts(params, attached.places, attached.chosen);
    return curl({
      url: addressOf('graphql'),
      params,
      parts: parts.files.length ? parts : null,
      isSubscription: isSubscription(operationIn(documentAST, operationName)),
      authorization: hasToken ? token : isSignedIn ? '$TOKEN' : null,
    });
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return text.trim() ? (JSON.parse(text) as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" className="graphiql-toolbar-icon" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 6h16v12H4zM7 10l3 2.5-3 2.5M12 15h4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
