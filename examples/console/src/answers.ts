/** What to make of answers: data or a thrown error, and pages that follow the cache. */

import type { AnyVariables, DocumentInput, OperationResult } from '@urql/core';
import type { Session } from './client.ts';
import { graphql } from './gql/index.ts';
import type { FaultsFragment } from './gql/graphql.ts';

graphql(`
  fragment Faults on UserError {
    code
    message
    path
  }
`);

/** The caller can put these right: a form shows each beside the field of its path. */
export class Refused extends Error {
  readonly faults: readonly FaultsFragment[];

  constructor(faults: readonly FaultsFragment[]) {
    super(faults.map(({ code, message, path }) => `${code} ${message} (${path?.join('.') ?? '-'})`).join('; '));
    this.faults = faults;
  }
}

/** The data of an answer. Throws what went wrong on the way, or what the server refused. */
export function data<Data, Variables extends AnyVariables>(answer: OperationResult<Data, Variables>): Data {
  if (answer.error) throw answer.error;
  if (answer.data === undefined) throw new Error('An answer without data.');
  return answer.data;
}

/** A mutation's payload. Throws Refused when it has userErrors. */
export function done<Payload extends { userErrors: readonly FaultsFragment[] }>(payload: Payload): Payload {
  if (payload.userErrors.length > 0) throw new Refused(payload.userErrors);
  return payload;
}

/** A thing that must be there. */
export function found<Thing>(thing: Thing | null | undefined, name: string): Thing {
  if (thing === null || thing === undefined) throw new Error(`There is no ${name}, or it is not for this viewer.`);
  return thing;
}

export interface Page<Data> {
  /** What the page shows now. Throws what went wrong instead. */
  shown(): Data;
  close(): void;
}

/** Opens a query as a component of a page does: shown from the cache, and anew whenever the cache changes. */
export async function open<Data, Variables extends AnyVariables>(
  { client }: Session,
  document: DocumentInput<Data, Variables>,
  variables: Variables,
): Promise<Page<Data>> {
  let latest = await client.query(document, variables).toPromise();
  const { unsubscribe } = client.query(document, variables).subscribe((answer) => {
    latest = answer;
  });
  return { shown: () => data(latest), close: unsubscribe };
}
