// The addresses of the catalogue's things, without language prefix: a number that stays and a name that may change.

const umlauts: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** `Straßenfest (groß)` → `strassenfest-gross`. */
export function slugOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => umlauts[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[*:_]innen/g, 'innen')
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  return slug.length <= 60 ? slug : slug.slice(0, 60).replace(/-[^-]*$/, '')
}

/** `/services/17-reisepass`; the name is the German one in every language, so that all languages share an address. */
export const thingPath = (root: string, id: number, name: string): string => {
  const slug = slugOf(name)
  return slug === '' ? `${root}/${id}` : `${root}/${id}-${slug}`
}

export const servicePath = (id: number, name: string): string => thingPath('/services', id, name)
export const officePath = (id: number, name: string): string => thingPath('/offices', id, name)
export const topicPath = (id: number, name: string): string => thingPath('/topics', id, name)
export const situationRoot = { life: '/life-situations', business: '/business-situations' } as const
export const situationPath = (kind: 'life' | 'business', id: number, name: string): string =>
  thingPath(situationRoot[kind], id, name)

/** The number at the start of `17-reisepass`; undefined for anything that is no id of ours. */
export function findId(segment: string | undefined): number | undefined {
  const digits = /^([1-9]\d{0,8})(?:-[a-z0-9-]*)?$/.exec(segment ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}
