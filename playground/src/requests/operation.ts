// The operation in the editor, as requests and the page's other parts need it.

import { type DocumentNode, type OperationDefinitionNode, OperationTypeNode } from 'graphql';

/** The operation that would run: the named one, else the first. */
export function operationIn(document: DocumentNode | undefined, name?: string | null): OperationDefinitionNode | null {
  const operations = (document?.definitions ?? []).filter(node => node.kind === 'OperationDefinition');
  return operations.find(node => node.name?.value === name) ?? operations[0] ?? null;
}

export const isSubscription = (operation: OperationDefinitionNode | null) =>
  operation?.operation === OperationTypeNode.SUBSCRIPTION;
