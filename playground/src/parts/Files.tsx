// File pickers for an operation that takes files, one for each place in its variables.

import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect, useMemo } from 'react';
import { operationIn } from '../requests/operation';
import { type FilePlace, filePlaces } from '../requests/uploads';
import { useWork } from './work';

export function Files() {
  const { attached, attach } = useWork();
  const { schema, documentAST, operationName } = useGraphiQL(pick('schema', 'documentAST', 'operationName'));
  const places = useMemo(() => {
    const operation = operationIn(documentAST, operationName);
    return schema && operation ? filePlaces(schema, operation) : [];
  }, [schema, documentAST, operationName]);
  const paths = places.map(({ path }) => path).join();
  useEffect(() => attach({ places, chosen: new Map() }), [paths]);
  if (!places.length) return null;
  const choose = (path: string, files: FileList | null) =>
    attach({ places, chosen: new Map(attached.chosen).set(path, [...(files ?? [])]) });
  return (
    <form className="files" aria-label="Files" key={paths}>
      <span>This operation takes files:</span>
      {places.map(place => (
        <Picker key={place.path} place={place} choose={files => choose(place.path, files)} />
      ))}
    </form>
  );
}

function Picker({ place, choose }: { place: FilePlace; choose(files: FileList | null): void }) {
  return (
    <label>
      <code>{place.path}</code>
      {place.isRequired || <small>optional</small>}
      <input type="file" multiple={place.isList} onChange={event => choose(event.target.files)} />
    </label>
  );
}
