// Commands of the desk: the organisation from a file, the first administrator, tokens for programs.
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { InvitationPage } from '../../contracts/invitations.ts'
import type { House } from '../../kernel/house.ts'
import { invite, isMail } from '../../kernel/invitations.ts'
import { createMachineToken, listMachineTokens, revokeMachineToken } from '../../kernel/machine-tokens.ts'
import type { Command } from '../../kernel/module.ts'
import { takeOrganisation } from '../../kernel/organisation.ts'
import { readOrganisation } from '../../kernel/organisation-files.ts'
import { administratorRole } from '../../kernel/roles.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { isId } from './addresses.ts'
import { machinePermissions } from './machine-permissions.ts'
import { completeAdministrators } from './standard-roles.ts'

function wrongCall(message: string): 2 {
  console.error(message)
  return 2
}

/** The town of `--town`, or the line that says why there is none. */
function townOf(house: House, { town: key }: Record<string, string | boolean | undefined>): Town | string {
  if (typeof key !== 'string') return 'Name the town: --town T. `stadttor town list` lists all.'
  return house.towns.byKey(key) ?? `There is no town "${key}". \`stadttor town list\` lists all.`
}

const importOrganisation: Command = {
  name: 'import organisation',
  usage: 'FILE --town T',
  help: 'Takes units over from CSV or JSON in one transaction; may be repeated. Lists what changed, and each refused line with its reason.',
  options: { town: { type: 'string' } },
  run: async (house, { positionals, options, now }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    const [file] = positionals
    if (file === undefined || positionals.length > 1) return wrongCall('Name one file to import.')
    if (!existsSync(file) || !statSync(file).isFile()) return wrongCall(`There is no file ${file}.`)
    let read: ReturnType<typeof readOrganisation>
    try {
      read = readOrganisation(readFileSync(file, 'utf8'))
    } catch (fault) {
      console.error(`The file was refused, nothing was changed: ${(fault as Error).message}`)
      return 1
    }
    const report = await town.write((db: WriteDb<KernelTables>) =>
      takeOrganisation(db, { lines: read.lines, source: 'command' }, now),
    )
    const refused = [...read.refused, ...report.refused].sort((a, b) => a.line - b.line)
    for (const { line, key, reason } of refused) console.error(`line ${line} ${key}: ${reason}`)
    const { created, changed, moved, same } = report
    console.log(
      `${created.length} new, ${changed.length} changed (${moved.length} moved), ${same} unchanged, ${refused.length} refused.`,
    )
    return refused.length > 0 ? 1 : 0
  },
}

const inviteAdministrator: Command = {
  name: 'admin invite',
  usage: '--town T --mail M',
  help: 'Invites an administrator of a town: prints a link that works once, for 24 hours. No mail is sent.',
  options: { town: { type: 'string' }, mail: { type: 'string' } },
  run: async (house, { options, now }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    const { mail } = options
    if (typeof mail !== 'string' || !isMail(mail)) return wrongCall('Name the mail address: --mail name@town.example.')
    const language = 'de' as const
    if (!(await house.ask<InvitationPage>(town, 'invitation-page', { token: '', language }))) {
      console.error(`Nobody can sign in to ${town.settings.name} yet: no module offers it.`)
      return 1
    }
    await completeAdministrators(house, town, now, 'make')
    const wanted = { mail, purpose: 'administrator' as const, roles: [{ role: administratorRole }] }
    const made = await invite(town, { giver: undefined, actor: { system: 'desk' } }, wanted, now)
    if ('refused' in made) {
      console.error(
        made.refused === 'mail-taken' ? `Somebody with the address ${mail} is there already.` : `Refused: ${made.refused}`,
      )
      return 1
    }
    const place = await house.ask<InvitationPage>(town, 'invitation-page', { token: made.token, language })
    console.log(place?.url)
    console.error(
      `Works once, until ${made.expiresAt.toISOString()}. Whoever opens it becomes administrator of ${town.settings.name}.`,
    )
    return 0
  },
}

const createToken: Command = {
  name: 'machine-token create',
  usage: '--town T --name NAME --permission M.N.V,… [--days 90]',
  help: 'Prints a new access token for a program; it is shown once.',
  options: { town: { type: 'string' }, name: { type: 'string' }, permission: { type: 'string' }, days: { type: 'string' } },
  run: async (house, { options, now }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    const { name, permission = '', days: typed = '90' } = options
    const known = machinePermissions(house, 'de').map(({ value }) => value)
    const permissions = String(permission).split(',').filter(Boolean)
    const unknown = permissions.filter((one) => !known.includes(one))
    const days = Number(typed)
    if (typeof name !== 'string' || name.trim() === '' || name.length > 120)
      return wrongCall('Name the program: --name NAME, at most 120 characters.')
    if (permissions.length === 0 || unknown.length > 0) return wrongCall(`--permission takes of: ${known.join(', ')}.`)
    if (!Number.isInteger(days) || days < 1 || days > 400) return wrongCall('--days is a number from 1 to 400.')
    const expiresAt = new Date(now.getTime() + days * 86_400_000)
    console.log(await town.write((db: WriteDb<KernelTables>) => createMachineToken(db, { name, permissions, expiresAt }, now)))
    return 0
  },
}

const listTokens: Command = {
  name: 'machine-token list',
  usage: '--town T',
  help: 'Lists the tokens of a town with their ids and states; never the tokens themselves.',
  options: { town: { type: 'string' } },
  run: async (house, { options, now }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    for (const { id, name, permissions, expiresAt, revokedAt } of await town.read((db: ReadDb<KernelTables>) =>
      listMachineTokens(db),
    )) {
      const state = revokedAt ? 'revoked' : expiresAt <= now ? 'expired' : `valid until ${expiresAt.toISOString().slice(0, 10)}`
      console.log(`${id}  ${state.padEnd(24)} ${name}  ${permissions.join(',')}`)
    }
    return 0
  },
}

const revokeToken: Command = {
  name: 'machine-token revoke',
  usage: 'ID --town T',
  help: 'Ends a token at once.',
  options: { town: { type: 'string' } },
  run: async (house, { positionals, options, now }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    const [id = ''] = positionals
    const revoked =
      isId(id) && (await town.write((db: WriteDb<KernelTables>) => revokeMachineToken(db, id, { system: 'desk' }, now)))
    if (!revoked) console.error(`There is no valid token ${id}.`)
    return revoked ? 0 : 1
  },
}

export const commands: readonly Command[] = [importOrganisation, inviteAdministrator, createToken, listTokens, revokeToken]
