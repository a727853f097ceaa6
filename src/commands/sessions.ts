// `stadttor session create`: a person with a session, until people can sign in.
import type { Command } from '../kernel/module.ts'
import { grantPermission, openSession, registerPerson } from '../kernel/people.ts'
import type { Level } from '../kernel/tables.ts'

export const sessionCreate: Command = {
  name: 'session create',
  usage: '--town T [--kind resident|staff] [--level basic] [--permission M.N.V]… --given NAME --family NAME',
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
    const kind = options.kind === 'staff' ? 'staff' : 'resident'
    const person = await registerPerson(
      town,
      { kind, givenName: String(options.given ?? ''), familyName: String(options.family ?? '') },
      now,
    )
    for (const permission of String(options.permission ?? '')
      .split(',')
      .filter(Boolean))
      await grantPermission(town, person, permission)
    console.log(await openSession(town, person, String(options.level ?? 'basic') as Level, now))
    return 0
  },
}
