//! Small authored lists: given and family names that are common in the United States and in Spanish, words that
//! begin sentences, words that take a capital without being a name. Folded to plain lower-case letters.
//!
//! They only support the context rules: an unknown capital inside a sentence is taken for an identifier as well.

use super::token::kinds;

/// Each list and what its words are.
pub(crate) const ALL: &[(&str, u16)] = &[
    (GIVEN, kinds::GIVEN),
    (GIVEN_PLAIN, kinds::GIVEN | kinds::AMBIGUOUS),
    (FAMILY, kinds::FAMILY),
    (FAMILY_PLAIN, kinds::FAMILY | kinds::AMBIGUOUS),
    (PLAIN, kinds::PLAIN),
    (PROPER, kinds::PROPER),
    (MEDICAL, kinds::PROPER),
    (TITLES, kinds::TITLE),
    (KIN, kinds::KIN | kinds::PLAIN),
    (CITIES, kinds::CITY),
    (STATES, kinds::STATE | kinds::PROPER),
    (MONTHS, kinds::MONTH | kinds::PROPER),
    (STREETS, kinds::STREET),
    (FACILITIES, kinds::FACILITY),
    (NUMERALS, kinds::NUMERAL),
    (PARTICLES, kinds::PARTICLE),
];

const GIVEN: &str = "aaron abby abdul abigail ada adam adela adele adrian adriana agnes ahmed aisha alan albert alberta \
    alberto alejandra alejandro alex alexa alexander alexandra alexis alfonso alfred alfredo ali alice alicia alison \
    allan allen allison alma alvin amanda amber amelia amir amparo amy ana andre andrea andrei andres andrew andy angel \
    angela angelica angelina angelo angie anika anita ann anna anne annette annie anthony antoine antonia antonio anya \
    april archie ariel arlene arnold arthur arturo ashley astrid audrey aurora austin ava barbara barry beatrice \
    beatriz becky belinda ben benita benjamin benny bernadette bernard bernardo bernice bert bertha bessie beth \
    bethany betsy betty beverly bianca billy blanca blanche bob bobby bonnie boris brad bradley brandon brandy brenda \
    brent brett brian bridget bruce bryan caleb calvin cameron camila camille candace carl carla carlos carlton \
    carmela carmen carol carole carolina caroline carolyn carrie carter casey cassandra catalina catherine cathy cecil \
    cecilia cedric celeste celia cesar chad charlene charles charlie charlotte chelsea cheryl chester chloe chris \
    christian christina christine christopher christy cindy claire clara clarence clarice claude claudia clayton \
    clifford clifton clint clyde cody colin colleen connie connor conrad consuelo cora corey cory courtney craig \
    cristina crystal curtis cynthia daisy dale damian damon dan dana daniel daniela danielle danny daphne darlene \
    darrell darren darryl dave david dawn dean deanna debbie deborah debra delia della delores denise dennis derek \
    derrick desmond devin diana diane diego dina dolores dominic don donald donna dora doreen doris dorothy doug \
    douglas doyle drew duane dustin dwayne dwight dylan earl ed eddie edgar edith edmund edna eduardo edward edwin \
    eileen elaine eleanor elena eli elias elijah elisa elizabeth ella ellen elmer eloise elsa elsie elvira emanuel \
    emil emilia emilio emily emma emmanuel enrique eric erica erik erika erin ernest ernesto ernie esperanza esteban \
    estelle esther ethan ethel eugene eugenia eunice eva evan evangeline evelyn fabian fatima felicia felipe felix \
    fernanda fernando fidel fiona flora florence floyd frances francesca francine francis francisco franklin fred \
    freddie frederick freda gabriel gabriela gail garrett gary gavin gene genevieve geoffrey george georgia gerald \
    geraldine gerardo gertrude gilbert gilberto gina giovanni gladys glen glenda glenn gloria gordon graciela graham \
    grant greg gregory greta gretchen guadalupe guillermo gus gustavo guy gwen gwendolyn hannah harold harriet harry \
    harvey hassan hattie hazel heather hector heidi helen helena helga henrietta henry herbert herman herminia hilda \
    hiroshi holly homer horace howard hubert hugh hugo ian ida ignacio igor ilse imani inez ingrid ira irene iris \
    irma irving isaac isabel isabella isaiah isidro ismael ivan jackie jacob jacqueline jaime jake jamal james jamie \
    jan jane janet janice janie jared jasmine jason javier jay jean jeanette jeanne jeff jeffery jeffrey jenna jennie \
    jennifer jenny jeremiah jeremy jerome jerry jesse jessica jessie jesus jill jim jimmie jimmy jo joan joanna joanne \
    joaquin jocelyn jody joe joel joey johanna john johnny jon jonah jonathan jordan jorge jose josefa josefina joseph \
    josephine joshua joyce juan juana juanita judith judy julia julian juliana julie juliet julio julius june justin \
    kara karen kari karim karl karla kate katherine kathleen kathryn kathy katie katrina kay kayla keith kelly kelsey \
    ken kendra kenji kenneth kenny kent kerry kevin khalid kim kimberly kirk kirsten klaus kristen kristin kristina \
    kristine krystal kurt kyle lana larry latoya laura lauren laurie lavonne lawrence leah lee leila lela lena leo leon \
    leona leonard leonardo leroy leslie lester leticia lewis lidia lila lillian lillie linda lindsay lindsey lionel lisa \
    lloyd lois lola lonnie lora lorena lorenzo loretta lori lorraine lottie lou louis louisa louise lourdes lucas lucia \
    lucille lucinda lucy luis luisa luke lupe luther luz lydia lyle lynda lynn mabel mack madeline mae magdalena maggie \
    malcolm mamie mandy manuel manuela marc marcel marcela marcella marcia marco marcos marcus margaret margarita marge \
    margie marguerite maria mariah marian mariana marianne maribel maricela marie marilyn mario marion marisol marjorie \
    marlene marsha marta martha martin martina marty marvin mary maryann matilda matt matthew mattie maureen maurice \
    max maxine mayra megan mei mel melanie melinda melissa melvin mercedes meredith michael micheal michele michelle \
    miguel mildred miles milton mindy minerva minnie miranda miriam misty mitchell mohamed mohammed moises mona monica \
    monique morris muhammad muriel myra myrna myrtle nadia nadine nancy naomi natalia natalie natasha nathan nathaniel \
    neal ned neil nellie nelson nettie nicholas nick nicolas nicole nina noah noel noelia noemi nora norma norman octavio \
    odessa olga olive oliver olivia ollie omar opal ophelia ora orlando orville oscar otis otto owen pablo paloma pam \
    pamela patricia patrick patsy patti patty paul paula paulette pauline pedro peggy penelope penny percy perla perry \
    pete peter phil philip phillip phoebe phyllis pilar priscilla priya rachel rafael raj ralph ramon ramona randall \
    randy raquel raul ravi raymond rebecca regina reginald rene renee rex reynaldo rhoda rhonda ricardo richard rick \
    ricky rita robert roberta roberto robyn rocio rod roderick rodney rodolfo rodrigo rogelio roger roland rolando \
    roman ron ronald ronnie rosa rosalie rosalind rosalyn rosario roscoe rosemarie rosemary rosie ross roxanne roy ruben \
    ruby rudolph rudy rufus russell ruth ryan sabrina sadie sally salvador salvatore sam samantha samuel sandra sandy \
    santiago sara sarah saul scott sean sebastian selena selma serena sergei sergio seth shane shannon sharon shaun shawn \
    sheila shelby sheldon shelia shelley shelly sheri sherman sherri sherry sheryl shirley sidney silvia simon simone \
    socorro sofia sonia sonja sonya sophia sophie spencer stacey stacy stan stanley stella stephanie stephen steve steven \
    stewart stuart sue susan susana susanna susie suzanne sven sybil sylvia tamara tammy tanya tara tasha tatiana ted \
    teresa teri terrance terrence terri terry thelma theodore theresa thomas tiffany tim timothy tina toby todd tom tomas \
    tommie tommy toni tonya tracey traci tracy travis trent trevor trina tricia tyler tyrone ursula valentina valeria \
    valerie vanessa velma vera verna vernon veronica vicente vicki vickie vicky victor victoria vilma vincent viola \
    violet virgil virginia vivian vladimir wallace walter wanda warren wayne wendell wendy wesley whitney wilbur wilfred \
    willa willard willie wilma winifred winston xavier ximena yolanda yuki yusuf yvette yvonne zachary zelda zoe \
    aiden jayden mason logan liam mia harper evelyn luna nevaeh wei ming li chen ying hui jing yan mehmet ayse fatma \
    ivana olena oksana dmitri svetlana natalya yelena tatyana pierre jacques francois luc claudine giuseppe luigi marcella \
    giulia hans jurgen gunther heinz greta fritz lars anders bjorn mikael johan annika kirsi";

