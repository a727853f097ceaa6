// `stadttor session create`: a person with a session, until people can sign in.

import { levels } from '../kernel/access.ts'
import { recordAudit } from '../kernel/audit.ts'
import type { Command, Module } from '../kernel/module.ts'
import { grantPermission, registerPerson } from '../kernel/people.ts'
import { openSession } from '../kernel/sessions.ts'
import type { KernelTables } from '../kernel/tables.ts'
import type { WriteDb } from '../kernel/town.ts'

const kinds = ['resident', 'staff'] as const
const permissionsOf = ({ name, permissions = {} }: Module): string[] => Object.keys(permissions).map((own) => `${name}.${own}`)

export const sessionCreate: Command = {
  name: 'session create',
  usage: '--town T --given NAME --family NAME [--kind resident|staff] [--level basic] [--permission M.N.V,…]',
  help: 'Makes a person with a session and prints the value of the cookie __Host-session.',
  options: {
    town: { type: 'string' },
    kind: { type: 'string' },
    level: { type: 'string' },
    permission: { type: 'string' },
    given: { type: 'string' },
    family: { type: 'string' },
  },
  run: async (house, { options, now }) => {
    const town = house.towns.byKey(String(options.town))
    if (!town) {
      console.error(`There is no town "${options.town ?? ''}". \`stadttor town list\` lists all.`)
      return 2
    }
    const { given = '', family = '', kind: wanted = 'resident', level: reached = 'basic' } = options
    const kind = kinds.find((one) => one === wanted)
    const level = levels.find((one) => one === reached)
    const permissions = String(options.permission ?? '')
      .split(',')
      .filter(Boolean)
    const known = new Set(house.modules.flatMap(permissionsOf))
    const unknown = permissions.filter((permission) => !known.has(permission))
    const problems = [
      ...(given === '' || family === '' ? ['Name the person: --given NAME --family NAME.'] : []),
      ...(kind ? [] : [`--kind is ${kinds.join(' or ')}.`]),
      ...(level ? [] : [`--level is one of ${levels.join(', ')}.`]),
      ...(unknown.length > 0 ? [`No module declares the permission ${unknown.join(', ')}.`] : []),
    ]
    if (!kind || !level || problems.length > 0) {
      for (const problem of problems) console.error(problem)
      return 2
    }
    const person = await registerPerson(town, { kind, givenName: String(given), familyName: String(family) }, now)
    for (const permission of permissions) await grantPermission(town, person, permission)
    console.log(await openSession(town, person, level, now))
    await town.write((db: WriteDb<KernelTables>) =>
      recordAudit(db, {
        action: 'kernel.session.opened',
        actor: { system: 'command' },
        object: `person:${person}`,
        details: { kind, level, method: 'command' },
      }),
    )
    return 0
  },
}
