"""Closed word classes of English: the little words that carry grammar, negation and hedging."""

from __future__ import annotations

from summarizer.grounding.lexicon.wordset import word_set

__all__ = [
    "ALLEGED_VERBS",
    "AUXILIARIES",
    "BE",
    "CONJUNCTIONS",
    "DETERMINERS",
    "EVENT_VERBS",
    "FUTURE_VERBS",
    "HEDGE_WORDS",
    "IMPLICATIVE_VERBS",
    "IRREGULAR_VERBS",
    "LIGHT_WORDS",
    "MODALS",
    "NEGATIVE_VERBS",
    "NEGATIVE_WORDS",
    "NOT_PAST",
    "NOUNS",
    "PERSON_NOUNS",
    "PREPOSITIONS",
    "PRONOUNS",
    "STATEMENT_VERBS",
    "STOP_WORDS",
    "SUBORDINATORS",
    "SYMMETRIC_VERBS",
    "UNREALISED_VERBS",
]

DETERMINERS = word_set(
    "a an the this that these those his her its their our my your some any each every both all another such "
    "several many few much most various"
)
PRONOUNS = word_set(
    "i you he she it we they me him them us himself herself itself themselves who whom which what that one "
    "someone somebody anyone anybody everyone everybody this these those there"
)
PREPOSITIONS = word_set(
    "in on at by to from of for with without against into onto over under above below between among during "
    "through across near inside outside within around about toward towards upon off behind beyond beside via "
    "per despite amid alongside along beneath versus vs like except regarding concerning"
)
CONJUNCTIONS = word_set("and or but nor plus yet & while whereas")
SUBORDINATORS = word_set(
    "that which who whom whose although though after before when because if as since until unless where once following"
)
BE = word_set("be am is are was were been being 's 're 'm isn't aren't wasn't weren't")
MODALS = word_set(
    "may might could would should will shall must can cannot can't won't wouldn't couldn't shouldn't mustn't "
    "mightn't shan't"
)
AUXILIARIES = BE | MODALS | word_set("have has had having do does did haven't hasn't hadn't don't doesn't didn't ought")
NEGATIVE_WORDS = word_set(
    "not never no none nobody nothing neither nor without cannot can't won't wouldn't couldn't shouldn't "
    "mustn't mightn't shan't haven't hasn't hadn't don't doesn't didn't isn't aren't wasn't weren't nowhere "
    "hardly scarcely barely unlikely unable incapable lacking ain't"
)
STOP_WORDS = (
    DETERMINERS
    | PRONOUNS
    | PREPOSITIONS
    | CONJUNCTIONS
    | SUBORDINATORS
    | AUXILIARIES
    | NEGATIVE_WORDS
    | word_set(
        "also too very so then than just only even still already again ever here now well up down out back away "
        "however therefore meanwhile more less least further other others else same own rather quite i.e e.g etc "
        "s t d ll re ve mr mrs ms dr said says say according so-called not yet ahead apart due around almost "
        "nearly approximately roughly some least exactly fewer than total altogether combined overall including "
        "include includes included roughly circa amounting"
    )
)

# Verbs that bring a claim about an event without saying that it happened, by what they say of it.
FUTURE_VERBS = word_set(
    "plan intend expect schedule set prepare agree promise pledge vow commit going due forecast predict "
    "project aim hope decide poise ready anticipate slate"
)
UNREALISED_VERBS = word_set(
    "propose suggest consider want ask urge demand seek offer threaten call recommend request wish weigh mull "
    "attempt try order instruct require invite encourage discuss debate study float advise appeal insist "
    "agree promise pledge vow plan intend aim hope"
)
ALLEGED_VERBS = word_set("allege claim accuse suspect believe think rumour rumor purport charge imply fear")
IMPLICATIVE_VERBS = word_set(
    "manage able help force continue begin start cause lead get compel oblige go come use seem happen dare "
    "remember prove rush hurry hasten gather appear find allow enable proceed cease stop take see fail refuse "
    "decline keep live return unite vote elect sentence"
)
"""Verbs whose infinitive is an event that did happen, or whose negation is counted elsewhere."""

