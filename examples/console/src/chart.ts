/** Small chart packages to upload; a console has a file picker here. */

import { createTarGzip } from 'nanotar';

/** The package of a chart with this name and version, as a file that a form would hand over. */
export async function chart(name: string, version: string): Promise<File> {
  const chartYaml = `apiVersion: v2\nname: ${name}\nversion: ${version}\ndescription: A chart to try the store with.\n`;
  const archive = await createTarGzip([
    { name: `${name}/Chart.yaml`, data: chartYaml },
    { name: `${name}/values.yaml`, data: 'replicaCount: 1\n' },
    { name: `${name}/README.md`, data: `# ${name}\n` },
  ]);
  return new File([new Uint8Array(archive)], `${name}-${version}.tgz`, { type: 'application/gzip' });
}
