// A frame for tests of pages: a town that does not exist, in a demonstration, with as little as possible offered.
import type { Frame } from './frame.ts'

export const frameOf = (changes: Partial<Frame> = {}): Frame => ({
  language: 'de',
  town: { name: 'Musterstadt', officialName: 'Stadt Musterstadt', homeUrl: '/' },
  demo: true,
  assets: { 'design.css': 'design-A.css', 'theme.island.js': 'theme-A.js', 'suggest.island.js': 'suggest-A.js' },
  themeUrl: '/theme-0.css',
  canonical: 'https://stadt.example/services',
  alternates: [
    { language: 'de', path: '/services', url: 'https://stadt.example/services' },
    { language: 'en', path: '/en/services', url: 'https://stadt.example/en/services' },
    { language: 'leicht', path: '/leicht/services', url: 'https://stadt.example/leicht/services' },
  ],
  searchUrl: '/search',
  pages: { imprint: '/imprint' },
  help: { phones: [{ label: 'Rathaus', number: '115' }] },
  ...changes,
})
