// Files in operations (GraphQL multipart request specification): which places take one, and the form that carries them.

import {
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
} from 'graphql';

/** A place for files in the variables, for example input.package. */
export interface FilePlace {
  path: string;
  isList: boolean;
  isRequired: boolean;
}

/** The files chosen, by path. */
export type Chosen = ReadonlyMap<string, readonly File[]>;

export interface Params {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

/** Where the variables of an operation take files, in the order of their declaration. */
export function filePlaces(schema: GraphQLSchema, operation: OperationDefinitionNode): FilePlace[] {
  return (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
    const given = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
    return given ? placesIn(given, variable.name.value) : [];
  });
}

function placesIn(type: GraphQLInputType, path: string, above: readonly string[] = []): FilePlace[] {
  const named = getNamedType(type);
  if (named.name === 'Upload') {
    const bare = isNonNullType(type) ? type.ofType : type;
    return [{ path, isList: isListType(bare), isRequired: isNonNullType(type) }];
  }
  if (!isInputObjectType(named) || above.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap(field =>
    placesIn(field.type, `${path}.${field.name}`, [...above, named.name]),
  );
}

/** The parts of the form, in the order that the specification asks for. */
export function formParts(params: Params, places: readonly FilePlace[], chosen: Chosen) {
  const files: { path: string; file: File }[] = [];
  let variables: Record<string, unknown> = params.variables ?? {};
  for (const { path, isList } of places) {
    const given = chosen.get(path) ?? [];
    if (!given.length) continue;
    variables = withValue(variables, path.split('.'), isList ? given.map(() => null) : null);
    given.forEach((file, index) => files.push({ path: `variables.${path}${isList ? `.${index}` : ''}`, file }));
  }
  const map = Object.fromEntries(files.map(({ path }, index) => [index, [path]]));
  return { operations: { ...params, variables }, map, files: files.map(({ file }) => file) };
}

function withValue(object: Record<string, unknown>, path: string[], value: unknown): Record<string, unknown> {
  const [name, ...rest] = path as [string, ...string[]];
  const inner = (object[name] ?? {}) as Record<string, unknown>;
  return { ...object, [name]: rest.length ? withValue(inner, rest, value) : value };
}