/// Names that are plain words too: they need a context.
const GIVEN_PLAIN: &str = "art bill faith frank grace hope joy mark may pat rich rob rose sunny will jack ivy lily ray \
    gay grant dean chance chase drew miles pearl pearly ginger melody heaven summer autumn destiny trinity harmony robin \
    dawn eve amber ruby jade crystal charity mercy patience prudence bud buddy junior sonny bunny honey sky star angel \
    christian jesus mercedes guy gene don norm herb dot kit van jean sandy rusty dusty rocky cliff clay forest hunter \
    cash major duke earl king prince jay dale glen heath reed rod lance pierce flora";

const FAMILY: &str = "smith johnson williams jones garcia miller davis rodriguez martinez hernandez lopez gonzalez \
    wilson anderson thomas taylor moore jackson martin perez thompson harris sanchez clark ramirez lewis robinson walker \
    allen wright scott torres nguyen flores adams nelson baker rivera campbell mitchell carter roberts gomez phillips \
    evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy gutierrez ortiz morgan cooper \
    peterson bailey kelly howard ramos cox richardson watson chavez bennett mendoza ruiz hughes alvarez castillo sanders \
    patel myers ross jimenez powell jenkins perry russell sullivan coleman butler henderson barnes gonzales fisher vasquez \
    simmons romero jordan patterson alexander hamilton graham reynolds griffin wallace moreno west hayes bryant herrera \
    gibson ellis tran medina aguilar stevens murray castro fernandez owens harrison mcdonald woods washington kennedy \
    wells vargas henry freeman webb tucker guzman burns crawford olson simpson porter mendez gordon silva shaw munoz snyder \
    mason dixon hicks holmes wagner robertson hunt palmer boyd fox mills warren daniels rice moreno fuller lynch schmidt \
    lawrence knight carlson lawson weaver arnold carr vega obrien delgado pena rios elliott chen lane cunningham padilla \
    ferguson andrews bradley harper little greene chapman lara wheeler lambert burke carpenter larson montgomery schneider \
    williamson hawkins soto estrada bishop ryan frazier luna duncan alvarado fields perkins santos gardner peters hudson \
    maldonado hanson watkins armstrong carroll mccarthy jensen dominguez hoffman bush riley johnston bowman mendoza lowe \
    franklin gilbert marshall fleming barrett newman walters contreras lynch valdez norris singh kim park lee wong li wang \
    zhang liu yang huang wu zhou khan ali ahmed hussain shah kumar gupta cohen levy katz goldberg friedman rosen kaplan \
    schwartz oconnor oneill obrien fitzgerald donovan gallagher doyle byrne murphy quinn nolan mccoy mckenzie macdonald \
    campbell stewart ferguson sinclair ivanov petrov smirnov novak kowalski nowak rossi russo ferrari bianchi esposito \
    romano muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann jansen devries vandenberg larsen \
    hansen nielsen andersen johansson karlsson nilsson eriksson olsen silva santos oliveira souza pereira costa carvalho \
    fernandes gomes marquez cabrera acosta figueroa sandoval orozco salazar trevino cardenas espinoza navarro velasquez \
    fuentes cortez guerrero cervantes rojas mejia zamora villanueva avila leon ibarra calderon solis serrano beltran \
    juarez quintero montoya ochoa zuniga rosario pacheco molina barrera galvan hinojosa escobar valencia";

