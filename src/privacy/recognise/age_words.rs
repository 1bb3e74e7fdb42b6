//! The words around ages: who has one, what leads up to it, what is counted instead.

use crate::privacy::words::Words;

/// Words that make age the subject.
pub(super) static ASKING: Words = Words::new(
    "gammal gamla gammel gamle old ålder åldern alder alderen age fyller fylla fyllde fylt fyllte fylte turned turning
     född fødd født born birthday åldrar åldrarna ages jämngammal jämngamla jevngammel jevngamle äldre yngre eldre yngre older younger",
);

/// Words before a bare age.
pub(super) static LIGHT: Words = Words::new(
    "ja jo nej nei jaa jaha mm eh öh vänta vent så då da alltså altså precis yes no well so just bara bare hela
     nästan snart ju väl skrevet skrivit written så fortfarande still bare nesten aye maybe kanske kanskje typ",
);

/// «Den lilla ett och ett halvt.»
pub(super) static SMALL: Words =
    Words::new("lilla lille minsta minste äldsta eldste yngsta yngste stora store andra andre youngest oldest eldest mellersta mellanbarnet mellomste lillkillen storkillen lilltjejen stortjejen
     lillen lillan lillebror storebror storasyster lillasyster storesøster lillesøster minstemann eldstemann småen");

/// Words that cannot be counted.
pub(super) static FUNCTION: Words = Words::new(
    "nu nå now och og and men but så so i in snart idag då da när when tills alltså altså ju va väl jag jeg du han hon
     hun hen vi we ni dere de they she he den det it ska skal skulle har have has hade hadde fyller blir när medan
     eftersom fast eller or som who sen sedan den the fattar förstår tror liksom typ faktiskt faktisk vet igår
     imorgon ikväll today yesterday already redan allerede bara bare nej nei no ja yes vänta vent wait this last on
     säger sa sier said says ung unga young är er is var was mamma pappa mor far och å æ eg je ho hu dei still
     fortfarande fremdeles när while because with till til from från fra after efter etter before innan then well
     though yeah aye mm next blir ble blev går bor jobbar jobber läser pluggar studerer goes lives works",
);

/// Words between «är» and an age.
pub(super) static ADVERBS: Words = Words::new(
    "snart nästan bara nu ju väl runt ungefär typ precis knappt drygt visst faktiskt kanske redan omkring nesten
     bare nå jo vel rundt omtrent cirka snaut faktisk kanskje allerede almost just only about around now nearly
     yeah well ja already väldigt också ca eh like liksom då da över under strax lite inte ens fortfarande nyss ännu dryga knappa själv själva litt
     over ikke enda än ännå endnu mer mindre äldre yngre enn eldre more than older younger förresten forresten tydligen äntligen endelig nog säkert sikkert alltså altså maybe perhaps probably still even not",
);

/// Verbs between a subject and its «be».
pub(super) static HELPING: Words = Words::new(
    "have has had ha har hade hadde would will must might could should skulle ville vill vil kunde kunne måste må kan ska
     skal hann hant rakk fick fikk hunnit ju nog väl vel also just only",
);

/// Forms of being and becoming.
pub(super) static BEING: Words = Words::new(
    "är e ä va blir blev blei var vara bli blivit er ble være blitt vart vert is are was were be i'm am he's she's they're you're been vore varit",
);

/// Words that only an age follows.
pub(super) static TURNING: Words = Words::new(
    "fyller fyllde fyllda fylla fyllt fyllte fylte fylle fylt turned turning turn turns ålder ålder: aged age alder åldern
     ålderen",
);

/// What ends at an age.
pub(super) static ENDING: Words = Words::new("died dead gone passed retired dog död dö døde død pensionerad");

/// Verbs for how old one seems.
pub(super) static FEELING: Words = Words::new("känner kände kjenner føler følte feel feels felt look looks ser såg");

/// Verbs for an age that is soon reached.
pub(super) static NEARING: Words =
    Words::new("närmar närma nærmer pushing nearing approaching hitting rundet rundar passerat passert");

/// What begins at an age: «left home at sixteen», «gravid vid nitton».
pub(super) static STARTING: Words = Words::new(
    "började börja begynte startade startet debuterade debuterte hemifrån hjemmefra gravid gifte giftet gift röka røyke
     dricka drikke left started smoking drinking using pregnant married home",
);

/// Verbs of saying, before an age that somebody gives.
pub(super) static SAYING: Words = Words::new("säger sier seier says say said sa sagt skriver skrev wrote påstår ljög");

/// Whoever may have an age.
pub(super) static PERSONS: Words = Words::new(
    "she'll he'll i'll they'll you'll she'd he'd i'd they'd it'll hu hån jag du själv selv myself han hon hen jeg hun æ eg je ho he she you som who pappa mamma dotter dottern son sonen äldsta yngsta minsta
     eldste yngste datter sønn daughter
     barnen barna ungarna ungene tvillingarna tvillingene pojkarna flickorna grabbarna guttene jentene kids boys girls
     son brorsan syrran morsan farsan sambon maken frun kona mannen",
);

/// People of a family.
pub(super) static KIN: Words = Words::new(
    "faren moren mora broren søsteren søstera bestemora bestefaren farfaren samboeren kjæresten mannen kona mormor morfar farmor farfar moster faster morbror farbror svärmor svärfar bestemor bestefar tante onkel exet
     ex-man exfru styvfar styvmor bonuspappa bonusmamma grandma grandpa mum mom dad son sonen dotter dottern barn barnet mamma pappa bror brorsan brorsonen syster systern man maken fru frun sambo
     sambon datter datteren sønn sønnen daughter mother father brother sister kille killen tjej tjejen flicka flickan
     pojke pojken nephew niece systersonen systerdottern brorsdottern barnbarn barnebarn kusin fetter kusine husband
     wife partner farsan morsan kompis kompisen gutt
     gutten jente jenta unge ungen barna barnen ungar ungarna unger ungene tvillingar tvillingarna tvillingene girl boy
     kid kids boys girls lad lass woman man kvinna kvinne killar tjejer pojkar flickor söner döttrar gutter jenter
     sønner døtre ungdomar youngest oldest eldest twins baby grandson granddaughter grabb grabben dame dam mann gubbe",
);

/// How words begin that are counted or measured.
pub(super) static COUNTED: Words = Words::new(
    "minut timm dag dygn veck uke week month mån kilo centi meter kron spänn proc pros poäng poeng point
     steg skritt plus minus gång gang time hour day night nätt natt netter person stycken stykker styck barns syskon
     søsken procent tusen hundra grader lång hög cent pound dollar step tabl glas burk",
);

/// The same in short.
pub(super) static SHORT: Words = Words::new("min tim mnd kg cm km öl dl cl ml mg mil h");

/// Of them a small number may be how many they are.
pub(super) static PLURAL: Words = Words::new(
    "de dom they you ni dere barnen barna ungarna ungene kids boys girls pojkarna flickorna guttene jentene som who",
);

/// Words before a time of life.
pub(super) static SINCE: Words = Words::new("sen sedan när då da siden når since when");

/// Words after a mark on a scale.
pub(super) static SCORED: Words = Words::new("av utav på of out st stk mot");

/// What joins two ages of which one is meant.
pub(super) static EITHER: Words = Words::new("snart nästan nesten eller or almost nearly straks blir");
