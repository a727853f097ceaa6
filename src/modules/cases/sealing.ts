// What is personal in a case, sealed under the town's key and bound to its own row.
import { decrypt, encrypt, type TownKey } from '../../kernel/keys.ts'
import type { AnswersContent, DecisionContent, OpinionContent, PartyContent, RequestContent } from './tables.ts'

const place = <Value>(kind: string) => ({
  seal: (key: TownKey, id: string, value: Value): Buffer =>
    encrypt(key, Buffer.from(JSON.stringify(value)), `cases.${kind}/${id}`),
  open: (key: TownKey, id: string, bytes: Uint8Array): Value =>
    JSON.parse(decrypt(key, bytes, `cases.${kind}/${id}`).toString()) as Value,
})

export const sealedParty = place<PartyContent>('party')
export const sealedAnswers = place<AnswersContent>('answers')
export const sealedName = place<string>('document')
/** The id is `<case>/<number>`. */
export const sealedReason = place<string>('event')
export const sealedRequest = place<RequestContent>('request')
export const sealedDecision = place<DecisionContent>('decision')
export const sealedNote = place<string>('note')
export const sealedOpinion = place<OpinionContent>('opinion')
