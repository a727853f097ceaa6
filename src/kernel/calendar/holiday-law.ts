// Public holidays as data: which day, where, since when, after which law. Reliable from 1995 on.

export type Land = 'BW' | 'BY' | 'BE' | 'BB' | 'HB' | 'HH' | 'HE' | 'MV' | 'NI' | 'NW' | 'RP' | 'SL' | 'SN' | 'ST' | 'SH' | 'TH'

export const laender: readonly Land[] = [
  ...(['BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV'] as const),
  ...(['NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH'] as const),
]

/** `verified`: the text of the law was read (in a reproduction) on 2026-11-22; otherwise it is from memory and must be checked. */
export type LawSource = { law: string; source: string; verified: boolean }

const from = (law: string, source: string): LawSource => ({ law, source, verified: true })
const unread = (law: string): LawSource => ({ law, source: 'nicht nachgelesen', verified: false })

/** The act that names the holidays of each Land. @de Feiertagsgesetz */
export const holidayActs: Readonly<Record<Land, LawSource>> = {
  BW: unread('§ 1 FTG Baden-Württemberg'),
  BY: from('Art. 1 FTG Bayern', 'https://gesetze.io/gesetze/by/ftg/1'),
  BE: from(
    '§ 1 Gesetz über die Sonn- und Feiertage Berlin',
    'https://berlin.de/sen/inneres/buerger-und-staat/verfassungs-und-verwaltungsrecht/artikel.1435639.php',
  ),
  BB: unread('§ 2 FTG Brandenburg'),
  HB: unread('§ 2 Gesetz über die Sonn- und Feiertage Bremen'),
  HH: unread('§ 1 Feiertagsgesetz Hamburg'),
  HE: unread('§ 1 HFeiertagsG'),
  MV: unread('§ 2 FTG M-V'),
  NI: unread('§ 2 NFeiertagsG'),
  NW: unread('§ 2 Feiertagsgesetz NW'),
  RP: unread('§ 2 LFtG Rheinland-Pfalz'),
  SL: unread('§ 2 SFG Saarland'),
  SN: unread('§ 1 SächsSFG'),
  ST: unread('§ 2 FeiertG LSA'),
  SH: unread('§ 2 SFTG Schleswig-Holstein'),
  TH: from('§ 2 ThürFGtG', 'https://kirchenrecht-ekm.de/document/9627'),
}

/** A day of the year (`MM-DD`), a number of days from Easter Sunday, the Wednesday before 23 November, or one single day. */
export type HolidayDate = { monthDay: string } | { easter: number } | { repentance: true } | { once: string }

export type HolidayRule = {
  key: string
  name: { de: string; en: string }
  on: HolidayDate
  /** Whole Länder; 'all' sixteen. */
  in?: 'all' | readonly Land[]
  /** Beginnings of official regional keys (12 digits): a municipality, a district. */
  municipalities?: readonly string[]
  /** Where single municipalities, or parts of them, have it and no list is kept here: the town says so itself. */
  ask?: { under: readonly string[]; except: readonly string[]; who: string }
  /** First and last year. */
  since?: number
  until?: number
  /** Where it is not the Land's act of `holidayActs`. */
  own?: LawSource
}

const catholicTowns: readonly string[] = [
  // München, Augsburg, Würzburg, Regensburg, Ingolstadt.
  ...['091620000000', '097610000000', '096630000000', '093620000000', '091610000000'],
]
const protestantTowns: readonly string[] = [
  // Nürnberg, Fürth, Erlangen, Hof, Bayreuth, Coburg.
  ...['095640000000', '095630000000', '095620000000', '094640000000', '094620000000', '094630000000'],
]