const FAMILY_PLAIN: &str = "white brown black green young hill king hall long wood price bell day stone banks rich \
    short small strong sharp love best page rose field fields brooks waters winters summers frost snow rain moon cook \
    baker butler hunter walker mason potter shepherd gardener farmer marsh lake rivers bridges church temple castle wise \
    power powers case chase chambers lamb wolf fox bird swan drake hawk hope grace joy bright noble gentry may march ward \
    park street lane house barber carpenter weaver fisher miller porter cooper sawyer english french german holland poole \
    pool ball bass pike cross horn reed rush savage swift terry rowe little golden silver";

/// Plain words: nobody's name even with a capital at the start of a sentence.
const PLAIN: &str = "a about above after afternoon again age ago all almost alone along already also although always am \
    an and another any anybody anyone anything anyway apparently are around as ask at away baby back bad based be beautiful \
    because bed been before being believe besides best better between big both box breakfast bring business but buy by bye \
    call came can can't cannot card care case change check child children clean clear close cold come coming could couldn't \
    current currently date day days dear dentist describe did didn't different dinner do doctor does doesn't doing done \
    don't door down dr draft during each earlier early eat either else email emergency enough even evening ever every \
    everybody everyone everything everywhere except excuse explain family fax feel few final finally find fine first \
    follow following food for forget found four friday friend from front full game gave generate get give given go god \
    going gone good goodbye got great had hadn't half happy hard has hasn't have haven't having he he'd he'll he's hear \
    heard hello help her here here's hers herself hey hi high him himself his history holiday home honestly hospital hot \
    hour house how how's however i i'd i'll i'm i've idea if important in initial inside instead interesting into is isn't \
    it it'd it'll it's its itself job just keep kind knew know lady last late lately later learn least leave left less let \
    let's life like list listen little live long look looking lord lot love lovely lunch made make man many maybe me meal \
    mean meanwhile medical medicine meet men met might mine money month more morning most mostly move much music must my \
    myself name near need needs never new news next nice night no nobody none nope not note nothing now nurse of off often \
    oh ok okay old on once one ones online only open or order other others otherwise our ours out outside over overall own \
    pain parents part past patient patients pay people per perhaps person phone physician place plan play please possible \
    previous probably problem provide put question quick quiet rather read ready really received recent recently record \
    records regarding remember report request review right room said same sat saw say school see seems send sent shall she \
    she'd she'll she's should shouldn't show shower sick since sir sister sleep slowly so some somebody someone something \
    sometimes somewhere soon sorry staff start started states stay still stop street strong stuff such suddenly sure take \
    talk tell ten than thank thanks that that's the their theirs them themselves then there there's these they they'd \
    they'll they're they've thing things think this those though three through time times to today together told tomorrow \
    tonight too took toward tried true try turn two ugh under unfortunately until up upon update us use used usually verify \
    very visit visited wait walk want wanted was wasn't watch water way we we'd we'll we're we've weather week weeks welcome \
    well went were weren't what what's whatever when when's where where's whether which while who who's whoever whole why \
    will with without woman won't word work world would wouldn't wow write wrong year years yes yesterday yet you you'd \
    you'll you're you've young your yours yourself admission admitted appointment appointments assess assessment attending \
    billing birth blood chart chief clinical compare complaint condition confirm contact create daily days diagnosed \
    diagnosis dob discharge discharged document documented dose evaluate evaluated exam examination female findings form \
    general guidelines health id identify impression info information insurance interpret lab labs license licence male \
    management manage medication medications member mrn nurse number onset orders outpatient pharmacy plan plate policy \
    practice prescribed prescription presents presented presenting primary prior procedure prognosis progress provider \
    referral referred repeat results routing schedule scheduled seen signed ssn status subject summarize summary surgery \
    symptoms take test tests therapy transfer treatment type unit vehicle vitals zip address account accounts allergies \
    available card claim client credit debit diet driver driving education employee employer enrolled existing fill \
    generate home income ip lab language last latest limit link mail message mobile occupation passport payment physical \
    portal preferred purpose reason recommend reference registered relationship sample serial session shipping signature \
    social ssn subscriber subscription support swift tax telephone total track transaction url user username verified \
    website work \
    ahora algo alguien alli antes aqui ayer ayuda bien buena buenas bueno buenos cada casi claro como con creo cuando cuanto \
    de decir del desde despues dia dice dijo dios donde el ella ellas ellos en entonces era es esa ese eso esta estaba \
    estamos estan estar este esto estoy fue gracias ha habia hace hacer han hasta hay he hola hoy la las le les lo los luego \
    manana mas me mejor mi mis mucho muy nada nadie ni no nos nosotros nuestra nuestro nunca o otra otro para pero poco por \
    porque pues puede puedo que quien quiero se sea ser si siempre sin sino sobre solo somos son soy su sus tal tambien tan \
    tanto te tengo tenia tiene todas todo todos tu tus un una unas uno unos usted ustedes va vamos vez voy y ya yo";

