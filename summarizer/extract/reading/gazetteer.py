"""Countries and capitals by their common English names: what a small name finder most often takes for people."""

from __future__ import annotations

__all__ = ["is_known_place"]

_COUNTRIES = """Afghanistan Albania Algeria Andorra Angola Argentina Armenia
Australia Austria Azerbaijan Bahamas Bahrain
Bangladesh Barbados Belarus Belgium Belize Benin Bhutan Bolivia Bosnia Botswana Brazil Brunei Bulgaria Burundi
Cambodia Cameroon Canada Chad Chile China Colombia Comoros Congo Croatia Cuba Cyprus Czechia Denmark Djibouti
Dominica Ecuador Egypt Eritrea Estonia Eswatini Ethiopia Fiji Finland France Gabon Gambia Georgia Germany
Ghana Greece Greenland Grenada Guatemala Guinea Guyana Haiti Honduras Hungary Iceland India Indonesia Iran
Iraq Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Kiribati Kosovo Kuwait Kyrgyzstan Laos Latvia
Lebanon Lesotho Liberia Libya Liechtenstein Lithuania Luxembourg Madagascar Malawi Malaysia Maldives Mali
Malta Mauritania Mauritius Mexico Micronesia Moldova Monaco Mongolia Montenegro Morocco Mozambique Myanmar
Namibia Nauru Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Palau Palestine Panama Paraguay
Peru Philippines Poland Portugal Qatar Romania Russia Rwanda Samoa Senegal Serbia Seychelles Singapore
Slovakia Slovenia Somalia Spain Sudan Suriname Sweden Switzerland Syria Taiwan Tajikistan Tanzania Thailand
Togo Tonga Tunisia Turkey Türkiye Turkmenistan Tuvalu Uganda Ukraine Uruguay Uzbekistan Vanuatu Venezuela
Vietnam Yemen Zambia Zimbabwe Britain England Scotland Wales Gaza Crimea Europe Africa Asia Antarctica"""

_CAPITALS = """Kabul
Tirana Algiers Luanda Yerevan Canberra Vienna Baku Nassau Manama Dhaka Minsk Brussels Thimphu Sarajevo
Gaborone Brasilia Sofia Ottawa Santiago Beijing Bogota Bogotá Zagreb Havana Nicosia Prague Copenhagen Quito
Cairo Tallinn Helsinki Paris Tbilisi Berlin Accra Athens Budapest Reykjavik Delhi Jakarta Tehran Baghdad
Dublin Jerusalem Rome Kingston Tokyo Amman Astana Nairobi Pristina Bishkek Vientiane Riga Beirut Monrovia
Tripoli Vilnius Antananarivo Lilongwe Valletta Chisinau Podgorica Rabat Maputo Naypyidaw Windhoek Kathmandu
Amsterdam Managua Niamey Abuja Pyongyang Skopje Oslo Muscat Islamabad Ramallah Lima Manila Warsaw Lisbon Doha
Bucharest Moscow Kigali Riyadh Dakar Belgrade Bratislava Ljubljana Mogadishu Pretoria Seoul Juba Madrid
Colombo Khartoum Stockholm Bern Damascus Taipei Dushanbe Bangkok Tunis Ankara Ashgabat Kampala Kyiv Kiev
London Washington Montevideo Tashkent Caracas Hanoi Sanaa Lusaka Harare Geneva Dubai Istanbul Brasília
Kharkiv Odesa Mumbai Shanghai Sydney Melbourne Toronto Strasbourg Luxembourg Hague"""

_LONGER = """United States|United States of America|US|U.S.|USA|America|United Kingdom|UK|U.K.|Great Britain|New Zealand
|South Africa|South Korea|North Korea|Saudi Arabia|United Arab Emirates|UAE|Sri Lanka|Costa Rica|El Salvador|Ivory Coast
|Sierra Leone|Burkina Faso|Papua New Guinea|Dominican Republic|Czech Republic|Central African Republic|South Sudan
|Equatorial Guinea|Cape Verde|East Timor|Solomon Islands|Marshall Islands|Trinidad and Tobago|Antigua and Barbuda
|Bosnia and Herzegovina|North Macedonia|San Marino|Vatican City|Vatican|Hong Kong|West Bank|Gaza Strip|European Union
|Middle East|Latin America|Northern Ireland|Buenos Aires|New York|Los Angeles|Mexico City|New Delhi|Abu Dhabi|San José
|Addis Ababa|Kuala Lumpur|Phnom Penh|Rio de Janeiro|Tel Aviv|Santo Domingo|Panama City|Guatemala City|Kuwait City"""

_PLACES = frozenset(name.casefold() for name in [*_COUNTRIES.split(), *_CAPITALS.split()]) | frozenset(
    name.strip().casefold() for name in _LONGER.replace("\n", "").split("|")
)


def is_known_place(name: str) -> bool:
    """Return whether a name, with or without 'the', is a country, a capital or a region everyone knows."""
    return name.casefold().removeprefix("the ").strip() in _PLACES