export const holidayRules: readonly HolidayRule[] = [
  { key: 'new-year', name: { de: 'Neujahr', en: 'New Year’s Day' }, on: { monthDay: '01-01' }, in: 'all' },
  {
    key: 'epiphany',
    name: { de: 'Heilige Drei Könige', en: 'Epiphany' },
    on: { monthDay: '01-06' },
    in: ['BW', 'BY', 'ST'],
  },
  {
    key: 'womens-day',
    name: { de: 'Internationaler Frauentag', en: 'International Women’s Day' },
    on: { monthDay: '03-08' },
    in: ['BE'],
    since: 2019,
  },
  {
    key: 'womens-day',
    name: { de: 'Internationaler Frauentag', en: 'International Women’s Day' },
    on: { monthDay: '03-08' },
    in: ['MV'],
    since: 2023,
  },
  { key: 'good-friday', name: { de: 'Karfreitag', en: 'Good Friday' }, on: { easter: -2 }, in: 'all' },
  { key: 'easter-sunday', name: { de: 'Ostersonntag', en: 'Easter Sunday' }, on: { easter: 0 }, in: ['BB'] },
  { key: 'easter-monday', name: { de: 'Ostermontag', en: 'Easter Monday' }, on: { easter: 1 }, in: 'all' },
  { key: 'labour-day', name: { de: '1. Mai', en: 'Labour Day' }, on: { monthDay: '05-01' }, in: 'all' },
  { key: 'ascension', name: { de: 'Christi Himmelfahrt', en: 'Ascension Day' }, on: { easter: 39 }, in: 'all' },
  { key: 'whit-sunday', name: { de: 'Pfingstsonntag', en: 'Whit Sunday' }, on: { easter: 49 }, in: ['BB'] },
  { key: 'whit-monday', name: { de: 'Pfingstmontag', en: 'Whit Monday' }, on: { easter: 50 }, in: 'all' },
  {
    key: 'corpus-christi',
    name: { de: 'Fronleichnam', en: 'Corpus Christi' },
    on: { easter: 60 },
    in: ['BW', 'BY', 'HE', 'NW', 'RP', 'SL'],
  },
  {
    key: 'corpus-christi',
    name: { de: 'Fronleichnam', en: 'Corpus Christi' },
    on: { easter: 60 },
    // Landkreis Eichsfeld, whole; parts of Unstrut-Hainich-Kreis and Wartburgkreis.
    municipalities: ['16061'],
    ask: { under: ['16064', '16063'], except: [], who: 'Verordnung nach § 2 Abs. 2 ThürFGtG' },
    own: from('§ 2 Abs. 2 ThürFGtG und Verordnung dazu', 'http://www.kreis-eic.de/feiertagsrecht.html'),
  },
  {
    key: 'corpus-christi',
    name: { de: 'Fronleichnam', en: 'Corpus Christi' },
    on: { easter: 60 },
    // Parts of the Landkreis Bautzen, some of them parts of a municipality only.
    ask: { under: ['14625'], except: [], who: 'Fronleichnamsverordnung Sachsen' },
    own: unread('§ 1 Abs. 2 SächsSFG und Fronleichnamsverordnung'),
  },
  {
    key: 'peace-festival',
    name: { de: 'Hohes Friedensfest', en: 'Peace Festival' },
    on: { monthDay: '08-08' },
    municipalities: ['097610000000'],
    own: from('Art. 1 Abs. 2 FTG Bayern', 'https://gesetze.io/gesetze/by/ftg/1'),
  },
  { key: 'assumption', name: { de: 'Mariä Himmelfahrt', en: 'Assumption Day' }, on: { monthDay: '08-15' }, in: ['SL'] },
  {
    key: 'assumption',
    name: { de: 'Mariä Himmelfahrt', en: 'Assumption Day' },
    on: { monthDay: '08-15' },
    municipalities: catholicTowns,
    // Upper and Lower Bavaria as a whole have more Catholics, says the Landesamt; each municipality announces it itself.
    ask: {
      under: ['09'],
      except: [...catholicTowns, ...protestantTowns],
      who: 'Bayerisches Landesamt für Statistik, Feststellung nach dem Zensus 2022',
    },
    own: from('Art. 1 Abs. 1 Nr. 2, Abs. 3 FTG Bayern', 'https://gesetze.io/gesetze/by/ftg/1'),
  },
  {
    key: 'childrens-day',
    name: { de: 'Weltkindertag', en: 'World Children’s Day' },
    on: { monthDay: '09-20' },
    in: ['TH'],
    since: 2019,
  },
  {
    key: 'unity-day',
    name: { de: 'Tag der Deutschen Einheit', en: 'Day of German Unity' },
    on: { monthDay: '10-03' },
    in: 'all',
    own: from(
      'Art. 2 Abs. 2 Einigungsvertrag',
      'https://berlin.de/sen/inneres/buerger-und-staat/verfassungs-und-verwaltungsrecht/artikel.1435639.php',
    ),
  },
  {
    key: 'reformation',
    name: { de: 'Reformationstag', en: 'Reformation Day' },
    on: { monthDay: '10-31' },
    in: ['BB', 'MV', 'SN', 'ST', 'TH'],
  },
  {
    key: 'reformation',
    name: { de: 'Reformationstag', en: 'Reformation Day' },
    on: { monthDay: '10-31' },
    in: ['HB', 'HH', 'NI', 'SH'],
    since: 2018,
  },
  {
    key: 'reformation',
    name: { de: 'Reformationstag (500 Jahre)', en: 'Reformation Day (500 years)' },
    on: { once: '2017-10-31' },
    in: ['BW', 'BY', 'BE', 'HB', 'HH', 'HE', 'NI', 'NW', 'RP', 'SL', 'SH'],
    own: unread('Gesetze und Verordnungen der Länder über den 31. Oktober 2017'),
  },
  {
    key: 'all-saints',
    name: { de: 'Allerheiligen', en: 'All Saints’ Day' },
    on: { monthDay: '11-01' },
    in: ['BW', 'BY', 'NW', 'RP', 'SL'],
  },
  {
    key: 'repentance',
    name: { de: 'Buß- und Bettag', en: 'Day of Repentance and Prayer' },
    on: { repentance: true },
    in: ['SN'],
  },
  {
    key: 'liberation',
    name: { de: 'Tag der Befreiung (75 Jahre)', en: 'Liberation Day (75 years)' },
    on: { once: '2020-05-08' },
    in: ['BE'],
  },
  {
    key: 'liberation',
    name: { de: 'Tag der Befreiung (80 Jahre)', en: 'Liberation Day (80 years)' },
    on: { once: '2025-05-08' },
    in: ['BE'],
    own: unread('§ 1 Gesetz über die Sonn- und Feiertage Berlin, Änderung für 2025'),
  },
  {
    key: 'uprising',
    name: { de: '75. Jahrestag des 17. Juni 1953', en: '75 years after 17 June 1953' },
    on: { once: '2028-06-17' },
    in: ['BE'],
    own: unread('§ 1 Gesetz über die Sonn- und Feiertage Berlin, Änderung für 2028'),
  },
  { key: 'christmas', name: { de: 'Erster Weihnachtstag', en: 'Christmas Day' }, on: { monthDay: '12-25' }, in: 'all' },
  { key: 'boxing-day', name: { de: 'Zweiter Weihnachtstag', en: 'Boxing Day' }, on: { monthDay: '12-26' }, in: 'all' },
]
