// Built browser files and the towns' colours: named by content, compressed once, cached by browsers for good.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { acceptedEncoding } from './page-cache.ts'

export type Asset = { type: string; body: Buffer; br?: Buffer; gzip?: Buffer }

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/geo+json; charset=utf-8',
}

/** Compresses on first use: start-up must not wait for files that nobody asks for. */
export class Assets {
  readonly #files = new Map<string, Asset>()
  /** Source name → built name. */
  readonly names: Readonly<Record<string, string>>

  constructor(dist: string) {
    this.names = JSON.parse(readFileSync(join(dist, 'assets.json'), 'utf8')) as Record<string, string>
    for (const name of readdirSync(join(dist, 'assets'))) {
      const type = types[extname(name)]
      if (type) this.#files.set(`/assets/${name}`, { type, body: readFileSync(join(dist, 'assets', name)) })
    }
  }

  /** @returns the address, which changes with the content */
  add(name: string, type: string, body: string): string {
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 10)
    const url = `/${name}-${hash}${type === types['.css'] ? '.css' : ''}`
    if (!this.#files.has(url)) this.#files.set(url, { type, body: Buffer.from(body) })
    return url
  }

  addStyle = (name: string, css: string): string => this.add(name, types['.css']!, css)

  find(
    url: string,
    acceptEncoding: string | undefined,
  ): { type: string; body: Buffer; encoding: string | undefined } | undefined {
    const asset = this.#files.get(url)
    if (!asset) return undefined
    const packed = asset.type === 'font/woff2' || asset.type === 'image/png'
    const encoding = packed ? 'identity' : acceptedEncoding(acceptEncoding)
    if (encoding === 'br') {
      asset.br ??= brotliCompressSync(asset.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      return { type: asset.type, body: asset.br, encoding }
    }
    if (encoding === 'gzip') {
      asset.gzip ??= gzipSync(asset.body, { level: 9 })
      return { type: asset.type, body: asset.gzip, encoding }
    }
    return { type: asset.type, body: asset.body, encoding: undefined }
  }
}
