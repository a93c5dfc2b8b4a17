"""Names and titles: countries with their adjectives, forms of address, month and weekday words."""

from __future__ import annotations

from summarizer.grounding.lexicon.wordset import word_set

__all__ = [
    "CAPITALS",
    "COUNTRIES",
    "FOREIGN_ARTICLES",
    "GENDERED_TITLES",
    "GIVEN_NAMES_IN_S",
    "MONTHS",
    "NAME_PARTICLES",
    "ORG_SUFFIXES",
    "TIME_WORDS",
    "TITLES",
    "UNITED",
    "WEEKDAYS",
]

COUNTRIES = """
afghanistan afghan afghans/albania albanian/algeria algerian/angola angolan
argentina argentine argentinian argentinean/armenia armenian/australia australian aussie/austria austrian
azerbaijan azerbaijani azeri/bahrain bahraini/bangladesh bangladeshi/belarus belarusian/belgium belgian
bolivia bolivian/bosnia bosnian/brazil brazilian/bulgaria bulgarian/cambodia cambodian/cameroon cameroonian
canada canadian/chad chadian/chile chilean/china chinese/colombia colombian/congo congolese/croatia croatian croat
cuba cuban/cyprus cypriot/czechia czech/denmark danish dane/ecuador ecuadorian/egypt egyptian/england english
eritrea eritrean/estonia estonian/ethiopia ethiopian/finland finnish finn/france french/gaza gazan/georgia georgian
germany german/ghana ghanaian/greece greek/guatemala guatemalan/haiti haitian/honduras honduran/hungary hungarian
iceland icelandic/india indian/indonesia indonesian/iran iranian/iraq iraqi/ireland irish/israel israeli/italy italian
jamaica jamaican/japan japanese/jordan jordanian/kazakhstan kazakh/kenya kenyan/korea korean/kosovo kosovar
kurdistan kurdish kurd/kuwait kuwaiti/kyrgyzstan kyrgyz/laos laotian/latvia latvian/lebanon lebanese/liberia liberian
libya libyan/lithuania lithuanian/luxembourg luxembourgish/malaysia malaysian/mali malian/malta maltese/mexico mexican
moldova moldovan/mongolia mongolian/montenegro montenegrin/morocco moroccan/mozambique mozambican
myanmar burma burmese/namibia namibian/nepal nepalese nepali/netherlands dutch holland/nicaragua nicaraguan
niger nigerien/nigeria nigerian/norway norwegian/oman omani/pakistan pakistani/palestine palestinian/panama panamanian
paraguay paraguayan/peru peruvian/philippines philippine filipino/poland polish pole/portugal portuguese/qatar qatari
romania romanian/russia russian/rwanda rwandan/saudi saudis/scotland scottish scots/senegal senegalese
serbia serbian serb/singapore singaporean/slovakia slovak/slovenia slovenian slovene/somalia somali
spain spanish spaniard/sudan sudanese/sweden swedish swede/switzerland swiss/syria syrian/taiwan taiwanese
tajikistan tajik/tanzania tanzanian/thailand thai/tunisia tunisian/turkey turkish turk turkiye/turkmenistan turkmen
uganda ugandan/ukraine ukrainian/uae emirati/uk britain british briton/us usa u.s u.s.a america american
uruguay uruguayan/uzbekistan uzbek/venezuela venezuelan/vietnam vietnamese/wales welsh/yemen yemeni/zambia zambian
zimbabwe zimbabwean/europe european/africa african/asia asian/catalonia catalan/tibet tibetan/eu/un u.n/kyiv kiev
kharkiv kharkov/odesa odessa/mumbai bombay/beijing peking/islam islamic/arab arabic/soviet ussr/taliban talibans
houthi houthis/crimea crimean/chechnya chechen/bavaria bavarian/texas texan/california californian/paris parisian
london londoner/berlin berliner/kremlin/nato/moscow muscovite
""".replace("\n", "/")
"""One country or region a group, its adjective and people beside it; the first form stands for all."""

