// Every permission of the house, in the words of the person who gives it.
import type { House } from '../../kernel/house.ts'
import { htmlLang, type Language } from '../../kernel/language.ts'

export type Permission = { permission: string; label: string; administrative: boolean }
export type RoomPermissions = { room: string; permissions: Permission[] }

/** From all doors, room by room. */
export const listPermissions = (house: House, language: Language): RoomPermissions[] =>
  house.modules
    .map(({ name, officialName, permissions = {} }) => ({
      room: officialName,
      permissions: Object.entries(permissions).map(([own, { administrative = false, wholeTown: _, ...label }]) => ({
        permission: `${name}.${own}`,
        label: label[htmlLang(language)],
        administrative,
      })),
    }))
    .filter(({ permissions }) => permissions.length > 0)

const flat = (house: House): Permission[] => listPermissions(house, 'de').flatMap(({ permissions }) => permissions)

export const knownPermissions = (house: House): Set<string> => new Set(flat(house).map(({ permission }) => permission))

/** Those that always need a second factor. */
export const administrativePermissions = (house: House): Set<string> =>
  new Set(flat(house).flatMap(({ permission, administrative }) => (administrative ? [permission] : [])))
