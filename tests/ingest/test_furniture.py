"""Page furniture is marked, and real text that looks like it is not; both in the middle and at the end of an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.domain.document import Document
from summarizer.ingest.documents import make_document

SEEDS = Path(__file__).parent.parent.parent / "seeds"
ABOVE = (
    "Dam bursts near Ostra\n"
    "OSTRA, March 4 (Wire) — A dam burst near the town of Ostra on Tuesday, killing 14 people, officials said.\n"
    "Rescue teams were searching for 41 missing residents late in the evening.\n"
)
BELOW = (
    "The governor said the army had been asked for helicopters and boats.\n"
    "Schools in the valley will stay closed until the end of the week."
)
PLACES = {"in the middle": ABOVE + "{}\n" + BELOW, "at the end": ABOVE + BELOW + "\n{}"}

REAL: list[str] = [
    "He said your support makes a difference to families on the front line.",
    "“Your donation saves lives,” the charity's director told volunteers in Aleppo.",
    "The newsletter, which has 40,000 subscribers, was founded in 2019 by two former reporters.",
    "Readers can subscribe to the newsletter for free, the company said on Monday.",
    "The BBC asked viewers to support its journalism during the strike.",
    "What the court decided",
    "Why it matters",
    "She read more than 300 pages of testimony before the vote.",
    "Donations can be made to the Red Cross at any branch of the Central Bank.",
    "Register to vote by Oct. 5, election officials urge.",
    "Europe and Asia",
    "Sign up for flood alerts, the mayor told residents of the valley.",
    "The paywall will be lifted for a week, the Times said.",
    '"Support us now or lose the harbour," the dockers\' leader wrote.',
    "Translated by monks in 1402, the manuscript survived two wars.",
    "Photos by satellite operator Planet show the burned depot.",
    "We depend on our neighbours, as every small country does.",
    "Killed in the attack were:\nAna Ruiz, 34, a nurse from the port district\nTomas Lind, 51, a bus driver and father of two\nMo Farouk, 19, a student at the technical college\nLea Horvat, 27, who had arrived in the city only a week ago",
    "Become a member of the union and you lose your job, one worker said.",
    "Copyright law will change in January under the bill.",
    "By noon the rebels had taken the airport.",
    'The editor said: "We rely on readers. Your support keeps us alive." The paper closed in May.',
    "You can unsubscribe at any time, the regulator's new rule says, with one click.",
    "Cookies were found in the suspect's kitchen.",
    "Watch: the word now means a storm is possible within 48 hours.",
    '"Without your support I would have lost the shop," she told customers at the counter.',
    "The senator thanked donors and said every contribution counts toward the recount.",
    "Our reporter saw three bodies near the gate.",
    "Newsletters have become big business for small publishers.",
    "Subscribers to the service will pay $2 more a month from June.",
    "Join us or die, the militants told villagers, according to survivors.",
    "What we know about the gunman",
    "A city under siege",
    "Trending upward since March, rents reached a record in the capital.",
    "The prime minister's appeal - her third this week - went unanswered.",
    "Cash payments of $50 will go to each family that signs up by Friday.",
    "He said readers should “support our journalism” if they could.",
    "Editing by hand, she finished the film in nine weeks.",
    "The video by a bystander shows the officer firing twice.",
    "Sport can heal, the bishop said.",
    "Related charges against two aides were dropped.",
    "If you like what you read, the author joked, thank my mother.",
    "Police asked anyone with information to call 555-0199 or email tips@example.org.",
    "The following candidates advanced to the second round:\nMaria Santos, Democratic Left, 31.2 percent of the vote\nJohn Adler, National Union, 28.9 percent of the vote\nPeter Holm, Greens, 9.4 percent of the vote\nRosa Diaz, independent, 8.8 percent of the vote",
    "- The airport reopens at dawn on Wednesday\n- Schools stay shut until the end of the week\n- Drinking water must be boiled for ten minutes\n- Two bridges over the Ostra remain closed to lorries",
    "Donate blood at any hospital this week, the ministry urged residents.",
    "In Europe",
    "The site uses cookies to track users, the lawsuit claims, even after they opt out.",
    "Thank you for your support, the message on the wall reads.",
    '"We need reporters on the ground," the head of the union told lawmakers.',
    "This story was first published in 1951 and made its author famous.",
    "Support for the bill fell to 41 percent in the latest poll.",
]

PAGE: list[tuple[str, str]] = [
    ("appeal", "Support our journalism from as little as $1. Your contribution helps us keep reporting."),
    ("appeal", "Sign up to our free morning newsletter and get the day's top stories in your inbox."),
    ("appeal", "If you value our reporting, please consider making a donation today."),
    ("navigation", "Advertisement"),
    ("navigation", "Share this article"),
    ("navigation", "5 min read"),
    ("crumb", "Middle East"),
    ("crumb", "Home > World > Europe"),
    ("credit", "Photo: Jane Roe/AFP"),
    ("credit", "(Reporting by John Doe in Kyiv; Editing by Mary Major)"),
    ("credit", "Translated from the French by Ann Other"),
    ("credit", "© 2025 The Daily Wire. All rights reserved."),
    ("headline_list", "READ ALSO: Storm closes three airports in the north"),
    ("navigation", "We use cookies to improve your experience on our website."),
    ("navigation", "By clicking Sign Up, you agree to our Terms of Service and Privacy Policy."),
    ("navigation", "Story continues below advertisement"),
    ("navigation", "Follow us on X for the latest updates"),
    (
        "headline_list",
        "Related stories\nStorm closes three airports in the north\nMinister quits over ferry contract\nWhat the new tax means for renters",
    ),
    ("credit", "Image credit: NASA"),
    ("appeal", "Become a member today and enjoy unlimited access to our archive."),
    ("navigation", "View 34 comments"),
    ("navigation", "Read more"),
    ("appeal", "Already a subscriber? Log in to keep reading."),
    ("credit", "With additional reporting from Reuters"),
    ("navigation", "***"),
    ("appeal", "Help fund our newsroom. We rely on readers like you to stay independent. Donate now to support us."),
    ("appeal", "Subscribe to The Morning Wire, our daily email newsletter."),
    ("appeal", "Get all the day's headlines delivered straight to your inbox."),
    ("appeal", "Quality journalism isn't free. Please support us by becoming a subscriber today."),
    ("appeal", "Make a donation today. Your gift funds our reporting."),
    ("navigation", "Skip to main content"),
    ("navigation", "Share on WhatsApp"),
    ("navigation", "Listen to this article"),
    ("navigation", "Scroll to continue"),
    ("navigation", "3 hours ago"),
    ("navigation", "Accept all cookies"),
    ("crumb", "World / Asia"),
    ("crumb", "Politics"),
    ("crumb", "Tags: Ukraine, Russia, energy"),
    ("credit", "Getty Images"),
    ("credit", "Photograph by Sam Hill"),
    ("credit", "Copyright 2024 Example Media Ltd. All rights reserved."),
    ("credit", "This article was originally published in German."),
    ("credit", "Additional reporting by Lea Horvat in Zagreb"),
    ("credit", "(AP Photo/Mo Farouk)"),
    ("credit", "Editing by Kit Ng"),
    ("headline_list", "Also read: How the ferry deal fell apart"),
    (
        "headline_list",
        "You may also like\nTen gardens to see this spring\nThe actor who gave it all away\nWhy cats ignore their names",
    ),
    (
        "headline_list",
        "Pop Star Cancels World Tour After Surgery |\nTeam Fires Coach Hours Before The Final |\nActress Opens Up About Her Divorce |\nPhone Maker Unveils Folding Tablet |",
    ),
    (
        "headline_list",
        "Pop Star Cancels World Tour After Surgery\nTeam Fires Coach Hours Before The Final\nActress Opens Up About Her Divorce Battle\nPhone Maker Unveils A Folding Tablet",
    ),
    ("navigation", "Please enable JavaScript to view this page."),
    ("navigation", "Werbung"),
    ("credit", "Mit Material von dpa"),
    ("appeal", "Abonnieren Sie unseren Newsletter."),
    ("navigation", "Most popular"),
]


def marks_of(words: str, place: str) -> tuple[list[str | None], list[str | None]]:
    """Return the marks inside ``words``, and those of the article around them."""
    document = make_document(PLACES[place].format(words))
    start = document.text.index(words)
    inside = [s.furniture for s in document.sentences if start <= s.start < start + len(words)]
    outside = [s.furniture for s in document.sentences if not start <= s.start < start + len(words)]
    return list(inside), list(outside)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("words", REAL)
def test_real_text_that_looks_like_furniture_is_not_marked(words: str, place: str) -> None:
    inside, outside = marks_of(words, place)
    assert (set(inside), set(outside)) == ({None}, {None})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("kind", "words"), PAGE)
def test_furniture_is_marked_with_its_kind(kind: str, words: str, place: str) -> None:
    inside, outside = marks_of(words, place)
    assert (set(inside), set(outside)) == ({kind}, {None})


def marked(document: Document) -> dict[str, list[int]]:
    kinds: dict[str, list[int]] = {}
    for sentence in document.sentences:
        if sentence.furniture:
            kinds.setdefault(sentence.furniture, []).append(sentence.id)
    return kinds


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("000", {"crumb": ["Summary", "Europe"]}),
        ("001", {"credit": ["English version by the Translation Service of Withub"]}),
        ("003", {}),
    ],
)
def test_furniture_of_a_seed_is_marked_and_nothing_else(prefix: str, expected: dict[str, list[str]]) -> None:
    (path,) = SEEDS.glob(f"{prefix}_*.txt")
    document = make_document(path.read_text(encoding="utf-8"))
    found = {kind: [document.sentence_text(number) for number in numbers] for kind, numbers in marked(document).items()}
    assert found == expected


def test_a_donation_appeal_before_an_article_is_marked_as_a_whole_and_its_date_is_not() -> None:
    (path,) = SEEDS.glob("002_*.txt")
    document = make_document(path.read_text(encoding="utf-8"))
    assert marked(document) == {"appeal": list(range(2, 11))}
    assert document.sentence_text(10) == "Read more"


def test_a_tail_of_other_headlines_is_marked_as_a_whole() -> None:
    (path,) = SEEDS.glob("004_*.txt")
    document = make_document(path.read_text(encoding="utf-8"))
    total = len(document.sentences)
    assert marked(document) == {"navigation": [total - 16], "headline_list": list(range(total - 15, total + 1))}


def test_a_caption_keeps_its_words_and_loses_its_credit() -> None:
    document = make_document(ABOVE + "A boat near Ostra on Tuesday. (AP Photo/Mo Farouk)\n" + BELOW)
    assert [document.sentence_text(s.id) for s in document.sentences if s.furniture == "credit"] == [
        "(AP Photo/Mo Farouk)"
    ]


@pytest.mark.parametrize("text", ["Advertisement", "Sign up to our free newsletter today."])
def test_a_text_with_nothing_else_is_the_article(text: str) -> None:
    assert [sentence.furniture for sentence in make_document(text).sentences] == [None]


def test_body_leaves_furniture_out_and_the_document_keeps_it() -> None:
    document = make_document(ABOVE + "Advertisement\n" + BELOW)
    assert [sentence.id for sentence in document.sentences] == [1, 2, 3, 4, 5, 6]
    assert [sentence.id for sentence in document.body] == [1, 2, 3, 5, 6]