HEDGE_WORDS = {
    "may": 1, "might": 1, "could": 1, "would": 3, "should": 5, "will": 2, "shall": 2, "won't": 2, "wouldn't": 3,
    "must": 4, "possibly": 1, "perhaps": 1, "potentially": 1, "maybe": 1, "likely": 3, "unlikely": 3,
    "probably": 1, "allegedly": 8, "reportedly": 8, "purportedly": 8, "supposedly": 8, "apparently": 8,
    "if": 1, "unless": 1, "whether": 1, "'ll": 2, "possible": 1, "poised": 2, "due": 2, "ready": 4, "able": 0,
}  # fmt: skip
"""Word → bits of what it makes of the event: 1 possible, 2 future, 4 wanted or proposed, 8 alleged."""

NEGATIVE_VERBS = word_set(
    "fail refuse decline deny avoid refrain neglect prevent stop_short rule_out cease prohibit forbid ban bar "
    "reject dismiss dispute unable unlikely lack cancel call_off"
)
STATEMENT_VERBS = word_set(
    "say tell add note declare announce remark comment explain report mention claim insist argue stress "
    "emphasise emphasize reiterate repeat warn state write post tweet acknowledge admit concede confirm "
    "allege predict suggest believe think complain quip joke recall testify reply respond answer ask estimate "
    "conclude reveal disclose maintain assert contend caution advise promise pledge vow deny propose demand "
    "call describe dub"
)
"""Verbs whose subject is the one that what follows or precedes is attributed to."""

SYMMETRIC_VERBS = word_set(
    "meet talk speak negotiate exchange swap trade clash discuss agree marry divorce collide merge cooperate "
    "play draw tie fight border share sign compete face debate join differ disagree"
)
"""Verbs for which who is named first makes no difference."""

EVENT_VERBS = word_set(
    "arrest detain release free kill die murder injure wound attack explode bomb shoot stab rob steal resign "
    "quit appoint elect win lose beat defeat convict acquit charge indict sue sentence jail fine marry "
    "divorce buy sell acquire merge rise fall increase decrease cut open close shut approve reject pass veto "
    "sign ban strike protest march vote invade withdraw retreat accuse deny confirm apologise apologize admit "
    "hire fire sack dismiss suspend crash sink collapse burn evacuate flee rescue infect cure discover invent "
    "award extradite deport expel execute hang kidnap abduct hack leak praise criticise criticize condemn "
    "threaten warn retire surrender defect overthrow seize capture occupy liberate postpone cancel delay "
    "extend end start launch cease halt score concede qualify relegate promote demote bribe forge smuggle "
    "destroy demolish flood derail drown poison assault rape torture nationalise privatise default borrow "
    "lend donate return refuse decline accept agree recall fail succeed survive recover testify confess "
    "escape hide born strengthen weaken improve worsen visit meet"
)
"""Verbs that are the news itself: a fact with one that its sentences don't have isn't borne out by the rest of it."""

LIGHT_WORDS = word_set(
    "be have do make take get give hold carry happen occur place go come keep put show see report say state "
    "tell include involve become concern relate event case number amount figure total part fact way thing "
    "time year day today people person persons man official statement news article new former current recent "
    "recently latest late early about around various different certain issue matter use used using main key "
    "also major side group member country city area region move call effort work level rate conduct perform "
    "announce accord need want first last next high low big large small local national international public "
    "political several many other find reach cause force record register cost help"
)
"""Words that say so little that a paraphrase may add them freely."""

PERSON_NOUNS = word_set(
    "people person persons man men woman women child children civilian soldier troop officer victim resident "
    "passenger worker employee student patient protester demonstrator migrant refugee prisoner hostage "
    "fighter militant villager tourist pilgrim voter fan supporter pupil teacher doctor nurse journalist "
    "policeman firefighter customer user citizen inhabitant guest spectator detainee inmate captive adult boy "
    "girl teenager other individual member survivor casualty crew guard suspect"
)

