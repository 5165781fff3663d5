//! The named lists of words that all rules share.

/// Named lists of words, used in patterns as `<name>`. A later list may name an earlier one.
pub(crate) const CLASSES: &[(&str, &str)] = &[
    (
        "neg",
        "not never no without none neither nor hardly nunca jamas tampoco ni sin nada nadie ninguna ningun",
    ),
    ("self", "i me my myself mine yo mi mis me conmigo"),
    (
        "other",
        "he she they him her them his their himself herself themselves themself someone somebody people \
         el ella ellos ellas alguien gente",
    ),
    (
        "person",
        "mother mom mum mama mommy father dad daddy papa parents son daughter child kid kids children grandson \
         granddaughter grandchild grandkids brother sister sibling cousin aunt uncle nephew niece wife husband \
         spouse partner boyfriend girlfriend bf gf fiance ex roommate roomie neighbor neighbour neighbors \
         neighbours friend friends buddy bestie coworker classmate student patient resident client grandmother \
         grandma grandfather grandpa nana granny stepson stepdaughter madre padre hijo hija hermano hermana esposo \
         esposa marido mujer novio novia amigo amiga vecino vecina abuelo abuela nieto nieta primo prima tio tia \
         companero companera sobrino sobrina",
    ),
    (
        "carer",
        "aide aides nurse nurses caregiver caregivers carer carers attendant staff orderly worker helper cna cnas \
         tech therapist doctor enfermera enfermeras enfermero cuidador cuidadora cuidadores \
         cuidadoras auxiliar empleada empleado personal asistente",
    ),
    ("kinorcarer", "<person> <carer> he she they man woman guy person el ella ellos"),
    (
        "break",
        "but because so and although though except however until then pero porque aunque y entonces sino",
    ),
    ("cognition", "think believe feel mean say said saying know want creo pienso digo quiero siento"),
    ("be", "am is are was were be been being"),
    ("have", "have has had having got"),
    (
        "intend",
        "going planning plan intend intending decided ready determined about thinking considering contemplating",
    ),
    ("want", "want wanted wish wishing hope hoping long longing desire need needed ready like"),
    ("kill", "kill killing kil kll unalive unaliving off offing murder"),
    ("suicide", "suicide sucide suiside suicid sewerslide suecide suicde sewercide suicidio"),
    ("suicidal", "suicidal sucidal suisidal suicidel suicida suicidas suicidal"),
    (
        "pills",
        "pill pills tablet tablets meds medication medications medicine medicines capsules painkillers tylenol \
        paracetamol acetaminophen ibuprofen aspirin oxycodone oxy oxycontin vicodin hydrocodone morphine fentanyl \
        xanax valium ativan klonopin ambien trazodone insulin warfarin digoxin benzos amitriptyline nortriptyline naproxen benadryl \
        pastillas pastilla pildoras tabletas medicamentos medicinas medicina insulina sedantes",
    ),
    (
        "weapon",
        "gun guns pistol rifle shotgun revolver firearm knife blade razor razors rope noose cord belt bullets \
        ammo pistola rifle escopeta arma cuchillo navaja soga cuerda balas",
    ),
    (
        "body",
        "wrist wrists arm arms leg legs thigh thighs skin stomach neck throat munecas muneca brazos brazo piernas \
        muslos cuello garganta venas",
    ),
    (
        "days",
        "monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado \
        domingo",
    ),
    (
        "num",
        "# one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety \
        several few couple handful dozens many lots bunch uno dos tres cuatro cinco seis siete ocho nueve diez doce trece catorce quince veinte \
        treinta cuarenta cincuenta varias varios muchas muchos unas",
    ),
    ("year", "year years yrs decade decades ano anos decada decadas"),
    ("day", "day days week weeks dia dias semana semanas"),
    ("month", "month months mes meses"),
    // Years that are surely gone: what is told of one is over.
    (
        "calendar",
        "1930 1931 1932 1933 1934 1935 1936 1937 1938 1939 1940 1941 1942 1943 1944 1945 1946 1947 1948 1949 1950 1951 \
         1952 1953 1954 1955 1956 1957 1958 1959 1960 1961 1962 1963 1964 1965 1966 1967 1968 1969 1970 1971 1972 1973 \
         1974 1975 1976 1977 1978 1979 1980 1981 1982 1983 1984 1985 1986 1987 1988 1989 1990 1991 1992 1993 1994 1995 \
         1996 1997 1998 1999 2000 2001 2002 2003 2004 2005 2006 2007 2008 2009 2010 2011 2012 2013 2014 2015 2016 2017 \
         2018 2019 2020 2021 2022 2023",
    ),
    // What is surely a game, and what is one where it is played.
    (
        "game",
        "chess draughts checkers dominoes dominos cribbage whist rummy snooker billiards scrabble backgammon canasta \
         ludo solitaire poker tiddlywinks ajedrez domino brisca tute parchis chinchon",
    ),
    (
        "play",
        "cards bridge pool bowls darts crib bingo tennis golf football cartas mus bolos petanca escoba damas dados",
    ),
    ("alive", "alive living here around breathing exist existing vivo viva"),
    // What goes on after a bare "I give up", where its object would stand.
    (
        "onward",
        "and so but because as since if when while now today tonight already ages long years months i you he she they we it there \
         what why how who nothing nobody everything life living hope hoping completely entirely altogether totally really too again \
         sometimes often lately just then any eating food drinking caring praying believing fighting lord god jesus please to at \
         before after inside here yesterday is would was seems mentally emotionally or except not in with",
    ),
    ("all", "it everything life myself all this things"),
];
