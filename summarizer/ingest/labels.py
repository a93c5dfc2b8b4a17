"""Labels and buttons that news pages share; each stands alone in a line, and is compared in lower case."""

from __future__ import annotations

__all__ = ["CRUMBS", "LIST_HEADS", "NAVIGATION", "OPENERS"]


def _labels(text: str) -> frozenset[str]:
    return frozenset(" ".join(label.split()) for label in text.split(","))


CRUMBS = _labels(
    """
    summary, highlights, overview, home, homepage, news, world, world news, international, national, local,
    local news, regional, politics, us politics, uk politics, business, economy, markets, finance, money,
    companies, technology, tech, science, health, climate, environment, education, sport, sports, football,
    culture, arts, entertainment, celebrity, lifestyle, life & style, life, travel, food, fashion, opinion,
    opinions, comment, editorial, analysis, explainer, explainers, features, feature, investigations, fact
    check, obituaries, weather, video, videos, photos, pictures, in pictures, gallery, podcasts, podcast, audio,
    live, live updates, breaking, breaking news, latest, latest news, top news, exclusive, sponsored, premium,
    us, u.s., us news, u.s. news, uk, uk news, eu, europe, africa, asia, asia pacific, asia-pacific, americas,
    the americas, latin america, north america, south america, middle east, middle east & africa, oceania,
    australia, war, conflict, crime, courts, law, defence, defense, security, energy, auto, property, jobs,
    magazine, newsletters, archive, tags, topics, share, perspectives, politik, wirtschaft, ausland, inland,
    panorama, kultur, wissen, meinung, gesellschaft, startseite, nachrichten, monde, politique, économie,
    société, accueil, actualités, sciences, afrique, mundo, política, economía, sociedad, cultura, opinión,
    deportes, portada, internacional, inicio, mondo, politica, economia, cronaca, esteri
    """
)
"""Section names."""

LIST_HEADS = _labels(
    """
    related, related articles, related stories, related news, related content, related coverage, related topics,
    related posts, more on this story, more on this topic, more from this section, more stories, more news, more
    headlines, more like this, most read, most popular, most viewed, most shared, most commented, trending,
    trending now, trending stories, popular now, popular stories, top stories, top headlines, other news, other
    stories, latest stories, latest headlines, latest news, today's headlines, in case you missed it, you may
    also like, you might also like, you may have missed, you might be interested in, recommended, recommended
    for you, recommended stories, recommended reading, recommended articles, editor's picks, editors' picks,
    editors’ picks, editor’s picks, editor's choice, don't miss, must read, must reads, read also, also read,
    read next, up next, what to read next, see also, further reading, from our partners, around the web,
    sponsored content, promoted stories, promoted content, read more, read more on this story, keep reading,
    mehr zum thema, meistgelesen, lesen sie auch, das könnte sie auch interessieren, à lire aussi, lire aussi,
    sur le même sujet, les plus lus, lo más leído, más noticias, te puede interesar, lea también, leggi anche
    """
)
"""Lines that head a list of other articles."""

NAVIGATION = LIST_HEADS | _labels(
    """
    advertisement, advertisements, advertising, ad, ads, advert, sponsored by, paid content, share, share this,
    share this article, share this story, share this post, share this page, share article, share full article,
    share on facebook, share on twitter, share on x, share on whatsapp, share via email, tweet, tweet this,
    print, print this page, email, e-mail, email this, copy link, link copied, save, save article, saved,
    bookmark, gift this article, comments, add comment, leave a comment, join the conversation, post a comment,
    reply, report, read more », read more..., read more…, read full story, read full article, read the full
    story, read the full article, continue reading, full story, learn more, find out more, more, see more, see
    all, view all, view more, show more, load more, more details, listen, listen now, listen to this article,
    listen to article, watch, watch now, watch live, watch the video, play video, play, pause, mute, click here,
    sign in, sign up, sign out, log in, login, log out, register, my account, account, menu, search, close, open
    menu, navigation, skip to content, skip to main content, skip to navigation, skip advertisement, back to
    top, back to home, top, next, previous, next article, previous     article, next story, previous story,
    accept, accept all, accept cookies, accept all cookies, reject all, manage preferences, manage cookies,
    cookie settings, cookie policy, cookies, privacy policy, privacy, terms of use, terms of service, terms and
    conditions, terms & conditions, contact us, contact, about us, about, help, faq, sitemap, site map, careers,
    advertise with us, follow us, follow, follow us on, subscribe, subscribe now, subscribe today, donate,
    donate now, support now, support us, loading, loading..., loading…, please wait, rss, facebook, twitter, x,
    instagram, whatsapp, telegram, youtube, linkedin, tiktok, reddit, google news, flipboard, story continues
    below advertisement, newsletter, anzeige, werbung, teilen, drucken, weiterlesen, mehr lesen, zur startseite,
    kommentare, publicité, partager, imprimer, lire la suite, lire plus, commentaires, s'abonner, publicidad,
    compartir, imprimir, leer más, seguir leyendo, comentarios, suscríbete, pubblicità, condividi, leggi tutto,
    commenti
    """
)
"""Buttons, menus and what else steers a reader around the page."""

OPENERS = _labels(
    """
    share, follow, reading, estimated, view, read, show, hide, post, see, comment, comments, story, article, text,
    scroll, click, tap, listen, image, photo, slide, picture, add, download, video, duration, we, this, our, by, you,
    your, please, also, related, must, watch, more, don't, don’t, recommended, lesen, mehr, à, lire, lea, lee, leggi,
    read:, watch:, related:, recommended:, duration:, comments:
    """
)
"""First words of steering lines and teasers, digits apart; a quick test before the slow patterns."""
