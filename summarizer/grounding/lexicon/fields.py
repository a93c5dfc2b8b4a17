"""What common names of schema fields and labels say about the role a leaf plays beside its neighbours.

The gate knows no schema. A field's role is taken from its kind and, where kinds don't tell, from the words of its
name; a name that is in no list simply gives no hint.
"""

from __future__ import annotations

from summarizer.grounding.lexicon.wordset import word_set

__all__ = [
    "AGENT_FIELDS",
    "HOLDER_FIELDS",
    "MAIN_FIELDS",
    "METADATA_FIELDS",
    "OFFICE_FIELDS",
    "PATIENT_FIELDS",
    "PLACE_FIELDS",
    "PLANNED_LABELS",
    "PRECISION_LABELS",
    "SPEAKER_FIELDS",
    "UNIT_FIELDS",
    "UNREALISED_FIELDS",
    "UNREALISED_LABELS",
    "VERBATIM_FIELDS",
    "VOICED_FIELDS",
]

SPEAKER_FIELDS = word_set("speaker speakers said quoted according attributed source sources spokesperson")
AGENT_FIELDS = word_set(
    "who actor actors agent agents perpetrator perpetrators attacker attackers by doer subject proposer buyer "
    "winner winners seller owner employer party sender plaintiff accuser killer author culprit culprits "
    "initiator"
)
PATIENT_FIELDS = word_set(
    "affected target targets victim victims object recipient recipients accused loser losers beneficiary "
    "acquired casualties injured hostages receiver whom"
)
PLACE_FIELDS = word_set("where place location city country venue site region locality scene")
MAIN_FIELDS = word_set(
    "what text event action description title summary statement claim topic position quote pledge proposal "
    "detail details offer demand content decision headline outcome result message"
)
OFFICE_FIELDS = word_set("role roles position office job occupation post profession function rank")
HOLDER_FIELDS = word_set("name person names official full surname")
VOICED_FIELDS = word_set("position claim statement quote pledge proposal demand offer message topic")
UNIT_FIELDS = word_set("unit units currency measure")
VERBATIM_FIELDS = word_set("verbatim quoted quote quotation direct literal exact")
UNREALISED_FIELDS = word_set(
    "upcoming next planned plans plan future scheduled proposals proposal proposed pledges pledge promises "
    "promise demands demand offers offer threats threat forecast forecasts expected expectations goals goal "
    "intentions red allegations allegation accusations alleged conditions agreed commitments requests options "
    "hopes outlook"
)
UNREALISED_LABELS = word_set(
    "planned proposed alleged expected scheduled upcoming possible forecast promise offer threat demand "
    "hypothetical conditional pledged announced accusation claim rumoured rumored future pending intended "
    "unconfirmed"
)
PLANNED_LABELS = word_set("planned expected scheduled upcoming forecast future pending intended")
PRECISION_LABELS = {
    "exact": "exact", "exactly": "exact", "precise": "exact", "at_least": "ge", "minimum": "ge", "more_than": "gt",
    "over": "gt", "at_most": "le", "up_to": "le", "maximum": "le", "less_than": "lt", "under": "lt", "nearly": "lt",
    "about": "about", "approximate": "about", "approximately": "about", "around": "about", "estimate": "about",
    "estimated": "about", "roughly": "about",
}  # fmt: skip
METADATA_FIELDS = {
    "headline": "headline", "title": "headline", "heading": "headline", "outlet": "outlet", "source": "outlet",
    "publisher": "outlet", "publication": "outlet", "newspaper": "outlet", "site": "outlet", "media": "outlet",
    "author": "author", "byline": "author", "reporter": "author", "writer": "author", "published": "published",
    "date": "published", "dateline": "place", "publication_date": "published", "published_at": "published",
    "published_on": "published", "publish_date": "published", "article_date": "published", "place": "place",
    "language": "language", "lang": "language",
}  # fmt: skip
"""Name of a leaf outside of lists → the metadata that can bear it out."""
