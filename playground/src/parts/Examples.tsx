// The examples beside the editor: those that fit the schema of the viewer's role.

import { type GraphiQLPlugin, pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useMemo, useState } from 'react';
import { EXAMPLES, type Example, fitting } from '../examples';
import { ask } from '../session/ask';
import { useWork } from './work';

export const EXAMPLES_PLUGIN: GraphiQLPlugin = { title: 'Examples', icon: Icon, content: Examples };

function Examples() {
  const { schema } = useGraphiQL(pick('schema'));
  const examples = useMemo(() => (schema ? fitting(schema) : []), [schema]);
  const [told, setTold] = useState('');
  const open = useOpen(setTold);
  return (
    <section aria-label="Examples" className="examples">
      <h2>Examples</h2>
      <p>Operations that this session can run.</p>
      <ul>
        {examples.map(example => (
          <li key={example.title}>
            <button onClick={() => void open(example)}>
              <strong>{example.title}</strong>
              <span>{example.about}</span>
            </button>
          </li>
        ))}
      </ul>
      <p role="status">{told}</p>
    </section>
  );
}

/** Puts an example into the editors, in a tab of its own unless the present one has nothing of the viewer's. */
function useOpen(tell: (text: string) => void) {
  const { token } = useWork();
  const { addTab, stop } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  return async (example: Example) => {
    const { variables, isFilled } = await filled(example, token);
    stop();
    if (!isSpare(queryEditor?.getValue() ?? '')) addTab();
    queryEditor?.setValue(example.document);
    variableEditor?.setValue(variables ? JSON.stringify(variables, null, 2) : '');
    tell(isFilled ? '' : 'There is nothing yet that this would act on: fill in the variables.');
    queryEditor?.focus();
  };
}

async function filled({ variables, fill }: Example, token: string | null) {
  if (!fill) return { variables, isFilled: true };
  const found = await ask<never>(fill.document, {}, token).then(fill.into, () => null);
  return { variables: { ...variables, ...found }, isFilled: found !== null };
}

function isSpare(text: string): boolean {
  const bare = (document: string) => document.replace(/\s+/g, ' ').trim();
  return !text.trim() || EXAMPLES.some(({ document }) => bare(document) === bare(text));
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round">
      <path d="M4 5.5h9M4 10h7M4 14.5h5M13.500 12.5l6.5 4-6.5 4z" />
    </svg>
  );
}
