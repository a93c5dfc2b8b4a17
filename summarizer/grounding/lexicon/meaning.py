"""What English news words mean to each other: same, opposite, or rivals of one kind.

One line is one entry. In ``OPPOSED`` a bar parts two groups of synonyms that contradict each other; a line that starts
with ``~`` is a scale (not rising isn't falling), one with ``=`` is a pair seen from two sides (what one buys the other
sells). ``SAME`` holds groups of words a summary may use for one another. In ``RIVALS`` slashes part things of one
kind: a sentence about one is no evidence for another. Words joined by ``_`` are a verb and its particle.
"""

from __future__ import annotations

__all__ = ["OPPOSED", "RIVALS", "SAME"]

OPPOSED = """
~ rise strengthen increase climb grow growth jump surge soar gain advance rally rebound upturn hike raise boost swell mount escalate multiply accelerate upward go_up pick_up upswing uptick spike skyrocket rocket expand higher balloon | fall weaken decline drop decrease slump plunge tumble sink slide shrink dip plummet lower slip contract contraction dwindle ease reduce reduction cut slash downturn downward go_down diminish crash decelerate dive nosedive trim recede retreat subside lessen slow
~ high higher highest tall | low lower lowest
~ more additional extra | fewer less
~ large larger largest big bigger biggest | small smaller smallest little tiny
~ long longer longest | short shorter shortest brief
~ old older oldest elderly | young younger youngest
~ fast faster fastest quick quicker rapid rapidly quickly swift | slow slower slowest slowly
~ strong stronger strongest | weak weaker weakest
~ good better best | bad worse worst poor
~ most maximum | least minimum
~ early earlier earliest | late later latest
~ hot hotter hottest warm warmer warmest heat | cold colder coldest cool cooler coolest
~ rich richer wealthy wealthiest affluent | poor poorer poorest impoverished
~ expensive costly dear | cheap cheaper inexpensive
~ wide widen broaden expand | narrow
~ improve better recover recovery heal improvement brighten | worsen deteriorate deterioration aggravate degrade decline
~ strengthen strong stronger fortify bolster reinforce firm | weaken weak weaker undermine erode soften
~ tighten tight stricter strict toughen | loosen loose relax ease laxer
~ lengthen extend extension prolong | shorten curtail cut_short
~ accelerate speed speed_up quicken hasten | slow slow_down decelerate
~ heavy heavier | light lighter
~ wet wetter rainy | dry drier driest
~ optimistic hopeful confident upbeat optimism | pessimistic pessimism gloomy downbeat
~ majority | minority
~ escalate escalation intensify inflame | defuse calm subside
~ appreciate | depreciate devalue
~ inflation | deflation
~ upgrade | downgrade
~ overestimate overstate exaggerate | underestimate understate
= win victory triumph beat victorious prevail winner defeat thrash edge_out | lose loss loser lost
win secure clinch capture gain retain claim_victory | lose forfeit concede
accept agree consent embrace acceptance grant | reject refuse turn_down rebuff spurn rejection refusal
approve approval pass adopt adoption ratify ratification endorse authorise authorize green_light back support clear vote_through passage | reject veto block vote_down defeat strike_down oppose throw_out rejection
support back favour favor endorse champion backing endorsement supporter backer proponent advocate advocated defend uphold | oppose resist opposition opponent object criticise criticize condemn denounce critic fight
agree agreement concur consensus | disagree disagreement differ
praise hail commend applaud laud welcome congratulate admire acclaim celebrate thank compliment | criticise criticize condemn denounce slam blast decry deplore lambast lambaste rebuke berate attack censure criticism condemnation blame chide scold
start begin launch open commence initiate kick_off resume onset beginning inaugurate break_out set_off restart reopen renew trigger undertake embark | end stop finish conclude close halt cease suspend terminate complete shut expire discontinue wind_up call_off pause freeze scrap abandon
open reopen unveil opening reopening | close shut shutter shut_down closure closing close_down
extend prolong renew extension renewal continue | end terminate expire stop scrap cut_short cancel
continue keep persist remain maintain carry_on proceed press_on | stop halt cease end pause suspend discontinue quit abandon drop
arrive arrival come land reach enter entry return | leave depart departure exit quit go withdraw withdrawal flee pull_out
take_part participate join | pull_out withdraw drop_out
enter join accede admission admit | leave exit quit withdraw expel
deploy deployment send dispatch station | withdraw withdrawal pull_out recall pull_back remove
advance advanced progress push_forward | retreat pull_back withdraw fall_back
= buy purchase acquire acquisition buyer takeover snap_up | sell divest offload sale seller dispose
import importer | export exporter
hire recruit employ appoint appointment recruitment engage rehire | fire sack dismiss lay_off layoff dismissal redundancy axe oust let_go
employment employed | unemployment unemployed jobless joblessness
= lend lender loan | borrow borrower
invest investment | divest disinvest
deposit | withdraw withdrawal
profit earn earnings profitable | loss lose losses unprofitable
surplus | deficit shortfall
asset | liability
acquit acquittal clear exonerate innocent absolve not_guilty innocence | convict conviction guilty condemn guilt
jail imprison detain arrest incarcerate custody lock_up remand detention imprisonment | release free bail parole liberate let_go
charge indict prosecute indictment | drop_charge exonerate
legal lawful legally constitutional | illegal unlawful illegally illicit unconstitutional
allow permit let authorise authorize legalise legalize enable permission clear license grant | ban prohibit forbid bar outlaw block prevent stop prohibition deny criminalise criminalize
uphold affirm confirm sustain reaffirm | overturn quash strike_down reverse annul overrule set_aside rescind
confirm acknowledge admit concede admission confirmation verify own_up | deny refute dispute denial contradict rebut
reveal disclose publish release unveil expose disclosure | hide conceal withhold suppress cover_up
love like admire | hate dislike despise loathe
positive | negative
succeed success successful successfully manage | fail failure unsuccessful unsuccessfully
attack assault invade strike | defend protect defence defense
ally friend partner | enemy foe rival adversary
survive survivor live alive survival | die kill dead death perish fatal deceased
born birth | die death dead
save rescue spare | kill abandon
safe safety safely | dangerous unsafe danger hazardous risky
healthy well fit | sick ill unwell unhealthy injured
attend attendance present show_up participate turn_up | absent skip miss boycott stay_away absence
add | remove subtract deduct
include inclusion | exclude omit exclusion
build construct erect rebuild construction | demolish raze dismantle tear_down knock_down
create set_up establish found form creation introduce | abolish scrap dissolve disband eliminate dismantle
appear emerge | disappear vanish
find discover locate | lose miss
innocent | guilty
true accurate correct genuine | false untrue inaccurate incorrect wrong fake baseless
private privately | public publicly
male man | female woman
domestic home | foreign overseas abroad
urban | rural
temporary temporarily interim provisional | permanent permanently
partial partially partly | full fully total complete entire whole completely
conditional | unconditional unconditionally
direct directly | indirect indirectly
voluntary voluntarily | mandatory compulsory obligatory forced
peaceful peacefully nonviolent | violent violently
lift ease remove scrap repeal abolish revoke waive relax drop | impose introduce tighten reimpose levy slap reinstate toughen imposition
appoint name nominate elect install | dismiss remove oust depose sack fire
promote promotion | demote relegate demotion relegation
= give grant award provide hand_over donate supply deliver | take receive accept get obtain seize deprive
= send | receive
= teach | learn
lead ahead leader | trail behind lag
qualify advance progress reach | eliminate knock_out exit
exceed surpass beat top outstrip overtake | miss fall_short lag trail
encourage urge | discourage deter dissuade
unite unify reunite | divide split separate
connect link | sever disconnect
trust | distrust mistrust
postpone delay put_off defer postponement push_back | bring_forward advance
hold stage host take_place go_ahead proceed | cancel call_off scrap postpone cancellation abandon
land touch_down | take_off
float | sink
enable activate | disable deactivate
arm | disarm
mobilise mobilize | demobilise demobilize
nationalise nationalize | privatise privatize
resign resignation step_down quit stand_down bow_out | stay remain retain continue
remain stay keep | leave quit exit depart
majority most | minority few
victim | perpetrator attacker assailant
presence | absence
possible likely | impossible unlikely
likely probable | unlikely improbable
effective effectively | ineffective
available | unavailable
aware know | unaware ignorant
able | unable
certain sure | uncertain unsure
secure secured | insecure
clean | dirty polluted contaminated
empty | full packed
right | left
inside indoors | outside outdoors
north northern | south southern
east eastern | west western
breach violate break flout violation infringe | honour honor respect observe comply obey abide
obey comply follow | defy disobey flout ignore
capture seize take_over conquer occupy | liberate recapture lose
occupy | vacate leave
evacuate flee | return stay
attach | detach
defend | prosecute accuse sue
plaintiff | defendant
convict convicted | acquit pardon exonerate overturn
guilt | innocence
pass | fail
warn threaten | reassure assure
draw tie | win
infect spread | cure contain
shutdown | reopening
"""

