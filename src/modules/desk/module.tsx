// The door: the staff's one work place, the organisation, roles, tokens, and provisioning by the town's directory.
import { readFileSync } from 'node:fs'
import type { AccountLinks } from '../../contracts/account-links.ts'
import type { DeskPreferences, StaffNotice } from '../../contracts/desk-work.ts'
import type { AcceptInvitation, InvitationOf } from '../../contracts/invitations.ts'
import type { DemoAccounts, DemoStaff, StaffGroups, StaffOf } from '../../contracts/sign-in.ts'
import type { TownFiles } from '../../contracts/town-files.ts'
import { applyGroups } from '../../kernel/group-roles.ts'
import { acceptInvitation, findInvitation } from '../../kernel/invitations.ts'
import { pathIn } from '../../kernel/language.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import { takeOrganisation } from '../../kernel/organisation.ts'
import { readOrganisation } from '../../kernel/organisation-files.ts'
import type { WriteDb } from '../../kernel/town.ts'
import { commands } from './commands.ts'
import { demoColleagues, makeDemoColleagues } from './demo.ts'
import { deputyRoutes } from './deputy-routes.tsx'
import { findIdentified } from './identified.ts'
import { organisationRoutes } from './organisation-routes.tsx'
import { peopleRoutes } from './people-routes.tsx'
import { roleRoutes } from './role-routes.tsx'
import { scimRoutes } from './scim/routes.ts'
import { completeAdministrators, fileOf, takeRoles } from './standard-roles.ts'
import { addNotice, findPreferences, listSavedPaths } from './start.ts'
import { startRoutes } from './start-routes.tsx'
import type { DeskTables } from './tables.ts'
import { tokenRoutes } from './token-routes.tsx'
import { unitChangeRoutes } from './unit-change-routes.tsx'
import { deskWords } from './words.ts'