/// Words with a capital that name nobody.
const PROPER: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    lunes martes miercoles jueves viernes sabado domingo christmas easter thanksgiving halloween hanukkah ramadan passover \
    valentine valentine's mother's father's memorial labor new navidad pascua god lord bible koran torah \
    american americans america usa us u.s english spanish french german italian chinese japanese korean russian polish \
    portuguese arabic hindi indian mexican canadian british irish scottish european asian african latino latina hispanic \
    caucasian jewish christian catholic protestant muslim buddhist hindu baptist methodist lutheran england france germany \
    italy spain mexico canada china japan korea russia poland portugal india ireland scotland britain europe asia africa \
    australia brazil argentina colombia peru chile cuba ecuador venezuela guatemala honduras vietnam philippines pakistan \
    israel egypt iran iraq turkey greece sweden norway denmark finland netherlands belgium austria switzerland hungary \
    romania ukraine czech slovakia slovenia croatia serbia bulgaria kingdom united states medicare medicaid hipaa fda cdc \
    nhs who va icu er ed or emr ehr covid google facebook amazon netflix youtube zoom microsoft apple iphone ipad android \
    windows internet wifi alexa siri uber walmart costco target starbucks tv dvd cd ok am pm est pst utc gmt phd md rn lpn \
    cna np pa do dds lcsw bs ba ms ma tylenol advil aspirin ibuprofen xanax zoloft prozac lipitor metformin lisinopril \
    insulin ativan ambien warfarin coumadin eliquis plavix morphine oxycontin vicodin percocet benadryl claritin nexium \
    prilosec zantac synthroid lasix viagra humira ozempic lantus depakote lithium seroquel abilify haldol risperdal \
    gabapentin neurontin lyrica tramadol prednisone amoxicillin penicillin alzheimer alzheimer's parkinson parkinson's \
    crohn crohn's hodgkin hodgkin's down's huntington's hashimoto's graves covid-19 phq gad ptsd adhd copd chf cad dvt uti \
    mri ct ekg ecg eeg cbc bmp cmp a1c hiv aids als ms tia hdl ldl bp hr rr bmi iv po prn bid tid qid qhs nsaid ssri";