SAME = """
kill life slay murder assassinate dead death die fatality fatal perish casualty deceased deadly lethal toll life_lost slain drown massacre execute
injure wound hurt injury casualty harm maim injured wounded
say state tell add note declare announce remark comment explain report mention claim insist argue stress emphasise emphasize reiterate repeat warn statement announcement comments remarks write assert maintain contend allege speak according reveal post tweet
warn caution alert warning threaten
announce unveil reveal declare announcement disclose launch
attack assault strike raid bombard shell barrage bomb hit target offensive bombing airstrike bombardment shelling ambush storm pound invade invasion shoot
explode explosion blast detonate blow_up bomb detonation bombing go_off burst
resign resignation step_down quit stand_down leave departure depart bow_out stepping
arrest detain apprehend custody capture seize nab hold detention arrested
release free liberate let_go freedom return
meet meeting talk discuss discussion negotiate negotiation summit conversation conference dialogue session encounter
talk discussion negotiation conversation dialogue speak call phone telephone ring consult consultation discuss
agree agreement accord deal pact treaty consent settle settlement contract sign accept
exchange swap trade
help aid assist assistance support relief back
plan intend aim prepare intention scheme programme program project due schedule set
propose suggest float offer put_forward proposal recommend suggestion recommendation advocate idea
ask request call_for urge demand seek appeal petition
demand insist require call_for condition requirement
promise pledge vow commit guarantee swear commitment undertake
law legislation bill act statute measure rule regulation
parliament lawmaker legislator mp mps legislature congress assembly legislative senator senate
court judge tribunal justice jury ruling magistrate trial
rule decide ruling decision verdict judgment judgement determine conclude find resolve choose
police officer cop constable detective policeman policemen
soldier troop military army force serviceman fighter
doctor physician medic surgeon clinician
child kid minor youngster children boy girl teenager
student pupil learner schoolchild
worker employee staff personnel workforce job labourer
people person resident citizen civilian inhabitant individual public human population
company firm business corporation manufacturer maker retailer group enterprise giant carmaker chipmaker operator producer
government administration cabinet authority official state minister ministry regime
war conflict fighting hostility invasion battle combat fight
ceasefire truce armistice
earthquake quake tremor temblor aftershock
storm hurricane cyclone typhoon tempest
fire blaze inferno wildfire flame burn
flood flooding deluge inundate floodwater
car vehicle automobile
plane aircraft jet airliner flight aeroplane airplane
ship boat vessel ferry
home house household residence
hospital clinic
price cost worth
tax levy duty tariff
wage salary pay earnings
job employment post position role
unemployment joblessness jobless unemployed
economy gdp economic
vote ballot poll election referendum elect voting electoral
study research paper trial survey analysis report finding
scientist researcher academic expert team author
vaccine jab shot vaccination inoculate vaccinate immunise immunize
disease illness infection sickness virus condition
damage hit hurt harm
destroy destruction wreck ruin devastate flatten level demolish raze knock_out gut shoot_down down
collapse crumble cave_in give_way
crash collide collision accident wreck smash
evacuate flee leave displace evacuation escape
launch start begin introduce roll_out unveil open release
investigate probe inquiry inquire look_into investigation enquiry examine scrutinise review
accuse blame allege charge accusation allegation
sentence jail imprison prison term
fine penalty penalise penalize sanction
sue lawsuit litigation legal_action
protest demonstrate rally march demonstration protester demonstrator
show demonstrate reveal indicate find suggest display
expect forecast predict project anticipate estimate prediction projection expectation outlook
use utilise utilize employ usage
get obtain receive secure gain acquire collect earn
need require necessary requirement
want wish seek desire hope
try attempt bid effort seek
team side club squad
match game fixture
champion title trophy winner cup crown
coach manager boss trainer
big large huge major massive significant substantial vast
cause trigger lead spark prompt result due provoke bring_about because blame
happen occur take_place
visit trip tour travel journey fly go head
lead head leader chief boss president chair chairman chairwoman director
chief head boss executive director ceo
appoint name select choose pick nominate appointment elect
control take_over run seize capture manage govern ownership own takeover
send deliver ship supply provide dispatch give hand_over transfer donate
fund finance invest funding money pay investment
rescue save pull free
missing unaccounted disappear vanish lost
search hunt look
border frontier
city town capital municipality
area region province district zone part county
street road highway motorway avenue
fight battle combat clash
stop halt end cease suspend pause suspension
postpone delay put_off defer push_back postponement
cancel call_off scrap axe abandon drop cancellation
cut reduce lower slash trim reduction decrease
increase raise boost lift hike rise
buy purchase acquire acquisition takeover buyout
sell sale offload divest
fire sack dismiss lay_off layoff dismissal redundancy axe cut
hire recruit employ appoint
win victory triumph beat defeat
defeat beat thrash overcome
approve back endorse support clear
reject refuse decline turn_down deny dismiss rebuff
ban prohibit forbid bar outlaw prohibition block
close shut shut_down closure
sign ink agree
confirm verify acknowledge admit
deny reject dispute refute denial
criticise criticize condemn denounce slam blast decry attack blast criticism
praise hail commend applaud laud welcome
power electricity energy
oil crude petroleum
weapon arm gun firearm missile rocket
drone uav unmanned
nuclear atomic
leave exit withdraw depart quit withdrawal departure pull_out
join enter accede
return come_back go_back hand_back give_back
steal rob theft robbery burglary loot
shoot gunman shooter shooting gunfire fire open_fire
stab knife stabbing
begin start commence kick_off open
last continue endure take
complete finish conclude
visit visitor tourist
infect infection contract catch
treat treatment therapy cure medicine drug medication
test check examine screening
discover find detect uncover identify discovery detection
develop create make produce design build development
make manufacture produce production build output
grow expand growth expansion
debt borrowing loan
budget spending expenditure spend
interest rate
revenue sales turnover income
share stock equity
profit earnings net_income
investor shareholder
customer client consumer buyer shopper
farmer grower
leader president premier chief
wife husband spouse marry
father dad parent mother mum mom
apologise apologize apology sorry regret
celebrate mark celebration commemorate
break set record
record high
score goal net hit
injured injury
strike walkout walk_out stoppage
threaten threat
reach hit achieve attain
sink capsize
land touch_down
free release liberate
extend prolong lengthen renew extension
publish release issue print
issue release publish give
order instruct command direct
impose introduce levy slap
block prevent stop halt obstruct
join participate attend
plead admit
charge indict accuse prosecute
flee escape run
migrant refugee asylum
rebel insurgent militant guerrilla fighter
terrorist extremist militant jihadist
gang mafia cartel
drug narcotic
rain rainfall downpour
heat heatwave hot temperature
snow snowfall blizzard
drought dry
emission carbon pollution
climate warming
old aged age
half halve
double twice twofold
triple threefold treble
quadruple fourfold
near close nearby
wound wounded
phone telephone
long lengthy
hour hourlong
also too
important key crucial
dispute row conflict feud disagreement argument clash spat
complain complaint
remove take_down lift withdraw pull
allow permit let enable authorise authorize
believe think
chance likelihood probability odds
risk danger threat
safe secure
limit cap restrict curb restriction
restrict restriction curb limit constraint
repair fix restore mend
shortage lack scarcity
receive get obtain
move relocate transfer shift
change alter amend shift amendment
merge merger combine
split divide
open_up open
aircraft helicopter
crowd spectator audience fan attend
ticket seat
victim survivor
body corpse remains
funeral bury burial
hostage captive
prisoner inmate detainee captive jail
trapped stuck stranded strand
search_for look_for
call_on urge appeal
carry_out conduct perform commit execute
set_up establish create found form
take_part participate join compete
come_first win
narrow shrink reduce
widen grow increase
take_off leave depart
knock_out cut disrupt
picture image photo photograph
take capture shoot
walk_out leave walkout quit
fall receive
foul
road route
car automobile driver
doctor hospital
bus coach
cash money
murder killing homicide
boss manager coach head
funeral burial
letter message note
lawyer attorney barrister solicitor counsel
actor actress
singer musician artist
writer author novelist
footballer player striker
plane pilot
teacher professor
painting picture
book novel
film movie
song single
flat apartment
shop store
lorry truck
petrol gasoline
holiday vacation
autumn fall
neighbour neighbor
harbour harbor port
centre center
theatre theater
defence defense
labour labor
colour color
programme program
offence offense
tumour tumor cancer
rule regulation
opponent rival
outcome result
reason cause
aim goal target
hospitalised hospitalized
billionaire tycoon magnate
pupil schoolchild
cop police
blaze fire
probe inquiry
bid attempt
row dispute
quit resign
axe cut
hike rise
slump fall
curb restriction
pact treaty
envoy diplomat ambassador
premier minister
polls election
troops soldiers
jobless unemployed
tot toddler child
retire retirement
afloat float
know aware knowledge
restore reopen resume reinstate revive
link connect tie associate relate connection link association
join participate enter
clean clean_up cleanup
hospitalise hospitalize hospital
award receive honour honor prize
charge cost
fetch bring
borrow lend loan
burn blaze
clear approve
consider weigh mull think review study
defer delay postpone
detain hold custody
direct lead
drive push
employ work
ensure guarantee secure
establish found set_up launch
examine inspect check study review
face confront encounter
favour prefer back support
file submit lodge
fill occupy
finish end complete conclude come
follow succeed
fund finance pay
govern rule run
handle deal manage
host stage hold organise organize
identify name recognise recognize
ignore disregard overlook
inform tell notify
inject pump pour
insist stress maintain
inspire prompt
intensify escalate step_up increase
kidnap abduct seize capture hostage
lay_off dismiss cut sack
list name
mark celebrate
mobilise deploy
monitor watch track observe
nominate name choose
note observe say
notice see spot
offer give provide propose
open start launch
outline present set_out detail
overthrow oust topple depose coup
own possess have hold
permit licence license allow
persuade convince
place put lay
play perform
please welcome
possess hold
postpone delay
press urge push
pressure push press
promote advance
protect defend guard shield
prove show demonstrate
pursue chase seek follow
raise lift collect
ratify approve pass
realise realize
recall remember
refer send
relocate move
rename name
repay return pay_back
replace succeed substitute
represent
retire leave quit step_down
retrieve recover find
reunite unite
ruin destroy
run operate manage stand
schedule plan set due
seize take capture confiscate
serve
share divide split
shelter house accommodate
sit
slam criticise
smuggle traffic
solve resolve settle
spend pay cost
spot see
spread expand extend
stand remain
step_in intervene
store keep
stretch extend
strip remove
struggle fight
submit file present
suffer sustain experience undergo
supply provide deliver
surround encircle besiege
suspect accuse believe
sustain suffer
swear_in inaugurate
switch change
tackle fight address combat
target aim attack
test try
thank gratitude
top exceed lead
torch burn
total amount
touch
toughen tighten
train coach
transport carry take
treat care
turn_out attend vote
uncover discover reveal expose
undergo have
urge call_on press
use apply
vaccinate jab
value worth
wait
wipe_out destroy eliminate
withhold keep
witness see watch
work job
worry concern fear
write pen author
suspend halt pause stop
derail come_off
celebrate party
compete race take_part contest
contest challenge dispute
challenge appeal contest
appeal plead
cover
count tally
crash fall
debut premiere launch
die pass_away
drug substance
earn make win
eat consume
educate teach
emerge appear
encourage urge
expel deport remove banish
explain account
export sell ship
fear worry
feature include show
flee escape leave
gather assemble meet collect
greet welcome
guess estimate
halt stop suspend
harm hurt damage injure
ill sick unwell
import buy
infected sick
introduce present unveil bring
invent create
investigate examine
jail prison
jump leap
last run
look_into investigate
love
manufacture make build
married wed marry wedding
measure
mention refer
miss
mourn grieve
murder kill homicide
negotiate bargain
obstruct block
occur happen
oppose against
order command
owner proprietor
park
patrol guard
phone call
plot conspire conspiracy
poison
post publish
predict forecast
present show give
prevent avoid avert stop
print publish
privatise sell
probe investigate
profit earn
quarrel argue
question interrogate interview ask query
race competition contest
raid search storm
rain wet
reassure
record log
recruit sign hire
reduce shrink
refugee displaced
register enrol enroll sign_up
relative family kin
remember commemorate honour
repeal abolish scrap
reply answer respond
require oblige
rescue evacuate
research study
reserve book
resist fight
respond react answer reply reaction
rise soar
rob steal
rocket missile
roll_back reverse undo
scrap abolish cancel
sea ocean
search hunt
sell market
shake
signal indicate
smoke
snow
speech address remarks talk
speed pace
stage hold
star feature
storm weather
stranded stuck trapped
strengthen boost
struggle
succeed replace
suspect alleged
swap exchange
swim
talk speech
tension
tour visit
trade commerce
train railway rail
travel journey go fly
trial case court
troops forces
tumble fall
turn_into become
university college
unrest riot violence protest
update revise
upset anger
violence unrest clash
volcano eruption erupt
voter electorate
wage
walk hike
wall fence barrier
ward district
warrant order
waste rubbish
watchdog regulator agency
water
wealth money
weather storm
website site
wedding marriage
weekly
wildlife animal
wind
youth young
zone area
battle fight
factory plant works mill
building structure block
leak spill
money cash fund
murderer killer
noble
passenger traveller traveler
patient sick
petrol gasoline fuel
railway rail train
region area
salary pay
shop store retailer supermarket
shopper customer
sick ill
sickness illness
specialist expert
spokesman spokeswoman spokesperson
stadium arena
state country nation
storm cyclone
supporter fan
surgery operation
team crew
teenager youth teen
temple shrine
tourist visitor
tower skyscraper
town village
traffic
treaty pact
tuition fee
TV television
vehicle car truck lorry
victory win
village hamlet town
voyage journey
warship vessel ship
weapon gun
whale
wood forest
worker labourer
country nation state
city town
leader head
official authority
chip semiconductor
tanker ship vessel
dead killed
everyone everybody
snap early
launch fire shoot
resume continue restart
sell fetch
elect win reelect
stop_short refrain avoid
rule_out exclude
shot shoot
bombing bomb
hack breach cyberattack
leak spill
recall withdraw
discuss debate
satellite spacecraft probe
"""

