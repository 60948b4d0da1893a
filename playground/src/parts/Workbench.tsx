// GraphiQL with what is ours in it: examples, files and curl. Made anew for each user and role, so the schema is read
// anew, and tabs and history are that role's own.

import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryStore } from '@graphiql/plugin-history';
import { GraphiQLProvider, formatShortcutForOS, pick, useGraphiQL } from '@graphiql/react';
import { GraphiQL, GraphiQLInterface } from 'graphiql';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type Attached, fetcherFor } from '../requests/fetcher';
import { storageOf } from '../storage';
import { EXAMPLES } from '../examples';
import { Curl } from './Curl';
import { EXAMPLES_PLUGIN } from './Examples';
import { Files } from './Files';
import { WorkContext } from './work';

interface Props {
  owner: string;
  token: string | null;
  isSignedIn: boolean;
  ended(): void;
}

const PLUGINS = [DOC_EXPLORER_PLUGIN, EXAMPLES_PLUGIN, HISTORY_PLUGIN];
const NOTHING: Attached = { places: [], chosen: new Map() };

export function Workbench({ owner, token, isSignedIn, ended }: Props) {
  const [attached, attach] = useState(NOTHING);
  const latest = useRef({ attached, ended });
  useEffect(() => {
    latest.current = { attached, ended };
  });
  const fetcher = useMemo(
    () => fetcherFor(token, () => latest.current.attached, () => latest.current.ended()),
    [token],
  );
  const storage = useMemo(() => storageOf(owner), [owner]);
  const work = useMemo(() => ({ token, isSignedIn, attached, attach }), [token, isSignedIn, attached]);
  return (
    <WorkContext value={work}>
      <GraphiQLProvider
        fetcher={fetcher}
        storage={storage}
        plugins={PLUGINS}
        referencePlugin={DOC_EXPLORER_PLUGIN}
        visiblePlugin={EXAMPLES_PLUGIN}
        defaultQuery={EXAMPLES[0]?.document}
        schemaDescription
        inputValueDeprecation
      >
        <HistoryStore>
          <DocExplorerStore>
            <Files />
            <TabLeavesEditors />
            <GraphiQLInterface
              isHeadersEditorEnabled={false}
              showPersistHeadersSettings={false}
              defaultEditorToolsVisibility="variables"
            >
              <GraphiQL.Logo>
                <small>{formatShortcutForOS('Ctrl + Enter', '⌘')} runs the operation</small>
              </GraphiQL.Logo>
              <GraphiQL.Toolbar>
                {({ prettify, copy }) => (
                  <>
                    {prettify}
                    {copy}
                    <Curl />
                  </>
                )}
              </GraphiQL.Toolbar>
            </GraphiQLInterface>
          </DocExplorerStore>
        </HistoryStore>
      </GraphiQLProvider>
    </WorkContext>
  );
}

let tabLeavesEditors = false;

/** Tab goes on to the next part of the page, as everywhere: who works by keyboard must not be caught in an editor.
 * Monaco has one switch for all its editors, there as soon as one of them is. */
function TabLeavesEditors() {
  const { queryEditor } = useGraphiQL(pick('queryEditor'));
  useEffect(() => {
    if (!queryEditor || tabLeavesEditors) return;
    tabLeavesEditors = true;
    queryEditor.trigger('playground', 'editor.action.toggleTabFocusMode', null);
  }, [queryEditor]);
  return null;
}
