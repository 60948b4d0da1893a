// What the parts inside GraphiQL share: the credential, and the files for the next request.

import { createContext, use } from 'react';
import type { Attached } from '../requests/fetcher';

export interface Work {
  token: string | null;
  isSignedIn: boolean;
  attached: Attached;
  attach(attached: Attached): void;
}

export const WorkContext = createContext<Work | null>(null);

export function useWork(): Work {
  const work = use(WorkContext);
  if (!work) throw new Error('Only inside the workbench.');
  return work;
}
