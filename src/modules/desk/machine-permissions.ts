// What a program may be permitted: the permissions that machine interfaces of the house ask for.
import type { House } from '../../kernel/house.ts'
import { routesOf } from '../../kernel/http/routes.ts'
import type { Language } from '../../kernel/language.ts'
import { listPermissions } from './permission-list.ts'

export function machinePermissions(house: House, language: Language): { value: string; label: string }[] {
  const asked = new Set(
    house.modules
      .flatMap((module) => routesOf(module))
      .flatMap(({ access }) => (access.who === 'machine' ? [access.permission] : [])),
  )
  return listPermissions(house, language)
    .flatMap(({ permissions }) => permissions)
    .filter(({ permission }) => asked.has(permission))
    .map(({ permission, label }) => ({ value: permission, label }))
}
