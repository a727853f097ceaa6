// A work list as this member of staff likes it, and whether the view at hand is among those they keep.
import type { DeskPreferences } from '../../contracts/desk-work.ts'
import { linkTo, type Visit } from './visit.ts'

export type WorkView = {
  oneLine: boolean
  keys: boolean
  /** Takes the form that changes it. */
  url: string
  /** Of the view, language prefix included. */
  here: string
  /** Where the view at hand is kept under `name`; `kept`: it is. */
  save: { url: string; name: string; kept: boolean }
}

/** `path` is the whole address of the view, its filters included, without language. Undefined without a desk. */
export async function workView(visit: Visit, path: string, name: string): Promise<WorkView | undefined> {
  const { house, town, person } = visit
  const liked = await house.ask<DeskPreferences>(town, 'desk-preferences', { person: person!.personId })
  if (!liked) return undefined
  const { oneLine, keys, url, saveUrl, saved = [] } = liked
  const here = linkTo(visit, path)
  return { oneLine, keys, url: linkTo(visit, url), here, save: { url: linkTo(visit, saveUrl), name, kept: saved.includes(here) } }
}
