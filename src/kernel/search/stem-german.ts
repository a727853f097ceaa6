// A German stemmer for administrative language: anmelden, angemeldet, anzumelden and Anmeldung are one word.
// It works on folded words (see text.ts), so the umlaut plural (Pass, Pässe) is already gone.

const prefixes =
  'ab|an|auf|aus|bei|ein|fest|frei|fort|her|herunter|hin|hinzu|los|mit|nach|nieder|still|um|vor|weg|weiter|wieder|zu|zuruck|zusammen'

const participle = new RegExp(`^(${prefixes})ge(.{3,}?)(?:et|t|en)(?:e[mnrs]?)?$`)
const infinitiveWithZu = new RegExp(`^(${prefixes})zu(.{3,})en$`)
const simpleParticiple = /^ge(.{3,}?)(?:et|t)(?:e[mnrs]?)?$/
const nounsLikeParticiples =
  /^ge(?:biet|richt|sicht|wicht|burt|halt|stalt|schaft|rat|samt|schlecht|bot|bet|warte|sundheit|nehmigt|meinschaft|sellschaft|werkschaft|wahrt|schicht|dicht|spenst|fecht|flecht)/

/** Stems whose vowel changes, and nouns that belong to their verb. All folded. */
const irregular: Record<string, string> = {}
const families = `
verlust: verloren verlorene verlorenen verlorener verlorenes verlor verlieren verliere verliert verlier
diebstahl: gestohlen gestohlene gestohlenen gestohlener gestohlenes stehlen stahl diebstahle diebstahls
sterb: gestorben verstorben verstorbene verstorbenen verstorbener verstorbenes sterben stirbt starb sterbe
fund: gefunden gefundene gefundenen gefundener gefundenes fand funde fundes
geburt: geboren geborene geborenen geborener geborenes geburten geburts
scheid: geschieden geschiedene geschiedenen geschiedener scheidung scheidungen scheiden
umzug: umziehen umgezogen umziehe umzieht umzuge umzugs umzuziehen umziehst
wegzug: wegziehen weggezogen wegziehe wegzieht wegzuge wegzuziehen fortziehen fortgezogen
einzug: einziehen eingezogen einziehe einzieht einzuge einzuziehen
auszug: ausziehen ausgezogen ausziehe auszieht auszuge auszuzugs auszuziehen
zuzug: zuziehen zugezogen zuziehe zuzieht zugezogene zuzuge hergezogen
nachzug: nachziehen nachgezogen nachziehe nachzuge nachholen nachgeholt
entzug: entziehen entzogen entzogene entzogenen entzieht entziehung entziehungen entziehungs
ablauf: abgelaufen abgelaufene abgelaufenen abgelaufener abgelaufenes ablauft ablaufen
umschreib: umgeschrieben umschreiben umschreibung umschreibungen umzuschreiben umschreibe
einles: eingelesen einlesen
wechsel: gewechselt wechseln wechsele wechselt
schliess: geschlossen geschlossene schliessen schliesst schliessung
angeb: angegeben angeben
abgeb: abgegeben abgeben abgebe abgabe abgaben
nehm: genommen nehmen nimmt nehme
mitbring: mitgebracht mitbringen
betrieb: betreiben betreibe betreibt betrieben betriebs betriebe
erloschen: erlischt erloschene erloschen
gultig: gultigen gultige gultigkeit gultiger gultiges
zieh: gezogen ziehen ziehe zieht
pass: passe passen passes
arzt: arzte arzten arztin arztinnen arztes
bau: baut baue bauen gebaut bauten
kind: kinder kindern kindes kinds
haus: hauser hausern hauses
schul: schule schulen
zeitung: zeitungen
bild: bilder bildern bildes
bildung: bildungs
auto: autos
buro: buros
jahr: jahre jahren jahres
sperr: gesperrt sperren sperrung sperrungen sperre
kaput: kaputt kaputte kaputtes kaputter kaputten
bafog: bafg
fall: falle fallen falls
halt: halter haltern halters
schild: schilder schildern schilde
mutter: mutter mutters muttern
vater: vater vaters vatern
auslander: auslanders auslandern auslanderin auslanderinnen auslandisch auslandische auslandischen auslandischer auslandisches
grundung: grundungen
deutsch: deutsche deutscher deutschen deutsches deutschem
verbrann: verbrannt verbrennen
abhol: abgeholt abholen abholung abholungen abzuholen
gewerb: gewerbe gewerbes gewerblich gewerbliche gewerblichen gewerblicher gewerbliches
`
for (const line of families.trim().split('\n')) {
  const [lemma, forms] = line.split(': ')
  irregular[lemma!] = lemma!
  for (const form of forms!.split(' ')) irregular[form] = lemma!
}

const adjectiveEnding = /e[mnrs]?$/
const endings = [
  'ungen',
  'ungs',
  'ung',
  'heiten',
  'heit',
  'keiten',
  'keit',
  'erinnen',
  'erin',
  'ern',
  'em',
  'er',
  'en',
  'es',
  'et',
  'e',
  'n',
]
const shortest: Record<string, number> = {
  ungen: 4,
  ungs: 4,
  ung: 4,
  heiten: 5,
  heit: 5,
  keiten: 5,
  keit: 5,
  et: 5,
  er: 4,
  ern: 4,
  erin: 3,
  erinnen: 3,
}

export function stemGerman(word: string): string {
  const known = irregular[word] ?? (word.length > 6 ? irregular[word.replace(adjectiveEnding, '')] : undefined)
  if (known !== undefined) return known
  if (word.length < 4 || /\d/.test(word)) return word
  const base = withoutGe(word)
  return irregular[base] ?? stripped(base)
}

function withoutGe(word: string): string {
  const separable = participle.exec(word) ?? infinitiveWithZu.exec(word)
  if (separable) return separable[1]! + separable[2]!
  const simple = nounsLikeParticiples.test(word) ? null : simpleParticiple.exec(word)
  return simple && simple[1]!.length > 3 ? simple[1]! : word
}

function stripped(word: string): string {
  let stem = word
  for (let round = 0; round < 4; round++) {
    const next = strippedOnce(stem)
    if (next === stem) break
    stem = irregular[next] ?? next
  }
  return stem
}

function strippedOnce(word: string): string {
  if (word.length > 5 && /(?:er|ier|el)t$/.test(word)) return word.slice(0, -1)
  if (word.length > 6 && /^(?:ver|be|ent|er|zer).*[^aeious]t$/.test(word) && !/[sc]ht$/.test(word)) return word.slice(0, -1)
  if (word.endsWith('niss')) return word.slice(0, -1)
  for (const ending of endings) {
    if (!word.endsWith(ending) || word.length - ending.length < (shortest[ending] ?? 3)) continue
    if (ending.startsWith('erin')) return word.slice(0, 2 - ending.length)
    return word.slice(0, -ending.length)
  }
  return word.length > 4 && /[aobdfghklmnrt]s$/.test(word) ? word.slice(0, -1) : word
}