CAPITALS = """
kabul afghanistan/tirana albania/algiers algeria/canberra australia/vienna austria/baku azerbaijan/minsk belarus
brussels eu/brasilia brazil/ottawa canada/santiago chile/beijing china/bogota colombia/zagreb croatia/havana cuba
prague czechia/copenhagen denmark/quito ecuador/cairo egypt/tallinn estonia/helsinki finland/paris france
tbilisi georgia/berlin germany/athens greece/budapest hungary/reykjavik iceland/delhi india/jakarta indonesia
tehran iran/baghdad iraq/dublin ireland/jerusalem israel/rome italy/tokyo japan/amman jordan/astana kazakhstan
nairobi kenya/pristina kosovo/riga latvia/beirut lebanon/vilnius lithuania/chisinau moldova/rabat morocco
pyongyang korea/kathmandu nepal/hague netherlands/oslo norway/islamabad pakistan/lima peru/manila philippines
warsaw poland/lisbon portugal/doha qatar/bucharest romania/moscow russia/kremlin russia/riyadh saudi/belgrade serbia
bratislava slovakia/ljubljana slovenia/seoul korea/madrid spain/khartoum sudan/stockholm sweden/bern switzerland
damascus syria/taipei taiwan/bangkok thailand/tunis tunisia/ankara turkey/kyiv ukraine/kiev ukraine/london uk
washington us/caracas venezuela/hanoi vietnam/sanaa yemen/harare zimbabwe/sofia bulgaria
""".replace("\n", "/")
"""A capital or seat of government, and the country it speaks for in the news."""

UNITED = {"states": "us", "kingdom": "uk", "nations": "un", "emirates": "uae"}
"""What follows 'United' (or 'United Arab') → the short form."""

TITLES = word_set(
    "mr mrs ms miss dr prof professor sir dame lord lady president vice premier chancellor minister secretary "
    "senator sen rep representative congressman congresswoman governor gov mayor judge justice king queen "
    "prince princess pope archbishop bishop cardinal reverend rev imam rabbi sheikh sheik general gen colonel "
    "col major maj captain capt lieutenant lt sergeant sgt admiral commander inspector superintendent "
    "detective constable chief officer ambassador envoy commissioner councillor speaker chairman chairwoman "
    "chair director ceo spokesman spokeswoman spokesperson emperor emir sultan ayatollah mullah father sister "
    "brother saint st mp deputy prime attorney mme herr frau monsieur madame senor sheriff coach manager "
    "striker midfielder defender goalkeeper adviser advisor analyst economist"
)
GENDERED_TITLES = {
    "mr": "m", "mrs": "f", "ms": "f", "miss": "f", "sir": "m", "dame": "f", "lady": "f", "king": "m", "queen": "f",
    "prince": "m", "princess": "f", "congressman": "m", "congresswoman": "f", "chairman": "m", "chairwoman": "f",
}  # fmt: skip
NAME_PARTICLES = word_set(
    "de da do dos das del della di du la le van von der den bin ibn al el ul abu ben st of the jr sr ter ten af av zu"
)
ORG_SUFFIXES = word_set("inc corp corporation ltd plc llc co company gmbh ag sa nv group holdings limited")
GIVEN_NAMES_IN_S = word_set(
    "james thomas charles chris lewis louis nicolas nicholas carlos luis jesus marcus lucas andres agnes "
    "doris iris texas paris athens brussels honduras cyprus laos wales reuters naples damascus philippines "
    "netherlands kansas arkansas illinois massachusetts dallas minneapolis memphis venus mars celtics lakers "
    "airbus swiss maldives barbados bahamas hamas tunis francis dennis boris jonas elias matthias hans lars "
    "niels jens klaus"
)
FOREIGN_ARTICLES = word_set(
    "der die das den dem des ein eine einen einem einer le la les un une des du el los las una il lo gli i os "
    "as um uma het een de en et och og ett"
)
"""Articles of other languages, which start sentences with a capital."""

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "october": 10, "oct": 10,
    "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
TIME_WORDS = word_set(
    "yesterday today tonight tomorrow overnight weekend week month year decade century night morning "
    "afternoon evening ago spring summer autumn winter quarter christmas easter ramadan weeks months years "
    "days earlier"
)
"""Words beside months and weekdays that a stated date may turn on."""

WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thu": 3,
    "thur": 3,
    "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
}  # fmt: skip
