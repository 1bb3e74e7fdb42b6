//! The words of Scandinavian streets, and those around an address in any language.

use crate::privacy::words::Words;

/// How Scandinavian street names end.
pub(super) static ENDINGS: Words = Words::new(
    "gatan gata vägen gränd gränden stigen torget torg backen allén alléen stråket kroken slingan gången kajen
     esplanaden väg gaten gate veien vegen vei veg alleen svingen svängen slänten gläntan bakken stien smauet bryggen plass leden ringen
     terrassen terrasse terrass stig backe backar allé faret haugen tunet jordet løkka åsen liden promenaden
     parkväg gångväg höjd höjden bakke smug brinken brinkar kleiva sletta grenda",
);
/// The endings that hardly anything but streets has.
pub(super) static STRONG: Words =
    Words::new("gatan vägen gränd gränden gata gaten veien vegen esplanaden allén alléen");
/// Words of Nordic streets, by themselves, that English does not have.
pub(super) static NORDIC: Words = Words::new("väg vägen gata gatan gränd vei veien veg vegen allé torget");
/// Streets and ways that are no address; compounds end in them.
pub(super) static ORDINARY: Words = Words::new(
    "gatan gata väg vägen gaten veien vei gate torget torg backen stigen gången ringen leden bakken plass kroken
     svingen stien kajen veg vegen bryggen motorvägen landsvägen hemvägen huvudgatan gågatan bakgatan skogsvägen
     grusvägen tvärgatan sidogatan bilvägen cykelvägen omvägen medelvägen luftvägen järnvägen mellanvägen
     återvändsgränd återvändsgränden ingången utgången uppgången nedgången övergången tillgången omgången
     undergången framgången tågången föreningen parkeringen arbeidsplass arbeidsplassen hovedveien hjemveien
     motorveien skoleveien arbetsplats matbacken pulkabacken skidbacken påringen återgången avgången
     tillbakagången ledgången medgången motgången tidigaregången förlovningsringen vigselringen gåsvägen
     urinvägen vattenvägen förmedlingen kapplöpningsbanan trapphusgången korsvägen skolvägen jobbvägen mittgången
     genomgången förgången stig backe backar allé høyden höjden höjd bakke promenaden
     åsen liden haugen jordet tunet faret løkka terrasse terrass terrassen",
);
/// Words that a street name of two words begins with.
pub(super) static BEGINNINGS: Words = Words::new(
    "stora lilla västra östra norra södra gamla nya gamle nye nedre sankt s:t övre nedre store lille vestre østre nordre søndre
     øvre",
);

/// Words before a street along which something lies.
pub(super) static LOCATED: Words = Words::new("på vid längs utmed nära bortom i ved langs nær bortenfor oppi nedi");

/// Words between which and a street somebody goes.
pub(super) static TOWARDS: Words = Words::new(
    "från till i hos mot uppe nere borta utanför bakom bortanför runt fra til utenfor mot bak oppe borte rundt ovenfor nedenfor ovanför nedanför on at from to off near",
);

/// Words for living somewhere.
pub(super) static LIVING: Words = Words::new(
    "bor bodde bo bott flyttat flyttade flyttar flyttet flytter adress adressen adresse adressa adressen address skriven
     folkbokförd folkeregistrert mantalsskriven bosatt hyr leier live lives lived living",
);
/// Words before a number that are no street.
pub(super) static NO_STREET: Words = Words::new(
    "rum rom rummet rommet room avdelning avdelningen avdeling avdelingen våning våningen etasje minst nästan ungefär
     cirka omkring bara over över under around about klockan nummer kapitel cell cellen klass årskurs sedan siden
     since minutes minute hours hour days day weeks week months month years year miles mile pounds percent units
     times people o'clock am pm buss bussen linje linjen spår hotell hemma hjemme hela hele mest snart runt rundt",
);

/// Street words that a name stands before, as words of their own.
pub(super) static STREETS: Words =
    Words::new("väg gata gate vei veg gränd allé alle terrasse terrass backe bakke stig plass torg by gård gard");

/// Words before «väg» or «plass» that are no name of it.
pub(super) static UNNAMED: Words = Words::new(
    "samma denna annan annen egen eget rätt riktig lång lange kort över under denne vilken hvilken någon noen ingen varje
     hver från inte ikke bara bare deras våran vårt eneste enda",
);
