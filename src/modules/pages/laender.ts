// What differs by Land: who enforces accessibility of public websites, and whether municipalities owe easy and sign language.

/**
 * `easyAndSign`: duty of municipalities to explain their website in Leichte Sprache and German Sign Language.
 * `duty` and `none` follow the overview of the Landeskompetenzzentrum Barrierefreie IT Hessen, read second-hand;
 * `unclear` where it has a footnote or nothing was found. `verified` turns true once somebody asked the body itself.
 */
export type Land = {
  name: string
  /** @de Durchsetzungsstelle, Schlichtungsstelle, Ombudsstelle; absent where no source was read. */
  enforcement?: { body: string; url?: string; source: string }
  easyAndSign: 'duty' | 'none' | 'unclear'
  verified: boolean
}

/** The official list of all enforcement bodies, to check an entry against. */
export const enforcementList = 'https://lbit.hessen.de/buergerinnen-und-buerger/durchsetzungsstellen-der-laender'

/** Key: ISO 3166-2:DE without prefix. Sources read in November 2026. @law Directive (EU) 2016/2102 Art. 9 */
export const laender: Readonly<Record<string, Land>> = {
  BW: {
    name: 'Baden-Württemberg',
    enforcement: {
      body: 'Schlichtungsstelle beim Landeszentrum Barrierefreiheit (LZ-BARR)',
      url: 'https://barrierefreiheit-bw.de/barrierefreiheitdurchsetzen/schlichtungsantrag',
      source: '§ 10b L-BGG; barrierefreiheit-bw.de',
    },
    easyAndSign: 'duty',
    verified: false,
  },
  BY: {
    name: 'Bayern',
    enforcement: {
      body: 'Durchsetzungs- und Überwachungsstelle für barrierefreie Informationstechnik beim Landesamt für Digitalisierung, Breitband und Vermessung',
      source: '§ 11 BayDiV, as named in the template; towns/README.md',
    },
    easyAndSign: 'none',
    verified: false,
  },
  BE: {
    name: 'Berlin',
    enforcement: {
      body: 'Landesbeauftragte für digitale Barrierefreiheit',
      url: 'https://berlin.de/lb/digitale-barrierefreiheit/aufgaben/durchsetzungsverfahren/durchsetzungsverfahren-1305830.php',
      source: 'berlin.de/lb/digitale-barrierefreiheit',
    },
    easyAndSign: 'duty',
    verified: false,
  },
  BB: { name: 'Brandenburg', easyAndSign: 'unclear', verified: false },
  HB: {
    name: 'Bremen',
    enforcement: {
      body: 'Zentralstelle für barrierefreie Informationstechnik beim Landesbehindertenbeauftragten',
      source: 'kobinet-nachrichten on the Landesbehindertenbeauftragte; a Schlichtungsstelle stands beside it',
    },
    easyAndSign: 'duty',
    verified: false,
  },
  HH: { name: 'Hamburg', easyAndSign: 'duty', verified: false },
  HE: {
    name: 'Hessen',
    enforcement: {
      body: 'Durchsetzungs- und Überwachungsstelle für barrierefreie IT beim Regierungspräsidium Gießen',
      url: 'https://lbit.hessen.de/Durchsetzungs-und-Ueberwachungsstelle/Durchsetzungsverfahren-beantragen',
      source: '§ 6 HVBIT; lbit.hessen.de',
    },
    easyAndSign: 'none',
    verified: false,
  },
  MV: {
    name: 'Mecklenburg-Vorpommern',
    enforcement: {
      body: 'Anlauf- und Überwachungsstelle „Digitale Barrierefreiheit“ beim Sozialministerium',
      source: '§ 2 Abs. 1 BITVO M-V; statement of the Landesamt für Finanzen',
    },
    easyAndSign: 'none',
    verified: false,
  },
  NI: { name: 'Niedersachsen', easyAndSign: 'none', verified: false },
  NW: {
    name: 'Nordrhein-Westfalen',
    enforcement: { body: 'Ombudsstelle für barrierefreie Informationstechnik', source: 'BITVNRW, second-hand' },
    easyAndSign: 'duty',
    verified: false,
  },
  RP: {
    name: 'Rheinland-Pfalz',
    enforcement: {
      body: 'Durchsetzungsstelle bei der oder dem Landesbeauftragten für die Belange von Menschen mit Behinderungen',
      url: 'https://inklusion.rlp.de/de/landesbeauftragte-landesteilhabebeirat/durchsetzungsstelle/',
      source: 'BITV RP; inklusion.rlp.de',
    },
    easyAndSign: 'duty',
    verified: false,
  },
  SL: {
    name: 'Saarland',
    enforcement: {
      body: 'Schlichtungsstelle nach § 12e SBGG',
      source: 'statement of service.saarland.de; moved to the Landesfachstelle Barrierefreiheit since',
    },
    easyAndSign: 'unclear',
    verified: false,
  },
  SN: { name: 'Sachsen', easyAndSign: 'unclear', verified: false },
  ST: {
    name: 'Sachsen-Anhalt',
    enforcement: {
      body: 'Ombudsstelle bei der Landesfachstelle für Barrierefreiheit',
      url: 'https://lf-barrierefreiheit-st.de/ueber-uns/ombudsstelle',
      source: 'lf-barrierefreiheit-st.de',
    },
    easyAndSign: 'unclear',
    verified: false,
  },
  SH: {
    name: 'Schleswig-Holstein',
    enforcement: {
      body: 'Beschwerdestelle für barrierefreie Informationstechnik',
      url: 'https://www.landtag.ltsh.de/beauftragte/beschwerdestelle-fuer-barrieren',
      source: '§§ 12e, 12f LBGG; landtag.ltsh.de',
    },
    easyAndSign: 'unclear',
    verified: false,
  },
  TH: { name: 'Thüringen', easyAndSign: 'unclear', verified: false },
}
