// Who may act for whom, and how an act done for somebody else is marked for that person.
import type { SignedIn } from '../kernel/access.ts'
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { TownSql } from '../kernel/town.ts'

/** Where a person sees for whom they act, and where a POST ends it. Urls carry their language prefix. */
export type ActingPlaces = Contract<'acting-places', 1, { language: Language }, { url: string; stop: string }>

/**
 * Whether the session of `person` may do this now for whom it acts for: asked again with every act, since an authority may have ended
 * a moment ago. `subject` is whose matter it is: the person's own id where nobody is represented. Undefined: no.
 */
export type MayAct = Contract<
  'may-act',
  1,
  { db: TownSql; person: SignedIn; matter: string; verb: 'read' | 'write'; now: Date },
  { subject: string } | undefined
>

/** How something came in: by the person, by a representative, or typed by staff for them. */
export type EnteredHow = 'representative' | 'counter' | 'phone' | 'letter'
/** `matter` reads `<module>.<noun>/<id>`; `what` is a sentence the represented person reads. Asked inside a logged look at `subject`. */
export type NoteAct = Contract<
  'note-act',
  1,
  { db: TownSql; subject: string; by: SignedIn; how: EnteredHow; matter: string; what: string; now: Date },
  { id: string }
>
/** Who entered a matter for the person: `Am Schalter eingegeben von Bürgerbüro Pasing`. Empty: the person did it. */
export type EnteredBy = Contract<
  'entered-by',
  1,
  { db: TownSql; subject: string; matter: string; language: Language },
  readonly { how: EnteredHow; label: string; at: Date }[]
>

/** Who reads letters to an organisation in this matter, to be told that one waits: ids of persons. */
export type RepresentativesOf = Contract<
  'representatives-of',
  1,
  { db: TownSql; organisation: string; matter: string },
  readonly string[]
>

/** In what somebody may be represented, for powers of attorney that do not hold for everything: `cases`, `Anträge`. */
export type RepresentableMatters = Contract<
  'representable-matters',
  1,
  { language: Language },
  readonly { key: string; label: string }[]
>
