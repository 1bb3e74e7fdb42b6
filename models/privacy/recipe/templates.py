"""Invented sentences of counselling talk with slots: F first name, L surname, FL both, P place; +s genitive.

Written for training only; no sentence of the tests is made from them.
"""
TEMPLATES = {
    "sv": [
        "Hej {F} , välkommen hit .", "Jag heter {F} .", "Jag heter {FL} och jobbar här .", "Hej , jag heter {F} , det var vi som pratade i telefon .",
        "Mitt namn är {FL} .", "{F} heter jag .", "Är det {FL} ?", "Du heter {FL} , stämmer det ?", "Min bror {F} ringde igår .",
        "min syster {F} säger samma sak", "Min man {F} tycker att jag dricker för mycket .", "Min fru {F} har sagt ifrån .",
        "Mamma {F} hjälper till med barnen .", "Det var {F} som sa det .", "Jag och {F} har bråkat .", "{F} och jag flyttade isär i våras .",
        "Jag bor med {F} och {F} .", "Mina barn {F} och {F} går i skolan .", "Vi har en hund som heter {F} .", "Katten {F} sover hos mig .",
        "Jag lovade {F} att sluta .", "Hur mår {F} nu ?", "Vad säger {F} om det ?", "Har du pratat med {F} ?", "Ja , {F} vet om det .",
        "Jag har haft {FL} som läkare .", "Min handläggare {FL} ringde .", "Min handläggare heter {FL} .", "Du får prata med {FL} på måndag .",
        "{F+s} mamma bor kvar .", "Det är {F+s} rum .", "Hos {F+s} föräldrar blev det bråk .", "Jag sov hemma hos {F} .", "Tack {F} .",
        "Okej {F} , då säger vi så .", "Nej {F} , så menade jag inte .", "Vet du {F} , det är ett stort steg .", "Min chef {F} är schysst .",
        "chefen {F} på jobbet har märkt det", "Jag åkte till {P} för att träffa {F} .", "Jag bor i {P} .", "Vi flyttade från {P} när jag var liten .",
        "Han jobbar i {P} nu .", "Jag växte upp i {P} med {F} .", "Vi bodde utanför {P} ett tag .", "Det var på sjukhuset i {P} .",
        "Jag går till {F} på torsdagar .", "{F} {F} , kan du komma hit ?", "Socialsekreteraren , {FL} , var bra .", "Det finns en som heter {F} där .",
        "Hon heter {FL} .", "Han heter {F} i förnamn och {L} i efternamn .", "Efternamnet är {L} .", "Familjen {L} bor granne .",
        "Doktor {L} skrev ut det .", "Jag känner {F} sen gymnasiet .", "Sen kom {F} hem och då blev hon arg .", "{F} blev jätteglad .",
        "När {F} ringde ville jag ha ett glas .", "Det gör {F} också .", "Jag saknar {F} .", "Farfar {F} dog i fjol .", "Moster {F} tog hand om oss .",
        "Exet , {F} , hör av sig ibland .", "Min kompis {F} spelar också .", "Per har slutat , sa {F} .", "Då säger vi det {F} .",
        "han och {F} är vänner", "hon och hans bror {F} bor i {P}", "liv och {F} är kompisar", "vår {F} är fem år", "Jag är {F+s} pappa .",
    ],
    "nb": [
        "Hei {F} , velkommen hit .", "Jeg heter {F} .", "Jeg heter {FL} og jobber her .", "Navnet mitt er {FL} .", "Er det {FL} ?",
        "Broren min {F} ringte i går .", "Søsteren min {F} sier det samme .", "Mannen min {F} synes jeg drikker for mye .", "Kona mi {F} sa ifra .",
        "Mamma {F} hjelper til med barna .", "Det var {F} som sa det .", "Jeg og {F} har kranglet .", "{F} og jeg flyttet fra hverandre .",
        "Jeg bor sammen med {F} .", "Barna mine {F} og {F} går på skolen .", "Vi har en hund som heter {F} .", "Jeg lovte {F} å slutte .",
        "Hvordan har {F} det nå ?", "Hva sier {F} om det ?", "Har du snakket med {F} ?", "Legen min heter {FL} .", "Saksbehandleren {FL} ringte .",
        "{F+s} mor bor der ennå .", "Jeg sov hjemme hos {F} .", "Takk {F} .", "Ok {F} , da sier vi det .", "Sjefen {F} er grei .",
        "Jeg dro til {P} for å treffe {F} .", "Jeg bor i {P} .", "Vi flyttet fra {P} da jeg var liten .", "Han jobber i {P} nå .",
        "Det var på sykehuset i {P} .", "Hun heter {FL} .", "Etternavnet er {L} .", "Doktor {L} skrev det ut .", "{F} ble kjempeglad .",
        "Jeg savner {F} .", "Kompisen min {F} spiller også .", "Liv og {F} er venner .", "Farfar {F} døde i fjor .", "Eksen , {F} , ringer iblant .",
    ],
    "en": [
        "Hi {F} , come on in .", "My name is {F} .", "My name is {FL} and I work here .", "I'm {F} .", "Are you {FL} ?", "My brother {F} called yesterday .",
        "My sister {F} says the same .", "My husband {F} thinks I drink too much .", "My wife {F} is worried .", "It was {F} who said it .",
        "{F} and I moved apart .", "I live with {F} and {F} .", "My kids , {F} and {F} , are at school .", "We have a dog called {F} .",
        "I promised {F} to stop .", "How is {F} doing ?", "What does {F} say about it ?", "Have you talked to {F} ?", "My doctor is {FL} .",
        "{F} 's mother lives there .", "Thank you {F} .", "Okay {F} , sounds good .", "I went to {P} to see {F} .", "I live in {P} .",
        "We moved from {P} when I was little .", "Doctor {L} wrote the prescription .", "I miss {F} .", "my friend {F} gambles too",
    ],
}