const door: ModuleDoor = {
  name: 'desk',
  officialName: 'Arbeitsplatz',
  roots: ['/desk', '/scim/v2'],
  permissions: {
    'work.see': { de: 'Am Arbeitsplatz arbeiten', en: 'Work at the desk' },
    'organisation.see': { de: 'Organisation und Beschäftigte finden', en: 'Find units and colleagues' },
    'organisation.change': {
      de: 'Einheiten anlegen, umbenennen, verlegen und schließen',
      en: 'Open, rename, move and close units',
      administrative: true,
    },
    'members.invite': { de: 'Personen in eine Einheit einladen', en: 'Invite people into a unit', administrative: true },
    'roles.grant': { de: 'Rollen geben und entziehen', en: 'Give and take roles', administrative: true },
    'roles.change': { de: 'Rollen anlegen und ändern', en: 'Make and change roles', administrative: true },
    'scim.provision': {
      de: 'Beschäftigte und Einheiten aus dem Verzeichnis der Stadt übernehmen (SCIM)',
      en: 'Provision staff and units from the town’s directory (SCIM)',
      administrative: true,
    },
    'tokens.manage': {
      de: 'Zugänge für Programme verwalten',
      en: 'Manage tokens for programs',
      administrative: true,
      wholeTown: true,
    },
  },
  processing: [
    {
      purpose: {
        de: 'Verzeichnis der Beschäftigten, ihrer Einheiten und Rollen',
        en: 'Directory of staff, their units and roles',
      },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
      subjects: { de: 'Beschäftigte', en: 'Staff' },
      categories: {
        de: 'Name, dienstliche Adresse und Nummer, Einheit, Rollen mit ihren Zeiten, Vertretungen',
        en: 'Name, address and number on duty, unit, roles with their times, deputies',
      },
      recipients: { de: 'Beschäftigte der Stadt', en: 'Staff of the town' },
      erasedAfter: {
        de: 'Nach dem Ausscheiden, sobald keine Nachweispflicht mehr besteht',
        en: 'After leaving, once no duty to keep evidence remains',
      },
    },
    {
      purpose: {
        de: 'Arbeitsplatz einrichten: gemerkte Ansichten, Vorlieben, Hinweise',
        en: 'Setting up the work place: views that are kept, preferences, notices',
      },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
      subjects: { de: 'Beschäftigte', en: 'Staff' },
      categories: {
        de: 'Adresse und Name der Ansicht, Darstellung der Listen, Text und Lesezeit der Hinweise',
        en: 'Address and name of the view, layout of lists, text and time of reading of notices',
      },
      recipients: { de: 'nur die Person selbst', en: 'the person alone' },
      erasedAfter: {
        de: 'gemerkte Ansichten, sobald die Person sie entfernt; sonst noch ohne Frist',
        en: 'views once the person removes them; otherwise no time set yet',
      },
    },
  ],
  desk: [
    { path: '/desk', permission: 'desk.work.see', label: { de: 'Start', en: 'Start' }, first: true },
    {
      path: '/desk/organisation',
      permission: 'desk.organisation.see',
      label: { de: 'Organisation', en: 'Organisation' },
      rare: true,
    },
    { path: '/desk/roles', permission: 'desk.roles.change', label: { de: 'Rollen', en: 'Roles' }, rare: true },
    { path: '/desk/tokens', permission: 'desk.tokens.manage', label: { de: 'Programme', en: 'Programs' }, rare: true },
  ],
  offers: [
    offer<TownFiles>('town-files', 1, async (town, { folder, starter, now }, house) => {
      const roles = fileOf(town, { folder, starter }, 'roles.json')
      const lines = roles ? await takeRoles(house, town, roles.file, now) : []
      const found = fileOf(town, { folder, starter }, 'organisation.csv', 'organisation.json')
      if (!found) return { changed: lines.length > 0, lines }
      const read = readOrganisation(readFileSync(found.file, 'utf8'), { example: !found.own })
      const report = await town.write((db: WriteDb<DeskTables>) =>
        takeOrganisation(db, { lines: read.lines, source: 'file' }, now),
      )
      const { created, changed, refused } = report
      for (const { line, key, reason } of [...read.refused, ...refused])
        lines.push(`Organisation, line ${line} ${key}: ${reason}`)
      const news = created.length + changed.length
      if (news > 0) lines.push(`Organisation: ${created.length} new units, ${changed.length} changed`)
      return { changed: news > 0, lines }
    }),
    offer<InvitationOf>('invitation-of', 1, async (town, { token, now }) => {
      const found = await findInvitation(town, token, now)
      return found ? { state: 'open', ...found } : { state: 'gone' }
    }),
    offer<AcceptInvitation>('accept-invitation', 1, (town, { db, now, ...accepted }) =>
      acceptInvitation(db as WriteDb<DeskTables>, town, accepted, now),
    ),
    offer<StaffOf>('staff-of', 1, (town, identity) => findIdentified(town, identity)),
    offer<StaffGroups>('staff-groups', 1, async (_town, { db, person, provider, groups, now }) => ({
      unknown: await applyGroups(db as WriteDb<DeskTables>, person, { provider, wanted: groups }, now),
    })),
    offer<AccountLinks>('account-links', 1, async (_town, { kind, language }) =>
      kind === 'staff' ? [{ label: deskWords({ language }).desk, url: pathIn(language, '/desk'), order: 5 }] : [],
    ),
    offer<DemoAccounts>('demo-accounts', 1, async (town, { now }, house) => {
      for (const other of house.towns.list())
        if (other.settings.demo && other.key !== town.key) await makeDemoColleagues(house, other, now)
      return makeDemoColleagues(house, town, now)
    }),
    offer<DemoStaff>('demo-staff', 1, async () => demoColleagues),
    offer<DeskPreferences>('desk-preferences', 1, async (town, { person }) => ({
      ...(await findPreferences(town, person)),
      url: '/desk/preferences',
      saveUrl: '/desk/filters',
      saved: await listSavedPaths(town, person),
    })),
    offer<StaffNotice>('staff-notice', 1, (_town, { db, ...notice }) => addNotice(db as WriteDb<DeskTables>, notice)),
  ],
  commands,
  routes: (on) => {
    startRoutes(on)
    organisationRoutes(on)
    unitChangeRoutes(on)
    peopleRoutes(on)
    deputyRoutes(on)
    roleRoutes(on)
    tokenRoutes(on)
    scimRoutes(on)
  },
  // A new room brings new permissions: its town's administrators can give them from the start.
  opened: (house) => {
    const completing = house.towns.list().map((town) =>
      completeAdministrators(house, town, new Date(), 'if there').catch((fault: unknown) => {
        house.log.fault('the role of the administrators could not be completed', fault, { town: town.key })
      }),
    )
    return async () => void (await Promise.all(completing))
  },
}

export default door