const MEDICAL: &str = "acute chronic diabetes hypertension asthma cancer pneumonia anemia arthritis anxiety depression \
    dementia stroke type stage grade class level phase patient subjective objective assessment plan hpi ros pmh fh sh";

const TITLES: &str = "mr mrs ms miss mister dr doctor prof professor rev reverend father sister brother nurse aunt auntie \
    uncle grandma grandpa nana pastor rabbi sir madam captain sergeant officer judge senator president sr sra srta senor \
    senora senorita don dona tia tio padre hermana enfermera doctora licenciado licenciada profesor profesora";

const KIN: &str = "mother mom mum mama father dad papa parents son sons daughter daughters child grandson grandsons \
    granddaughter granddaughters grandchild brother brothers sister sisters cousin aunt uncle nephew niece wife husband \
    spouse partner boyfriend girlfriend friend friends roommate neighbor neighbour nurse aide caregiver therapist \
    counselor social worker doctor surgeon pastor priest dog cat hijo hija hijos hijas hermano hermana esposo esposa \
    marido madre padre nieto nieta amigo amiga vecino vecina primo prima sobrino sobrina cunado cunada suegra suegro \
    nuera yerno novio novia named called llamada llamado";

const CITIES: &str = "albany albuquerque alexandria allentown amarillo anaheim anchorage annapolis antioch arlington \
    ashland atlanta augusta aurora austin bakersfield baltimore barcelona baton beaumont bellevue berkeley berlin billings \
    birmingham bloomington boise boston boulder bridgeport brooklyn bronx brownsville buffalo burbank burlington cambridge \
    camden carlsbad charleston charlotte chattanooga chesapeake chicago cincinnati clearwater cleveland clinton columbia \
    columbus concord corona dallas dayton denver detroit dover dublin durham eugene evansville fargo fayetteville flint \
    fontana fremont fresno fullerton gainesville garland georgetown gilbert glendale greensboro greenville guadalajara \
    hampton harrisburg hartford havana hialeah hollywood honolulu houston huntsville independence indianapolis inglewood \
    irvine irving jacksonville jamaica jersey joliet juneau kalamazoo kansas kingston knoxville lafayette lakewood lancaster \
    lansing laredo lexington lima lincoln lisbon london louisville lowell lubbock macon madison madrid manchester manhattan \
    manila memphis mesa miami milan milford milton milwaukee minneapolis mobile modesto monterrey montgomery montreal \
    moscow mumbai munich naperville nashville newark newport norfolk oakland oceanside ogden olympia omaha ontario orlando \
    oxford oxnard palmdale paris pasadena paterson peoria philadelphia phoenix pittsburgh plano pomona portland providence \
    provo pueblo queens quito racine raleigh reno richmond riverside roanoke rochester rockford rome sacramento salem \
    salinas savannah scottsdale scranton seattle seville shanghai shreveport siouxfalls spokane springfield stamford \
    stockton sunnyvale surprise sydney syracuse tacoma tallahassee tampa tempe tijuana tokyo toledo topeka toronto torrance \
    trenton tucson tulsa tuscaloosa valencia vallejo vancouver venice ventura vienna visalia waco warsaw waterbury wichita \
    wilmington worcester yonkers york youngstown yuma zurich budapest prague bogota caracas lagos nairobi cairo delhi";

