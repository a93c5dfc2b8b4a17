"""Words that decide whether a full stop ends a sentence."""

from __future__ import annotations

__all__ = ["BEFORE_A_NAME", "BEFORE_A_NUMBER", "FUNCTION_WORDS", "NAME_PARTS", "NAME_TAILS", "STARTERS", "TIME_TAILS"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEFORE_A_NAME = _words(
    """
    Adm Atty Brig Capt Cmdr Col Cpl Det Dr Gen Gov Hon Insp Lt Maj Messrs Mr Mrs Ms Mx Pres Prof Pte Pvt Rep
    Reps Rev Sen Sens Sgt Spc Supt Dra Fr Frau Hr Mme Mmes Mlle Sra Srta EE Ud Uds Fa vs v incl dott sig e.g i.e cf viz
    approx bzw ca mio mrd nr z.b d.h u.a
    """
)
"""Abbreviations after which the sentence always goes on, without the last stop; in the case they need at the least."""

BEFORE_A_NUMBER = _words(
    """
    Art Ch Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Par Pt Sec Utd Rm fig figs no nos núm num p pp vol vols
    approx est op
    """
)
"""Abbreviations after which the sentence goes on when a digit follows."""

NAME_TAILS = _words(
    """
    Assn Ave Bldg Blvd Bros Co Corp Cos Dept Dist Div Inc LLC Llc Ltd Mfg Mtn Pl Plc PLC Rd Sq Univ Ariz Ark
    Calif Colo Conn Del Fla Ga Ill Ind Kan Ky Md Mich Minn Miss Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis
    Ph.D M.D B.A M.A Sci Med Eng Natl Intl GmbH KG AG al etc
    N.J N.H N.Y N.C S.C N.D S.D N.M D.C R.I B.C
    """
)
"""Abbreviations that stand inside or at the end of a name: what follows decides."""

NAME_PARTS = _words(
    """
    St Ste Mt Ft Jr Sr Sra
    """
)
"""Abbreviations that mostly stand before the rest of a name; only a word that begins sentences says otherwise."""

TIME_TAILS = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun eastern central
    mountain pacific et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest ist jst local on
    """
)
"""Words that go on after 'a.m.' or 'p.m.'."""

STARTERS = _words(
    """
    a about according after all also although among an and another any are as at back because before below but
    by can could despite did do does during each earlier either even every few finally first for from had has
    have he her here hers his how however i if in indeed instead is it its last later many meanwhile more
    moreover most my neither never nevertheless next no nobody none nor not nothing now of often on once one
    only or other others our over part perhaps several she should since so some soon still such that the their
    them then there these they this those though through thus to today together tomorrow under unlike until was
    we were what when where whether which while who whose why will with within without would yes yesterday yet
    you your analysts authorities critics diplomats doctors experts investors lawmakers lawyers markets officials
    opponents police prices prosecutors protesters reporters rescuers researchers residents scientists shares soldiers
    supporters troops voters witnesses der die das ein eine er sie es im am bei nach aber und wir ich doch
    le la les l' un une il elle ils elles ce cette en mais et nous je el los las una ella ellos se pero y su sus este
    esta
    """
)
"""Words that begin a sentence more often than they go on in a name, in lower case.

Among them plain nouns of the news: behind 'U.S.' they have a capital only where a sentence begins.
"""

FUNCTION_WORDS = _words(
    """
    a an and as at by for from in into of on or the to with his her its their our my your that than but if mit
    von der die das und zu de du des et à le la les el los las con y por para
    """
)
"""Words that can't end a sentence: after them an ellipsis is a pause."""
