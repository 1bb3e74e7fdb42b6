//! Countries, peoples and languages: whole countries single nobody out.

use crate::privacy::words::Words;

/// Countries and parts of the world, in the languages of the talk; those that are first names are left out.
pub(super) static COUNTRIES: Words = Words::new(
    "afghanistan albania albanien algeria algeriet argentina armenia armenien australia australien austria österrike østerrike
     azerbajdzjan bangladesh belgien belgia belgium bolivia bosnien bosnia brasil brasilien brazil bulgaria bulgarien
     burma canada kanada chile china colombia cuba kroatien kroatia croatia cypern kypros danmark denmark egypt egypten
     england eritrea estland estonia etiopien etiopia ethiopia europa europe finland france frankrike gambia germany tyskland
     ghana greece grekland hellas holland nederland nederländerna netherlands hongkong hungary ungern ungarn iceland
     island indien indonesia indonesien irak iraq iran ireland irland israel italia italien italy jamaica japan jemen
     yemen kazakstan kenya kongo congo korea kosovo kurdistan kuwait kyrgyzstan latvia lettland libanon lebanon liberia
     libyen libya litauen lithuania luxemburg makedonien malaysia malta marocko marokko morocco mexico mexiko
     moldavien moldova mongoliet montenegro namibia nepal nigeria nordkorea norge norway nya-zeeland pakistan
     palestina palestine gaza panama paraguay persien peru poland polen portugal rumänien romania ryssland russland russia
     rwanda saudiarabien schweiz senegal serbien serbia singapore skottland scotland slovakien slovenien somalia somaliland
     spania spanien spain sudan sverige sweden svalbard sveits switzerland sydafrika sydkorea syria syrien sør-afrika taiwan
     tanzania tchad thailand tibet tjeckien tsjekkia togo tunisien tunisia turkey turkiet tyrkia ukraina ukraine uganda
     ungarn uruguay usa uzbekistan vatikanen venezuela vietnam vitryssland wales zambia zimbabwe afrika africa asien
     amerika america skandinavien skandinavia balkan mellanöstern midtøsten norrland nordsjøen östersjön medelhavet texas
     filippinerna filippinene philippines india kina slovakia asia norden storbritannien storbritannia britain dari somalisk somali swahili",
);

/// Peoples and languages.
pub(super) static PEOPLES: Words = Words::new(
    "svenska svensk svenskan svenskar norsk norska norsken dansk danska finsk finska finska engelska engelsk engelskan tyska
     tysk tyskan franska fransk spanska spansk ryska russisk polska polsk arabiska arabisk arabiskan somaliska 
     kurdiska kurdisk kurmanji sorani persiska persisk farsi pashto urdu hindi punjabi tigrinja tigrinya tigrinska
     amhariska amharic amharisk turkiska tyrkisk ukrainska ukrainsk rumänska rumensk thailändska vietnamesiska
     vietnamesisk kinesiska kinesisk japanska samiska samisk romani bosniska serbiska kroatiska albanska
     albansk grekiska italienska portugisiska lettiska litauiska estniska ungerska skånska norrländska american amerikan
     american british irish scottish welsh norwegian finnish danish german french spanish russian polish arabic turkish
     ukrainian romanian vietnamese chinese japanese italian portuguese greek dutch swedish english hindu muslim muslimsk
      jøde katolik katolikk",
);