NOT_PAST = word_set(
    "hundred hundreds need indeed speed seed feed bleed breed red bed shed sacred naked wicked united embed "
    "reed weed deed greed steed creed exceed proceed succeed aged unprecedented limited sled rugged ted fred "
    "med alfred ahmed mohammed mohamed muhammed hatred kindred biomed infrared"
)

NOUNS = word_set(
    "hospital clinic parliament lawmaker legislator mp congress assembly senator senate police policeman "
    "troop army soldier physician doctor surgeon child kid minor boy girl student pupil people person citizen "
    "civilian company firm business corporation government administration cabinet authority official war "
    "truce armistice earthquake quake tremor temblor hurricane cyclone typhoon inferno wildfire deluge car "
    "vehicle plane jet airliner vessel ferry home household price tax levy duty tariff wage salary job "
    "economy gdp scientist researcher academic vaccine disease illness infection sickness virus lawsuit "
    "protester team club squad match game champion title trophy coach leader president boss border frontier "
    "city town capital area region province district zone county street road highway motorway avenue weapon "
    "missile rocket drone uav power electricity energy oil crude law legislation statute act bill court "
    "tribunal justice jury prison custody victory success death victim majority minority employer employee "
    "worker staff personnel customer client farmer migrant refugee rebel insurgent militant terrorist gang "
    "rain snow drought heat emission climate age budget revenue debt interest investor shareholder aircraft "
    "helicopter crowd seat body hostage captive prisoner inmate satellite peace north south east west right "
    "left school university church office house safety health independence freedom opposition treaty pact "
    "deal accord"
)
"""Nouns with meanings above that are hardly ever verbs; 'to' before one of them starts no infinitive."""

IRREGULAR_VERBS = """
rise rose risen/fall fell fallen/grow grew grown/win won/lose lost/beat beaten/buy bought/sell sold/say said/tell told
speak spoke spoken/meet met/hold held/keep kept/leave left/go went gone/come came/become became/begin began begun
break broke broken/bring brought/build built/burn burnt/catch caught/choose chose chosen/cut/deal dealt
draw drew drawn/drive drove driven/eat ate eaten/feel felt/fight fought/find found/flee fled/fly flew flown
forbid forbade forbidden/forget forgot forgotten/forgive forgave/freeze froze frozen/get got gotten/give gave given
hang hung/have had/hear heard/hide hid hidden/hit/hurt/know knew known/lay laid/lead led/learn learnt/lend lent/let
make made/mean meant/pay paid/put/quit/read/ride rode ridden/ring rang rung/run ran/see saw seen/seek sought/send sent
set/shake shook shaken/shoot shot/show shown/shrink shrank shrunk/shut/sink sank sunk/sit sat/sleep slept/slide slid
spend spent/split/spread/spring sprang sprung/stand stood/steal stole stolen/stick stuck/strike struck stricken
strive strove/swear swore/sworn/sweep swept/swim swam/swing swung/take took taken/teach taught/tear tore torn
think thought/throw threw thrown/undergo underwent undergone/understand understood/wake woke woken/wear wore worn
withdraw withdrew withdrawn/write wrote written/be was were been is are am/do did done/overthrow overthrew overthrown
overturn/uphold upheld/withhold withheld/mistake mistook/overcome overcame/undertake undertook undertaken
foresee foresaw foreseen/bind bound/bleed bled/blow blew blown/bid/cast/cost/dig dug/feed fed/forgo/kneel knelt
leap leapt/light lit/outdo/rebuild rebuilt/rid/sew/shed/shine shone/sing sang sung/slay slew slain/speed sped
spill spilt/spin spun/spit spat/burst/thrust/upset/wed/weep wept/outlaw/awake awoke/bear bore borne/bend bent/bet
bite bit bitten/breed bred/overtake overtook overtaken/die died dying/tie tied tying/lie lied lying
""".replace("\n", "/")
"""Base, past and participle forms, groups parted by slashes."""
