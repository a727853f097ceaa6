// Lists of the house that every form may choose from: states and nationalities.
import type { Language } from '../../../kernel/language.ts'
import type { CodeList } from './document.ts'

type Entries = CodeList['entries']

/** @standard ISO 3166-1:2020 alpha-2; XK is the user-assigned code in use for Kosovo */
const states =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  )

/** @standard ICAO Doc 9303-3 codes of persons without a defined nationality */
const withoutState = {
  de: [
    { value: 'XXA', label: 'staatenlos' },
    { value: 'XXX', label: 'ungeklärt' },
  ],
  en: [
    { value: 'XXA', label: 'stateless' },
    { value: 'XXX', label: 'not known' },
  ],
}

const made = new Map<string, Entries>()

function statesIn(language: 'de' | 'en'): Entries {
  const names = new Intl.DisplayNames([language === 'de' ? 'de-DE' : 'en-GB'], { type: 'region' })
  const sorted = new Intl.Collator(language)
  return states
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((one, other) => sorted.compare(one.label, other.label))
}

/**
 * `countries`, `nationalities`; undefined: the house has no such list. The values are codes of ISO 3166, the names those of Unicode CLDR:
 * the keys of the Statistisches Bundesamt are other ones.
 */
export function houseList(name: string, language: Language): Entries | undefined {
  if (name !== 'countries' && name !== 'nationalities') return undefined
  const spoken = language === 'en' ? 'en' : 'de'
  const key = `${name} ${spoken}`
  const known = made.get(key) ?? (name === 'countries' ? statesIn(spoken) : [...statesIn(spoken), ...withoutState[spoken]])
  made.set(key, known)
  return known
}
