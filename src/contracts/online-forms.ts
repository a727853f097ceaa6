// Which forms of this house belong to a thing, such as a service of the catalogue: asked by the page that shows it.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

/** Only forms that can be begun now. Urls carry their language prefix. Whatever changes the answer tells one of `dependsOn`. */
export type OnlineForms = Contract<
  'online-forms',
  1,
  { subject: string; language: Language; today: string },
  { forms: readonly { title: string; url: string }[]; dependsOn: readonly string[] }
>
