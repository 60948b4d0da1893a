// An operation as a curl command for a POSIX shell.

import type { Params, formParts } from './uploads';

type Parts = ReturnType<typeof formParts>;

export interface Asked {
  url: string;
  params: Params;
  /** The form instead of JSON, where files are chosen. */
  parts: Parts | null;
  isSubscription: boolean;
  /** null: nobody is signed in. */
  authorization: string | null;
}

/** The command, each argument quoted so that no shell reads anything into it; only $TOKEN is left for the shell. */
export function curl({ url, params, parts, isSubscription, authorization }: Asked): string {
  const lines = [`curl -sS${isSubscription ? 'N' : ''} ${quoted(url)}`];
  if (isSubscription) lines.push(`-H 'Accept: text/event-stream'`);
  if (authorization !== null) lines.push(`-H ${authorization === '$TOKEN' ? TOKEN_HEADER : bearer(authorization)}`);
  lines.push(...(parts ? formLines(parts) : jsonLines(params)));
  return lines.join(' \\\n  ');
}

const TOKEN_HEADER = '"Authorization: Bearer $TOKEN"';
const bearer = (token: string) => quoted(`Authorization: Bearer ${token}`);
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const jsonLines = (params: Params) => [
  `-H 'Content-Type: application/json'`,
  `--data-raw ${quoted(JSON.stringify(params))}`,
];

/** Files by their names, to be sent from the folder where they are. */
function formLines({ operations, map, files }: Parts): string[] {
  const sent = files.map((file, index) => `-F ${quoted(`${index}=@"${file.name.replace(/["\\]/g, '\\$&')}"`)}`);
  return [
    `-H 'GraphQL-Require-Preflight: 1'`,
    `--form-string ${quoted(`operations=${JSON.stringify(operations)}`)}`,
    `--form-string ${quoted(`map=${JSON.stringify(map)}`)}`,
    ...sent,
  ];
}
