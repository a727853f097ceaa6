// Cuts Fira Sans (from KERN UX) down to the letters of our pages and of German registers: `node src/design/fonts/subset.mjs`.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import subsetFont from 'subset-font'

const faces = { 400: 'Regular', 600: 'SemiBold' }
const source = join(dirname(createRequire(import.meta.url).resolve('@kern-ux/native/package.json')), 'dist/fonts/fira-sans')

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).join('')

/** German and English pages: ASCII, Latin-1, the typographic signs of our texts. */
const page = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}ŒœŠšŽžŸẞ–—‘’‚“”„†•…‰‹›€™−≤≥→←\u202f`

/**
 * The further single letters of names in German registers; combining sequences fall back to the system's font.
 * @standard DIN 91379:2022-08, Latin letters that Fira Sans draws
 */
const names = [
  range(0x100, 0x17f),
  'ƏƠơƯưƷǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǞǟǢǣǤǥǦǧǨǩǪǫǬǭǮǯǰǴǵǸǹǺǻǼǽǾǿȘșȚțȞȟȦȧȨȩȪȫȬȭȮȯȰȱȲȳəʒʹʺʼʾʿˈˌ',
  range(0x1e00, 0x1e99),
  range(0x1ea0, 0x1ef9),
].join('')

for (const [weight, face] of Object.entries(faces)) {
  const font = readFileSync(join(source, `FiraSans-${face}.woff2`))
  const shared = {
    targetFormat: 'woff2',
    keepFeatures: ['kern', 'tnum', 'lnum', 'ccmp', 'locl', 'mark'],
  }
  for (const [part, letters] of Object.entries({ page, names: [...names].filter((letter) => !page.includes(letter)).join('') })) {
    const file = join(import.meta.dirname, `fira-sans-${weight}-${part}.woff2`)
    const subset = await subsetFont(font, letters, { ...shared, preserveNameIds: [0, 13, 14] })
    writeFileSync(file, subset)
    console.log(`${file.slice(import.meta.dirname.length + 1)} ${subset.length} bytes`)
  }
}

/** Papers: the whole set of letters in one file, with the marks that make up letters the typeface has no drawing for. */
for (const weight of [400, 600]) {
  const file = join(import.meta.dirname, `fira-sans-${weight}-paper.ttf`)
  const font = readFileSync(join(source, `FiraSans-${faces[weight]}.woff2`))
  const letters = page + names + range(0x300, 0x331)
  const subset = await subsetFont(font, letters, {
    targetFormat: 'truetype',
    keepFeatures: ['kern', 'ccmp', 'mark', 'mkmk'],
    preserveNameIds: [0, 13, 14],
  })
  writeFileSync(file, subset)
  console.log(`${file.slice(import.meta.dirname.length + 1)} ${subset.length} bytes`)
}
