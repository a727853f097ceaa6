// Words that carry no meaning of their own in a question to a town hall, German and English.

/** Left out of the index and of questions. */
export const stopWords = `
der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner
ich du er sie es wir ihr man mich mir dich dir uns euch ihm ihn ihnen sich
mein meine meinen meinem meiner meines dein deine deinen deiner sein seine seinen seinem seiner ihre ihren ihrem ihrer unser unsere unseren unserem unserer euer eure
und oder aber doch denn auch noch nur schon mal nun jetzt dann da hier dort so als wie wenn weil dass ob nicht nichts sehr mehr bitte hallo danke
in im ins an am ans auf aus bei beim mit nach von vom vor zu zum zur für fuer über ueber unter um durch gegen ohne bis seit während waehrend wegen per je pro etwa
ist sind war waren bin bist sei wird werden wurde wurden worden würde wuerde hat habe haben hatte hatten hab gehabt kann können koennen könnte koennte
muss müssen muessen musst soll sollen sollte will wollen wollte möchte moechte möchten moechten darf dürfen duerfen dürfte
was wer wo wohin woher wann warum wieso weshalb wozu welche welcher welches welchen welchem wieviel
brauche brauchen braucht benötige benoetige benötigen benoetigen benötigt bekomme bekommen bekommt kriege kriegen kriegt krieg erhalte erhalten erhält erhaelt
mache machen macht mach tun tue tut gehe gehen geht geh komme kommen kommt gibt geben gebe finde finden findet
dieser diese dieses diesen diesem jeder jede jedes jeden alle allen aller alles andere anderen anderer anderes beide beiden etwas jemand irgendwo irgendwie
sowie bzw beziehungsweise insbesondere sofern soweit hierzu dazu dabei damit daher darin davon dafür dafuer darüber darueber wir's gerne gern
eigentlich einfach denn halt eben gerade immer wieder lassen lasse lass mal
the a an of for to in on at by with from and or is are was were be been being am do does did i my me we our you your he she it its they them their this that these those there here
how what where when who which why can could should would will must may need needs want wants get gets getting got have has had make
please if about into as not no any some just im ive id dont after
`

/** Kept, but a result need not contain them. */
export const weakWords = `
antrag anträge beantragen beantragung stellen formular formulare online termin termine termins terminvereinbarung vereinbaren persönlich schriftlich schnell sofort dringend
amt behörde behörden stelle stellen zuständig stadt rathaus bürger bürgerservice service dienstleistung gemeinde landeshauptstadt
neu neue neuen neuer neues alt alte alten alter altes nächste nächsten nächstes nächster letzte letzten letztes jahr jahre monat woche tag tage heute morgen gestern bald
kosten kostet preis gebühr gebühren dauer dauert lange lang unterlagen information informationen info infos hilfe helfen frage fragen auskunft
richtig falsch möglich wichtig gut privat eigen eigene eigenen eigener eigenes
sache sachen ding dinge leute leben person personen mensch menschen
kaufen gekauft gekaufte wissen weiß kennen sagen fragen suchen suche gesucht
frau mann opa oma onkel tante bruder schwester freund freundin partner partnerin nachbar nachbarin chef kollege
beginnen anfangen starten start starting begin holen hole nehmen bringen
application apply applying applied request requesting form forms online appointment book booking office city town register registration registering cost costs fee fees
new old change changing replace help information info question german germany
zuhause daheim gültig gilt sehen wissen möglichkeit brauchbar zweck
wollte gehört passiert passieren haben sollen bleiben bleibt bleibe bleib
`

/** What is done with a thing. */
export const actionWords = `
anmeldung abmeldung ummeldung verlängerung verlust diebstahl änderung beratung antrag abholung umschreibung auskunft meldung anzeige bestellung ausstellung eintragung beginn wechsel tausch ersatz termin
unternehmen firma betrieb genehmigung bescheinigung formular stelle behörde kosten gebühr frist papiere unterlagen nachweis
`
