//! The word lists of single languages, from dictionaries' own lists of abbreviations.

use super::{PLAIN, Profile};

#[rustfmt::skip]
pub(super) static GERMAN: Profile = Profile {
    ordinals: true,
    leads_on: &[
        "allg", "b", "bes", "betr", "bspw", "bzgl", "bzw", "ca", "d", "d.h", "dgl", "dipl", "dr", "dt", "ebd", "ehem", "engl", "evtl", "exkl", "frl", "frz",
        "geb", "gegr", "gem", "gest", "ggf", "griech", "habil", "hl", "i.d.r", "ing", "inkl", "insb", "insbes", "ital", "jur", "lat", "m.e", "med",
        "mind", "nat", "o", "o.ä", "o.g", "phil", "rer", "röm", "s.o", "s.u", "sog", "u", "u.a", "u.ä", "u.u", "v.a", "verh", "vgl", "vorm", "z", "z.b", "z.t",
        "zit", "zul", "zzgl",
    ],
    before_number: &[
        "abb", "abs", "abschn", "abt", "anl", "anm", "aufl", "bd", "bde", "bl", "fn", "hg", "hrsg", "jg", "kap", "lfd", "nr", "nrn", "rd", "rn", "rz", "str", "tel",
        "verf", "zif", "ziff",
    ],
    compounds: &["str"],
    may_end: &["chr", "jh", "jhd", "mio", "mrd", "mwst", "std", "min", "sek", "st", "tsd"],
    ends: &["usf", "usw", "u.s.w"],
    starters: &[
        "aber", "alle", "allerdings", "als", "am", "auch", "bei", "bis", "da", "dabei", "daher", "damit", "danach", "dann", "darum", "denn", "dennoch",
        "deshalb", "dies", "diese", "dieser", "dieses", "doch", "durch", "eine", "einige", "für", "hier", "ich", "ihr", "ihre", "im", "in", "ist", "jede",
        "jeder", "jedoch", "man", "mit", "nach", "nun", "ob", "obwohl", "ohne", "sein", "seine", "seit", "sind", "so", "trotz", "und", "unser", "viele", "vom",
        "von", "vor", "war", "warum", "was", "weil", "welche", "wenn", "wer", "wie", "wo", "während", "zu", "zum", "zur", "zwar", "über",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static FRENCH: Profile = Profile {
    leads_on: &[
        "adj", "av", "c.-à-d", "càd", "dir", "env", "hab", "ing", "m", "mgr", "mlle", "mlles", "mm", "mme", "mmes", "me", "p.ex", "pr", "st", "ste", "tél", "trad", "vx",
    ],
    before_number: &["al", "ann", "bd", "boul", "coll", "fasc", "fol", "réf", "sect", "t", "éd"],
    may_end: &["apr", "c", "ex", "j.-c", "s", "suiv", "sq", "sqq"],
    starters: &[
        "alors", "ainsi", "après", "au", "aucun", "aussi", "avant", "avec", "c", "cependant", "certains", "cet", "chaque", "comme", "d", "depuis", "donc", "enfin",
        "ensuite", "et", "ils", "je", "l", "leur", "leurs", "lors", "lorsque", "mais", "malgré", "même", "nous", "on", "or", "où", "par", "parmi", "pendant", "plusieurs",
        "pourquoi", "puis", "quand", "que", "qui", "quoi", "sa", "sans", "selon", "ses", "son", "sous", "tous", "tout", "toutefois", "trois", "vous",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static SPANISH: Profile = Profile {
    leads_on: &[
        "admon", "aprox", "arq", "atte", "c", "cia", "cnel", "cra", "cta", "cía", "d", "depto", "dn", "dpto", "dª", "dña", "ej", "exca", "fdo", "fr", "gte", "ilmo", "ilma", "ing", "izq",
        "mons", "máx", "mín", "ntra", "ntro", "p.ej", "pbro", "profa", "prof", "prov", "rvdo", "smo", "srta", "srtas", "sta", "sto", "tte", "ud", "uds", "vd", "vds", "vda",
    ],
    before_number: &["apdo", "cf", "ed", "ext", "fasc", "fol", "lám", "no", "ob", "párr", "párrf", "párrs", "reg", "secc", "t", "tel", "tfno", "teléf"],
    may_end: &["a.c", "c.v", "d.c", "d.f", "ee.uu", "ff.aa", "ff.cc", "jj.oo", "m.n", "pta", "ptas", "s.l", "uu"],
    starters: &[
        "a", "además", "ahora", "al", "algunos", "así", "aunque", "cada", "con", "cuando", "cómo", "cuál", "cuándo", "cuánto", "dicha", "dicho", "donde", "durante", "ella",
        "ellos", "entre", "esa", "ese", "esos", "estas", "estos", "fue", "hay", "hasta", "lo", "me", "mi", "mientras", "muchos", "no", "nos", "o", "pero", "porque", "pues", "que", "quizás",
        "qué", "se", "según", "ser", "sin", "sobre", "sus", "también", "tampoco", "tras", "todos", "tu", "unos", "usted", "y", "ya", "yo",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static ITALIAN: Profile = Profile {
    leads_on: &[
        "ad", "all", "arch", "avv", "c.a", "c.so", "cd", "cfr", "dott", "dott.ssa", "dr.ssa", "ecc.mo", "egr", "es", "geom", "gent", "gent.ma", "gent.mo", "ill", "ill.mo", "ing", "mons", "on", "p.es", "p.zza",
        "p.za", "prof", "prof.ssa", "rag", "rif", "s", "sig", "sig.na", "sig.ra", "sigg", "spett", "ss", "v.le",
    ],
    before_number: &["artt", "capp", "cit", "co", "comm", "fasc", "figg", "lett", "nn", "num", "pag", "pagg", "sez", "tab", "tav", "tit", "v", "vd", "voll"],
    may_end: &["a.c", "d.c", "ca", "s.p.a", "s.r.l", "sec"],
    ends: &["ecc"],
    starters: &[
        "ad", "ai", "al", "alla", "anche", "ancora", "che", "chi", "ci", "come", "con", "così", "cosa", "da", "dal", "dalla", "del", "della", "di", "dopo", "dove", "e", "ed", "era", "essa",
        "esso", "essi", "ha", "hanno", "i", "il", "in", "inoltre", "infatti", "io", "lei", "lo", "loro", "lui", "ma", "mentre", "molti", "nel", "nella", "noi", "non", "ogni", "per", "perché", "però", "più",
        "poi", "prima", "quale", "quando", "quanto", "quella", "quello", "questa", "queste", "questi", "questo", "quindi", "secondo", "se", "senza", "si", "sono", "su", "sua", "sul", "sulla", "tra", "tutti", "un", "uno",
        "voi", "è",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static PORTUGUESE: Profile = Profile {
    leads_on: &["arq", "cel", "d", "dom", "eng", "engª", "exma", "exmo", "ex", "ilma", "ilmo", "p.ex", "sra", "srs", "sras", "v.exa", "v.g"],
    before_number: &["al", "caps", "f", "fl", "fls", "inc", "nº", "obs", "par", "r", "t", "tel", "séc"],
    may_end: &["a.c", "cia", "d.c", "ltda", "s.a"],
    starters: &[
        "a", "ainda", "ao", "aos", "após", "as", "assim", "até", "com", "contudo", "da", "depois", "do", "dos", "e", "ela", "elas", "ele", "eles", "em", "embora", "entre", "esse", "essa", "esta",
        "este", "eu", "foi", "há", "isso", "isto", "já", "mas", "muitos", "na", "nas", "no", "nos", "não", "nós", "o", "os", "ou", "porém", "porque", "quando", "que", "quem", "se", "segundo", "sem",
        "seu", "sobre", "sua", "também", "todos", "um", "uma", "é",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static DUTCH: Profile = Profile {
    leads_on: &[
        "afd", "bijv", "burg", "bv", "ca", "d.w.z", "dhr", "div", "drs", "ds", "evt", "excl", "fam", "gebr", "i.p.v", "i.v.m", "incl", "ing", "ir", "jhr", "jkvr", "jl", "k.k", "m.a.w", "m.b.t", "m.b.v", "m.i.v",
        "m.n", "mej", "mevr", "mr", "mw", "n.a.v", "o.a", "o.l.v", "ong", "resp", "t.a.v", "t.b.v", "t.o.v", "vgl", "zgn", "zg", "z.g", "z.g.a.n",
    ],
    before_number: &["afb", "art", "blz", "hfst", "lid", "nl", "nrs", "pag", "par", "str", "tel", "jrg"],
    compounds: &["str"],
    may_end: &["a.d", "b.v", "n.chr", "n.v", "v.chr", "chr"],
    ends: &["enz", "e.d", "e.a"],
    starters: &[
        "aan", "al", "alle", "als", "bij", "daar", "dan", "dat", "deze", "die", "dit", "door", "een", "en", "er", "het", "hier", "hij", "hoe", "hun", "ik", "in", "is", "je", "maar", "men", "met", "na", "naar", "nu", "of", "om", "omdat",
        "onder", "onze", "ook", "op", "over", "te", "tijdens", "toch", "tot", "uit", "van", "veel", "volgens", "voor", "waar", "waarom", "wanneer", "wat", "we", "wie", "wij", "ze", "zij", "zijn", "zo",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static NORDIC: Profile = Profile {
    ordinals: true,
    leads_on: &[
        "adj", "adm", "afs", "alm", "bl.a", "ca", "cand", "d.v.s", "dvs", "eks", "ekskl", "evt", "f", "f.eks", "feks", "fhv", "fil", "forf", "fr", "frk", "fru", "fx", "gl", "hhv", "hr", "iflg", "inkl", "ing", "iht", "jf", "jfr", "jur",
        "kand", "kgl", "kungl", "mag", "maks", "med", "mht", "min", "nuv", "o.l", "obs", "p.g.a", "pga", "red", "resp", "s.k", "sk", "skt", "st", "stk", "t.ex", "t.o.m", "tidl", "ung", "v", "vedr", "vha",
    ],
    before_number: &["afd", "afsn", "bd", "bil", "forts", "kap", "kl", "kr", "pkt", "sp", "stk", "tlf", "udg"],
    may_end: &["mia", "mio", "kr", "e.kr", "f.kr", "e.u"],
    ends: &["etc", "m.fl", "m.m", "m.v", "mfl", "mm", "mv", "o.s.v", "osv"],
    starters: &[
        "af", "alle", "andre", "at", "da", "de", "den", "denne", "der", "derfor", "det", "dette", "disse", "du", "efter", "ein", "en", "er", "et", "ett", "flere", "for", "fra", "före", "ham", "han", "har", "hans", "hendes",
        "her", "hon", "hun", "hvad", "hvem", "hver", "hvis", "hvor", "hvordan", "hvorfor", "här", "i", "jag", "jeg", "kan", "man", "med", "mellem", "men", "mens", "min", "nu", "når", "og", "också", "om", "på", "selv", "selvom", "som",
        "skal", "så", "til", "under", "var", "ved", "vi", "vad", "vil", "är", "även", "över",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static FINNISH: Profile = Profile {
    ordinals: true,
    leads_on: &["em", "ent", "esim", "huom", "ks", "mm", "n", "ns", "prof", "synt", "toim", "toht", "vrt"],
    before_number: &["kpl", "klo", "nro", "puh", "s"],
    may_end: &["eaa", "eKr", "jaa", "milj", "mrd"],
    ends: &["jne", "yms", "ym"],
    starters: &["ei", "eivät", "he", "hän", "ja", "joka", "jos", "koska", "kun", "lisäksi", "me", "minä", "mutta", "myös", "ne", "on", "se", "sen", "siis", "tämä", "vaikka"],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static POLISH: Profile = Profile {
    ordinals: true,
    leads_on: &[
        "al", "ang", "b", "bp", "bł", "doc", "gen", "hab", "im", "inż", "jw", "kard", "kpt", "ks", "lek", "m.in", "mec", "mgr", "mjr", "np", "o", "ob", "os", "pl", "por", "pow", "ppłk", "prof", "ps", "pt", "płk", "ref", "red", "sp",
        "św", "śp", "tj", "tzn", "tzw", "ul", "ur", "wg", "woj", "zm", "zob", "zwł", "łac", "niem", "gr", "fr",
    ],
    before_number: &["art", "godz", "nr", "ok", "par", "pkt", "poz", "rozdz", "ryc", "rys", "s", "str", "t", "tab", "tel", "ust", "z", "zał"],
    may_end: &["mies", "mld", "mln", "n.e", "p.n.e", "r", "tys", "w", "zł", "pn", "e"],
    ends: &["d", "in", "itd", "itp", "p"],
    starters: &[
        "a", "ale", "bo", "był", "była", "było", "były", "czy", "do", "dla", "dlatego", "gdy", "gdzie", "i", "ich", "jak", "jako", "jednak", "jego", "jej", "jest", "każdy", "kiedy", "kto", "która", "który", "które", "ma", "mimo",
        "my", "na", "nie", "niestety", "o", "od", "on", "ona", "oni", "oraz", "po", "pod", "podczas", "ponadto", "przed", "przez", "przy", "są", "ta", "tak", "tam", "ten", "te", "to", "tu", "tylko", "w", "wszyscy", "wtedy", "we", "z", "za",
        "ze", "że",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static CZECH: Profile = Profile {
    ordinals: true,
    leads_on: &[
        "angl", "bc", "c.k", "cca", "doc", "franc", "gen", "hl", "ing", "judr", "kol", "kpt", "lat", "mgr", "mj", "mudr", "mvdr", "např", "napr", "nar", "nám", "nem", "np", "o.i", "phdr", "plk", "popř", "príp", "prof", "příp", "red", "resp", "rndr",
        "roč", "sl", "slov", "st", "sv", "t.j", "tj", "tz", "tzn", "tzv", "ul", "vr", "vyd", "zák", "zn", "zv", "hod", "min", "max",
    ],
    before_number: &["kap", "obr", "ods", "odst", "písm", "pís", "pozn", "s", "str", "tab", "tel", "zb", "č", "čl", "pí"],
    may_end: &["eur", "kr", "kč", "l", "mil", "mld", "mld", "n", "o", "r", "sk", "stol", "stor", "tis", "s.r.o", "a.s"],
    ends: &["apod", "atd", "atď", "atp", "pod"],
    starters: &[
        "a", "ak", "ale", "ani", "až", "bol", "bola", "bolo", "boli", "byl", "byla", "by", "do", "i", "ich", "jak", "jako", "je", "jeho", "jej", "její", "jsou", "k", "kde", "keď", "kdo", "kdy", "když", "kto", "ktorý", "který", "ma", "mezi", "my", "na", "navíc",
        "ne", "nie", "o", "od", "on", "ona", "oni", "po", "podľa", "podle", "pre", "pri", "pro", "proto", "preto", "před", "pred", "při", "s", "sa", "se", "so", "som", "sú", "ta", "tak", "takže", "tato", "ten", "tento", "to", "toto", "táto", "už", "v", "ve", "vo", "však", "za",
        "ze", "zo", "z", "čo", "co", "že",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static HUNGARIAN: Profile = Profile {
    ordinals: true,
    leads_on: &["bek", "dr", "id", "ifj", "ill", "kb", "ld", "özv", "pl", "prof", "st", "szt", "ti", "ui", "ún", "vö", "u.n"],
    before_number: &["em", "fszt", "hrsz", "old", "sz", "tel"],
    may_end: &["bt", "kft", "rt", "zrt", "i.e", "i.sz", "kr"],
    ends: &["stb"],
    starters: &["a", "az", "azonban", "de", "egy", "ez", "ezek", "ezért", "és", "ha", "hogy", "is", "itt", "ki", "mert", "mi", "mint", "most", "nem", "ő", "ők", "így"],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static ROMANIAN: Profile = Profile {
    leads_on: &["aprox", "bl", "bd", "com", "d-l", "d.hr", "dl", "dna", "dvs", "ex", "gen", "ing", "jud", "loc", "prof", "sf", "str", "ș.a.m.d", "î.hr"],
    before_number: &["alin", "ap", "art", "et", "lit", "nr", "pag", "pct", "sc", "tel"],
    may_end: &["s.a", "sec", "hr"],
    starters: &["a", "acest", "această", "aceste", "aceasta", "ai", "ar", "au", "ca", "care", "ce", "cu", "cum", "dacă", "dar", "deci", "după", "ea", "ei", "el", "este", "eu", "fi", "iar", "în", "la", "mai", "nu", "o", "pe", "pentru", "prin", "s", "se", "și", "toate", "un"],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static RUSSIAN: Profile = Profile {
    leads_on: &[
        "акад", "англ", "букв", "бул", "вул", "газ", "гл", "греч", "гр", "дер", "див", "доц", "д", "ж", "жур", "зам", "изд", "им", "ін", "ім", "инж", "искл", "кв", "корп", "лат", "м", "наб", "напр", "нем", "о", "оз", "пер", "пл", "пос", "пр", "просп",
        "проф", "р", "ред", "рук", "с", "св", "см", "сокр", "соч", "ср", "ст", "т", "т.е", "т.к", "т.н", "тзв", "тов", "ул", "устар", "фр", "франц", "х", "ч", "член-корр", "ш", "яз", "е", "к", "н",
    ],
    before_number: &["вып", "илл", "п", "пп", "рис", "стр", "табл", "тел", "тт", "факс"],
    may_end: &[
        "в", "вв", "г", "гг", "грн", "долл", "кг", "коп", "мин", "млн", "млрд", "н.э", "нед", "обл", "р-н", "руб", "рр", "сек", "тыс", "тис", "ум", "чел", "экз", "э",
    ],
    ends: &["др", "пр", "п", "т.д", "т.п", "проч"],
    starters: &[
        "а", "без", "более", "был", "была", "были", "было", "в", "ведь", "во", "вот", "все", "всё", "вы", "где", "да", "для", "до", "его", "ее", "если", "есть", "ещё", "за", "затем", "здесь", "и", "из", "или", "им", "их", "к", "каждый", "как", "когда", "кто",
        "кроме", "которые", "мы", "на", "надо", "не", "нет", "но", "о", "об", "однако", "он", "она", "они", "оно", "от", "по", "под", "поэтому", "после", "потом", "почему", "при", "с", "со", "свои", "сейчас", "так", "также", "такие", "там", "те",
        "тем", "то", "тогда", "только", "тот", "ты", "у", "уже", "хотя", "чем", "через", "что", "чтобы", "эта", "эти", "это", "этот", "я", "вони", "він", "вона", "це", "цей", "у", "і", "й", "та", "що", "як", "ми", "після",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static BULGARIAN: Profile = Profile {
    leads_on: &[
        "ал", "акад", "арх", "бр", "бул", "вж", "вкл", "ген", "гр", "доц", "ж.к", "заб", "инж", "кв", "м-р", "напр", "пл", "полк", "пр", "проф", "р", "с", "св", "сл", "ср", "срв", "т", "т.е", "т.н", "т.нар", "ул", "чл",
    ],
    before_number: &["бел", "изд", "стр", "табл", "фиг", "тел"],
    may_end: &["в", "г", "год", "лв", "мин", "млн", "млрд", "н.е", "пр.н.е", "сек", "ст", "хил", "е"],
    ends: &["др", "т.н"],
    starters: &[
        "а", "аз", "ако", "в", "във", "все", "всички", "да", "до", "докато", "за", "защо", "защото", "и", "из", "или", "как", "както", "като", "когато", "кой", "която", "които", "който", "къде", "към", "ли", "между", "на", "не", "ние", "но", "обаче", "от", "по",
        "под", "през", "при", "с", "са", "сега", "след", "според", "със", "така", "там", "те", "тези", "ти", "то", "това", "тогава", "той", "този", "тя", "тук", "у", "че", "ще",
    ],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static KAZAKH: Profile = Profile {
    leads_on: &["ағыл", "акад", "ауд", "бет", "лат", "мыс", "обл", "проф", "рис", "см", "тех"],
    before_number: &["қ", "көш", "стр", "тел", "№"],
    may_end: &["б", "г", "ж", "жж", "млн", "млрд", "мың", "т.б", "т.с.с", "тг", "ғ", "ғғ"],
    starters: &["ал", "бірақ", "біз", "бұл", "ең", "егер", "енді", "мен", "ол", "олар", "осы", "сен", "сіз", "сондай", "сонымен", "тағы", "және"],
    ..PLAIN
};

#[rustfmt::skip]
pub(super) static GREEK: Profile = Profile {
    stops: &[';', '\u{37e}'],
    leads_on: &["αγ", "αι", "αρ", "βλ", "δηλ", "δρ", "κ", "κα", "κος", "κκ", "λ.χ", "λεωφ", "οδ", "π.χ", "πρβλ", "τηλ", "αναφ", "καθ"],
    before_number: &["σ", "σελ", "σσ", "εικ", "πίν", "τομ", "άρθρ"],
    may_end: &["δισ", "εκ", "μ.μ", "μ.χ", "π.μ", "π.χ", "χιλ", "ε.ε", "η.π.α", "α.ε"],
    ends: &["κ.ά", "κ.λπ", "κ.ο.κ", "κλπ", "κτλ"],
    starters: &["αλλά", "αν", "από", "αυτή", "αυτό", "αυτός", "για", "δεν", "εγώ", "εμείς", "επίσης", "η", "και", "με", "μετά", "ο", "οι", "όταν", "ποιος", "πού", "πώς", "σε", "στη", "στην", "στις", "στο", "στον", "τα", "τη", "την", "της", "τι", "τις", "το", "τον", "του", "των", "ωστόσο"],
    ..PLAIN
};
