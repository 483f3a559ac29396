import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Adapter, Builder } from '@sveltejs/kit';

const TEXT_AND_CODE = [
  '.js',
  '.mjs',
  '.css',
  '.html',
  '.json',
  '.svg',
  '.txt',
  '.wasm',
  '.webmanifest',
  '.xml',
];

/** From this size on, bytes. The best compression of onnxruntime's WebAssembly takes a minute and saves a fifth. */
const LARGE = 1 << 20;

/** @returns the adapter, but compressing large files in seconds where SvelteKit takes minutes. */
export function compressQuickly(adapter: Adapter): Adapter {
  return { ...adapter, adapt: (builder: Builder) => adapter.adapt({ ...builder, compress }) };
}

/** Writes a `.br` and a `.gz` beside each file that gains by it. @returns those files, relative to `directory`. */
async function compress(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true }).catch(() => []);
  const files = entries.filter((file) => TEXT_AND_CODE.includes(extname(file)));
  await Promise.all(files.map((file) => compressFile(join(directory, file))));
  return files;
}

async function compressFile(file: string): Promise<void> {
  const bytes = await readFile(file);
  const isLarge = bytes.length >= LARGE;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: isLarge ? 5 : constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  await Promise.all([
    promisify(brotliCompress)(bytes, { params }).then((packed) => writeFile(`${file}.br`, packed)),
    promisify(gzip)(bytes, { level: isLarge ? 6 : 9 }).then((packed) => writeFile(`${file}.gz`, packed)),
  ]);
}
