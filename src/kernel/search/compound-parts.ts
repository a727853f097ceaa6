// German words that compounds of city life are made of, besides those that the documents themselves bring.

export const compoundParts = `
abfall abgabe ablauf abmelde abnahme abschluss abwasser adresse adress akte alter alters amt änderung anfrage angel anhänger anliegen anlieger anmelde anmeldung
antrag anwohner anzeige arbeit arzt asyl aufenthalt aufsicht ausbildung ausfuhr auskunft ausland ausländer ausnahme ausweis auto
bad bahn bau baum behinderte behörde beitrag beratung bescheid bescheinigung besuch betreuung betrieb bewachung beglaubigung beförderung befreiung bebauung bestattung bewohner bezirk bild boden brief bücherei bürger büro bus buß
dach daten dauer dienst diebstahl dokument drohne durchsuchung
ehe eigentum einbau einfuhr einkommen eintrag eltern energie enkel entsorgung entwässerung erbe erlaubnis ersatz
fähigkeit fahr fahrer fahrrad fahrt fahrzeug familie feier ferien fest feuer feuerwehr film firma fischerei flucht flüchtling förderung form foto frauen friedhof fuhr führer führung fund
garten gast gaststätte gebäude gebühr gefahr geld gemeinde genehmigung gericht geschäft gesuch gesundheit gewalt gewerbe grab grenze grund grundstück gutachten
hafen haft halle halter handel handwerk haupt haus heim heirat heizung helfer hilfe hochschule hochzeit hof hund
impfung industrie inhaber jagd jugend jung
kamin karte kasse katze kauf kennzeichen kfz kind kirche kita klasse konto kontrolle konzert kosten kraft kranken krankheit kredit kultur kunde kurs
laden lärm land last leben lehrer leistung lizenz lkw lokal
mahnung makler markt marke maßnahme medizin meister meldung melde miete mieter minder mittel möbel motorrad müll museum musik mutter
nachbar nachname nachricht nachweis name natur not notar nummer nutzung
oldtimer online ort
papier park partner pass person personal personen pflege pkw plakette plan platz polizei post praxis preis probe prüfung
quittung radler rat raum recht reform regel register reha reise rente rest rettung roller ruf rund
saison schaden schein schild schloss schlüssel schrift schuld schule schüler schutz schwimm senioren sicherheit siegel sitz sonder sorge sperre spiel sport sprache
staat stadt stand stelle sterbe steuer straße strafe strom student studenten studium stunde
tag tages taxi technik teil telefon termin test theater tier titel tod toten tonne transport trauung trau tür
übergabe übungs umschreibung umwelt umzug unfall unterhalt unterlagen unterkunft unterschrift urkunde urlaub
vater veranstaltung verband verein verfahren verhältnis verkauf verkehr verlängerung verlust vermieter vermietung vermögen vernichtung versicherung versorgung vertrag verwaltung vieh visum volk vollmacht vorname vorsorge
waffe wache wahl waisen wald ware wasser weg wehr weiterbildung wechsel werk wert wild wirt witwen witwer woche wohn wohnung wohnungs wunsch
zahlung zahn zeichen zeit zelt zentrum zeugnis zimmer zins zirkus zoll zone zufahrt zug zulage zulassung zulassungs zusammen zuschuss zuzug zweit
`