RIVALS = """
charge / convict / acquit / arrest / pardon
damage / destroy
kill / injure / arrest / miss / evacuate / rescue / displace
man / woman / boy / girl
son / daughter / wife / husband / father / mother / brother / sister / uncle / aunt / nephew / niece / cousin
soldier / civilian / firefighter / student / teacher / doctor / nurse / patient / driver / passenger / pedestrian / journalist / lawyer / farmer / fisherman / tourist / pilot / sailor / prisoner / police
president / minister / governor / mayor / senator / king / queen / ambassador / chancellor / secretary
car / truck / bus / train / plane / ship / helicopter / bicycle / tram / motorcycle / tank / drone / missile
gold / silver / bronze
morning / afternoon / evening / night
red / blue / green / yellow / white / black / orange / purple
earthquake / flood / fire / storm / drought / landslide / volcano / tsunami / avalanche
hospital / school / church / mosque / synagogue / temple / university / market / hotel / bank / airport / factory / prison / bridge / library / museum / stadium / cinema / restaurant / palace / dam / warehouse / mall
inflation / unemployment / productivity
oil / gas / coal / wheat / copper / gold / rice / cotton / sugar / coffee
knife / gun / bomb / axe
murder / manslaughter / robbery / rape / fraud / arson / burglary / kidnapping / bribery / perjury / treason / espionage
semifinal / quarterfinal
north / south / east / west
northern / southern / eastern / western
spring / summer / autumn / winter
daily / weekly / monthly / annual
democrat / republican
conservative / labour / liberal / green
christian / muslim / jewish / hindu / buddhist
heart / lung / liver / kidney / brain / breast / skin / eye / stomach / spine / leg / arm / knee / hip / ankle / shoulder / hand / foot / head
cat / dog / horse / cow / pig / sheep / chicken / bird / whale / shark / elephant / lion / tiger / wolf / bear
import / export
tax / wage / price / rent / pension / profit / revenue / debt / deficit
football / cricket / rugby / tennis / basketball / baseball / hockey / golf / swimming
measles / malaria / cholera / influenza / polio / tuberculosis / ebola / cancer / diabetes / dementia / obesity / asthma
parliament / court / army / police / government
teacher / student / parent
buyer / seller
plaintiff / defendant / prosecutor / witness / juror
river / lake / sea / mountain / desert / forest / island
mayor / governor / senator / minister
bachelor / master / doctorate
marathon / sprint / relay
tariff / subsidy / quota
strike / lockout
phase / stage
gas / electricity / water
children / adults
adult / child
employer / employee
landlord / tenant
winner / runner-up
"""
