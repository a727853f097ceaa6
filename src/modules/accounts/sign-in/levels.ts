// Assurance levels (Vertrauensniveaus): what they are called elsewhere, and which one a provider's claims prove.
import { levels, reaches } from '../../../kernel/access.ts'
import type { Level } from '../../../kernel/tables.ts'

/**
 * Our levels beside those of the EU and of the federal office. The names of TR-03107-1 in the third column are from memory of the
 * guideline ("normal, substantiell, hoch") and were not checked against its text.
 * @standard Regulation (EU) No 910/2014 Art. 8 Abs. 2; BSI TR-03107-1 (unverified)
 */
export const levelNames: readonly { level: Level; eidas: string | undefined; tr03107: string | undefined; provedBy: string }[] = [
  { level: 'none', eidas: undefined, tr03107: undefined, provedBy: 'nothing' },
  { level: 'basic', eidas: undefined, tr03107: undefined, provedBy: 'a code by mail, or a passkey' },
  { level: 'low', eidas: 'low', tr03107: 'normal (unverified)', provedBy: 'a claim of the identity provider' },
  {
    level: 'substantial',
    eidas: 'substantial',
    tr03107: 'substantiell (unverified)',
    provedBy: 'a claim of the identity provider',
  },
  { level: 'high', eidas: 'high', tr03107: 'hoch (unverified)', provedBy: 'a claim of the identity provider' },
]

/** A passkey and a code never prove more than this. */
export const ownLevel: Level = 'basic'

/**
 * The level that claims prove: the highest one that the town's table knows among `acr` and the claim the town named.
 * A value the table does not know proves `none`: the provider only said that it knows somebody.
 */
export function levelOfClaims(
  claims: Readonly<Record<string, unknown>>,
  table: Readonly<Record<string, Level>>,
  levelClaim = 'acr',
): Level {
  const said = claims[levelClaim]
  const values = (Array.isArray(said) ? said : [said]).filter((value): value is string => typeof value === 'string')
  const proved = values.flatMap((value) => (Object.hasOwn(table, value) ? [table[value]!] : []))
  return proved.reduce<Level>((best, level) => (reaches(level, best) ? level : best), 'none')
}

export const isLevel = (text: string | undefined): text is Level => levels.includes(text as Level)