const STATES: &str = "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii \
    idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi \
    missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington \
    wisconsin wyoming al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc \
    nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr";

const MONTHS: &str = "january february march april may june july august september october november december jan feb mar apr \
    jun jul aug sep sept oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre \
    noviembre diciembre";

const STREETS: &str = "street st avenue ave av road rd drive dr lane ln boulevard blvd court ct place pl way terrace ter \
    circle cir highway hwy parkway pkwy square sq trail trl alley aly loop plaza route rte row pike crossing path turnpike \
    ridge hollow run calle avenida carrera camino paseo";

const FACILITIES: &str = "hospital clinic center centre manor village villa gardens lodge residence residences hospice \
    healthcare health medical infirmary sanatorium rehab rehabilitation pharmacy university college school church temple \
    synagogue mosque elementary academy institute laboratory labs laboratories inc corp llc ltd company foundation group \
    associates partners services system systems network towers apartments plant factory mill bank library nursing ctr cntr hosp med general memorial presbyterian langone";

const NUMERALS: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred first second third fourth \
    fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth \
    eighteenth nineteenth twentieth thirtieth noventa primero uno dos tres cuatro cinco seis siete ocho nueve diez once doce \
    trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro \
    veinticinco veintiseis veintisiete veintiocho veintinueve treinta";

/// Digits as they are spoken.
pub(super) const SPOKEN_DIGITS: &[&str] = &[
    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "cero", "uno",
    "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve",
];

const PARTICLES: &str = "de del la las los van von der den di da dos du le bin al el y mc mac st ter ten";
