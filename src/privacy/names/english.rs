//! English first names and towns, which the Nordic lists lack.

use super::lists::{Entry, genitive_stem};
use crate::privacy::words::Words;

/// The entry of an English word: the lists are Nordic, so common English first names are added.
pub(super) fn entry(lower: &str, entry: Entry) -> Entry {
    let stem = genitive_stem(lower).unwrap_or(lower);
    let has = |words: &Words| words.has(lower) || words.has(stem);
    if has(&ENGLISH_WORDS_AND_PLACES) {
        Entry { place: 1, common: 3, ..entry }
    } else if has(&ENGLISH_PLACES) {
        Entry { place: 1, common: 0, ..entry }
    } else if has(&ENGLISH_NAMES) {
        Entry { first: 2, common: 0, ..entry }
    } else if has(&ENGLISH_WORDS_AND_NAMES) {
        Entry { first: 3, common: 3, ..entry }
    } else {
        entry
    }
}

/// English first names that are no words.
static ENGLISH_NAMES: Words = Words::new(
    "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald
     steven steve paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary
     nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick dennis jerry
     tyler aaron jose adam nathan henry zachary douglas peter kyle ethan jeremy keith christian roger noah austin
     terry sean gerald carl dylan harold jordan jesse bryan lawrence arthur gabriel bruce logan albert willie alan
     eugene wayne elijah randy vincent russell louis philip bobby johnny bradley liam callum connor declan gareth
     graham ian neil nigel stuart trevor barry craig darren dean duncan fraser glen hamish hugh jamie kieran lewis
     malcolm martin owen rhys ross simon toby dougie danny tommy billy davey jimmy mikey mary patricia jennifer linda
     elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle
     carol amanda melissa deborah stephanie dorothy rebecca sharon laura cynthia amy kathleen angela shirley brenda
     emma anna pamela nicole samantha katherine christine helen debra rachel carolyn janet maria catherine heather
     diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn judith andrea hannah megan
     cheryl jacqueline martha madison teresa gloria sara janice ann kathryn abigail sophia frances jean alice judy
     isabella julia chloe zoe lucy ellie katie molly niamh siobhan aisling fiona shona morag eilidh bethan gemma
     kerry leanne tracy tracey lorraine maureen moira nicola paula jade shannon kayleigh courtney jas jaz kev dave
     mike jim bob tom tim ben sam joe dan matt alex chris nick tony pete phil rob ron ken jen jenny liz beth meg
     maggie sally sandy vicky becky debbie suzie annie katy ahmed mohammed muhammad fatima aisha omar yusuf ibrahim
     hassan ali khalid priya raj ravi sanjay anita deepa carlos juan miguel luis rosa lorena destiny tyrone jamal
     latoya kwame ade chidi ngozi wei ming mei mai lan bruno danuta marek agnieszka piotr",
);

/// Towns of Britain, Ireland and America that are no words.
static ENGLISH_PLACES: Words = Words::new(
    "london birmingham leeds glasgow sheffield bradford liverpool edinburgh manchester bristol wakefield cardiff coventry
     nottingham leicester sunderland belfast newcastle brighton plymouth wolverhampton derby swansea southampton
     salford aberdeen westminster portsmouth york peterborough dundee lancaster oxford newport preston chelmsford
     norwich cambridge colchester ipswich luton blackpool bolton bournemouth poole middlesbrough stockport huddersfield
     rochdale oldham rotherham doncaster barnsley halifax grimsby lincoln worcester gloucester cheltenham swindon
     exeter torquay truro penzance salisbury winchester slough watford croydon brixton hackney lewisham
     peckham tottenham islington camden ealing hounslow dagenham romford southend basildon harlow stevenage
     canterbury hastings eastbourne crawley guildford woking maidstone gillingham chatham dartford carlisle
     kendal durham darlington hartlepool gateshead scarborough harrogate inverness perth stirling paisley falkirk
     wrexham bangor aberystwyth llandudno dublin galway limerick derry lisburn chicago boston seattle denver
     dallas houston austin philadelphia baltimore cleveland detroit oakland sacramento portland minneapolis
     milwaukee pittsburgh cincinnati atlanta miami orlando tampa nashville memphis brooklyn bronx manhattan
     riverside albuquerque tucson omaha tulsa wichita toledo rochester syracuse albany hartford spokane",
);

/// Towns that are also words.
static ENGLISH_WORDS_AND_PLACES: Words = Words::new(
    "reading bath barking dover cork phoenix queens buffalo hull deal rugby sandwich battle wells ware hell mobile",
);

/// English first names that are also words.
static ENGLISH_WORDS_AND_NAMES: Words = Words::new(
    "will hope grace faith joy art chip angel mark bill jack rose may june april summer dawn holly ivy daisy ruby
     pearl amber crystal robin frank rich drew pat sue penny lily violet olive ray guy gene grant chase hunter mason
     carter parker cooper taylor harper autumn brook sky skye star misty charity patience prudence miles dale glen
     cliff rusty buddy sonny junior ginger sandy cherry melody harmony honey jewel dolly kitty nick rob josh victor",
);
