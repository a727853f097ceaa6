// `stadttor mailbox send`: one letter from the command line, for demonstrations and tests of an installation.

import { isUuid, newId } from '../../kernel/ids.ts'
import type { Command } from '../../kernel/module.ts'
import { sendLetter } from './letter.ts'

const usage = 'TOWN --to PERSON --subject TEXT --text TEXT [--unit PATH] [--matter ID] [--label TEXT] [--rule RULE]'

const send: Command = {
  name: 'mailbox send',
  usage,
  help: 'Puts a letter into the mailbox of a person.',
  options: {
    to: { type: 'string' },
    subject: { type: 'string' },
    text: { type: 'string' },
    unit: { type: 'string' },
    matter: { type: 'string' },
    label: { type: 'string' },
    rule: { type: 'string' },
  },
  run: async (house, { positionals: [key = ''], options, now }) => {
    const value = (name: string): string => (typeof options[name] === 'string' ? options[name] : '')
    const town = house.towns.byKey(key)
    if (!town || !isUuid(value('to')) || value('subject') === '' || value('text') === '') {
      console.error(`Usage: stadttor mailbox send ${usage}`)
      return 2
    }
    const letter = {
      key: `command/${newId(now)}`,
      to: { person: value('to') },
      unit: value('unit') || '/',
      matter: { kind: 'mailbox.command', id: value('matter') || newId(now), label: value('label') || value('subject') },
      subject: value('subject'),
      text: value('text').replaceAll('\\n', '\n'),
      ...(value('rule') !== '' && { formal: { rule: value('rule') } }),
    }
    const sent = await town.write((db) => sendLetter(house, town, { db, letter, now }))
    console.log(sent.paper ? `Not in the mailbox: ${sent.paper.reason.en}` : `/mailbox/${sent.thread}`)
    return 0
  },
}

export const mailboxCommands: readonly Command[] = [send]
