// What the builder adds to the door of this room: what may be permitted, its place on the desk, which personal data it holds.
import type { DeclaredPermission, DeskRoom, Processing } from '../../../kernel/module.ts'
import { mayEdit } from './desk-form.ts'

export const builderPermissions: Record<string, DeclaredPermission> = {
  'form.edit': { de: 'Formulare bauen und ändern', en: 'Build and change forms' },
  'form.approve': { de: 'Formulare freigeben und veröffentlichen', en: 'Approve and publish forms' },
}

export const builderRooms: readonly DeskRoom[] = [
  { path: '/desk/forms', permission: mayEdit, label: { de: 'Formulare', en: 'Online forms' } },
]

export const builderProcessing: readonly Processing[] = [
  {
    purpose: { de: 'Bearbeitungsverlauf der Formulare', en: 'Editing history of the forms' },
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
    subjects: { de: 'Beschäftigte, die Formulare bauen', en: 'Staff who build forms' },
    categories: {
      de: 'Kennung der Person, Zeitpunkt und Inhalt der Änderung, Anmerkungen',
      en: 'Identifier of the person, time and content of the change, remarks',
    },
    recipients: { de: 'Beschäftigte mit dem Recht, das Formular zu bearbeiten', en: 'Staff who may edit the form' },
    erasedAfter: {
      de: 'Die Kennung bleibt beim Verlauf; ihr Name geht mit dem Konto der Person.',
      en: 'The identifier stays with the history; the name goes with the account of the person.',
    },
  },
]
