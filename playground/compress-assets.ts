import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import type { Plugin } from 'vite'

const compress = promisify(brotliCompress)

/** Fonts and pictures are compressed already. */
const compressible = /\.(?:js|css|svg)$/

/** Writes each asset a second time, compressed with Brotli, so that the server need not compress. */
export function compressAssets(outDir: string): Plugin {
  return {
    name: 'compress-assets',
    apply: 'build',
    async closeBundle() {
      const folder = path.join(outDir, 'assets')
      const names = (await readdir(folder)).filter((name) => compressible.test(name))
      await Promise.all(
        names.map(async (name) => {
          const file = path.join(folder, name)
          await writeFile(`${file}.br`, await compress(await readFile(file)))
        }),
      )
    },
  }
}
