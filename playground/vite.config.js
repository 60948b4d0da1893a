// Builds what the server hands out under /playground: files named by their content, each also packed by gzip.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const PACKABLE = /\.(js|css|html|svg)$/;

/** Packs once what is sent often. The page itself is not packed: the server writes a nonce into it. */
function gzipped() {
  return {
    name: 'gzipped',
    apply: 'build',
    writeBundle({ dir }) {
      const assets = join(dir, 'assets');
      for (const name of readdirSync(assets).filter(name => PACKABLE.test(name))) {
        writeFileSync(join(assets, `${name}.gz`), gzipSync(readFileSync(join(assets, name)), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), gzipped()],
  build: {
    target: 'es2024',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 5000,
  },
  // One file a worker: its own Content-Security-Policy then lets it load nothing at all.
  worker: { format: 'iife' },
  experimental: {
    // The page is /playground without a slash at its end, perhaps below a proxy's prefix; files lie beside each other.
    renderBuiltUrl: (name, { hostType }) => (hostType === 'html' ? `playground/${name}` : { relative: true }),
  },
});
