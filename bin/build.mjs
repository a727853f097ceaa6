// Builds src, test and bench into dist when a source is newer than the last build.
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { build } from 'esbuild'

const root = dirname(import.meta.dirname)
const dist = join(root, 'dist')

function sources() {
  return globSync(['{src,test,bench,bin}/**/*.{ts,tsx,css,mjs}', 'package-lock.json'], { cwd: root })
    .filter((file) => !file.endsWith('.d.ts'))
    .sort()
}

function fingerprint(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const { mtimeMs, size } = statSync(join(root, file))
    hash.update(`${file} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}

const isEntry = (file) =>
  /^(test|bench)\/.*\.tsx?$/.test(file) ||
  file === 'src/cli.ts' ||
  /^src\/modules\/[^/]+\/(module|fixtures)\.tsx?$/.test(file) ||
  /\.test\.tsx?$/.test(file)

export async function buildIfStale() {
  const files = sources()
  const stamp = fingerprint(files)
  const stampFile = join(dist, '.stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false
  const next = `${dist}.${process.pid}`
  const shared = {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  }
  await build({
    ...shared,
    entryPoints: files.filter(isEntry),
    outdir: next,
    outbase: root,
    platform: 'node',
    target: 'node24',
    packages: 'external',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    sourcesContent: false,
    define: { 'globalThis.__island': 'undefined' },
    // Typefaces of papers travel with the code that draws them.
    loader: { '.ttf': 'binary' },
  })
  await buildAssets(files, next, shared)
  writeFileSync(join(next, '.stamp'), stamp)
  if (existsSync(dist)) renameSync(dist, `${next}.old`)
  renameSync(next, dist)
  rmSync(`${next}.old`, { recursive: true, force: true })
  return true
}

/** Browser files: islands (`<noun>.island.tsx`) and stylesheets, named by content, listed in assets.json. */
async function buildAssets(files, next, shared) {
  const islands = files.filter((file) => /\.island\.tsx?$/.test(file))
  const styles = files.filter((file) => /^src\/design\/[^/]+\.css$/.test(file) || /\.island\.css$/.test(file))
  mkdirSync(join(next, 'assets'), { recursive: true })
  const result = await build({
    ...shared,
    // MapLibre's worker is a file of its own: the content security policy lets no page make one up.
    entryPoints: [...islands, ...styles, 'node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs'],
    outdir: join(next, 'assets'),
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    platform: 'browser',
    target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
    minify: true,
    sourcemap: false,
    metafile: true,
    external: ['/fonts/*'],
    loader: { '.woff2': 'file', '.svg': 'dataurl' },
    publicPath: '/assets',
  })
  const names = {}
  for (const [out, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint && !out.endsWith('.map')) names[basename(entryPoint).replace(/\.(tsx?|mjs)$/, '.js')] = basename(out)
  }
  writeFileSync(join(next, 'assets.json'), JSON.stringify(names, null, 1))
}

if (process.argv[1] && relative(process.argv[1], import.meta.filename) === '') await buildIfStale()
