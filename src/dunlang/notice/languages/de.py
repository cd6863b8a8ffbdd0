"""German."""

from __future__ import annotations

from dunlang.notice.lexicon import Lexicon
from dunlang.notice.numerals import Numerals

__all__ = ["LEXICON"]

LEXICON = Lexicon(
    code="de",
    months={
        "januar": 1, "jan": 1, "janner": 1, "februar": 2, "feb": 2, "marz": 3, "mrz": 3, "april": 4, "apr": 4, "mai": 5,
        "juni": 6, "jun": 6, "juli": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "oktober": 10,
        "okt": 10, "november": 11, "nov": 11, "dezember": 12, "dez": 12,
    },
    units={
        "tag": "days", "tage": "days", "tagen": "days", "kalendertage": "days", "kalendertagen": "days",
        "werktage": "working days", "werktagen": "working days", "arbeitstage": "working days",
        "arbeitstagen": "working days", "bankarbeitstagen": "working days", "woche": "weeks", "wochen": "weeks",
        "monat": "months", "monate": "months", "monaten": "months", "monats": "months",
    },
    numerals=Numerals(
        {
            "null": 0, "ein": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "eines": 1, "zwei": 2, "drei": 3,
            "vier": 4, "funf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwolf": 12,
            "dreizehn": 13, "vierzehn": 14, "funfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18,
            "neunzehn": 19, "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "funfzig": 50, "sechzig": 60,
            "siebzig": 70, "achtzig": 80, "neunzig": 90, "hundert": 100, "tausend": 1000,
        },
        ("und",),
    ),
    articles=frozenset({"ein", "eine", "einer", "einem", "einen", "eines"}),
    durations={"vierzehntagig": (14, "days"), "vierzehntagige": (14, "days"), "vierzehntagigen": (14, "days")},
    concepts={
        "within": "innerhalb, innert, binnen, innerhalb von, in den nachsten, eine frist von, frist von, "
        "einer frist von, weitere, noch",
        "give": "geben wir ihnen, haben sie, setzen wir ihnen, raumen wir ihnen, gewahren wir ihnen, sie haben",
        "after": "nach, nachdem",
        "from": "ab, seit, gerechnet ab, beginnend mit, von, vom",
        "day after": "tag nach, tages nach, dem tag nach, am tag nach",
        "day of": "tag des, tag der, tage des, datum des, tag an dem",
        "third working day": "dritten werktag",
        "receipt": "zugang, erhalt, empfang, eingang dieses, eingang dieser, zugestellt, zustellung, "
        "erhalten haben, zugegangen",
        "sending": "absendung, versand, versendung, aufgabe zur post",
        "letter date": "datum dieses schreibens, briefdatum, ausstellungsdatum, datum dieses briefes, "
        "datum dieser mahnung, mahndatum",
        "letter": "dieses schreibens, diesem schreiben, dieser mahnung, dieses briefes, diesem brief, "
        "dieser e-mail, dieses schreiben, schreiben",
        "today": "heute, heutigen tag",
        "due": "falligkeit, falligkeitstag, fallig, falligkeitsdatum, zahlungsziel, zur zahlung fallig",
        "invoice date": "rechnungsdatum, erhalt der rechnung, zugang der rechnung, rechnungsstellung",
        "invoice": "rechnung, rechnungsnummer, rechnungsnr, rechnungen, rechnungs-nr",
        "until": "bis, bis zum, bis spatestens, spatestens, spatestens bis, spatestens am, spatestens bis zum, "
        "bis einschließlich",
        "before": "vor, vor dem",
        "pay": "zahl*, bezahl*, begleich*, uberweis*, ausgleich*, beglichen, zahlung, zahlungseingang, "
        "auf unser konto, zu zahlen, entricht*, auszugleichen, gutgeschrieben, zahlungen",
        "term": "diese frist, dieser frist, die frist, der frist, genannten frist, frist",
        "old term": "zahlungsziel von, zahlungsfrist von, vereinbarte zahlungsfrist",
        "runs": "beginnt, lauft, zu laufen",
        "past": "abgelaufen, verstrichen, uberschritten, hatten, im ruckstand, verstrichene",
        "dispute": "einwand*, einwende*, widerspruch*, widersprech*, beanstand*, fragen, ruckfragen, reklam*, "
        "bestreit*, kontakt*, einspruch*",
        "cost": "mahngebuhr*, mahnkosten, mahnspesen, inkassokosten, inkassogebuhr*, bearbeitungsgebuhr*, "
        "verzugspauschale, kosten, pauschale, gebuhr, gebuhren, mahnauslagen, spesen, verzugsschaden, "
        "rechtsverfolgungskosten, mahnpauschale, auslagen, verwaltungsgebuhr*, nebenforderung*, verzugskosten",
        "court cost": "gerichtskosten, verfahrenskosten, versandkosten, lieferkosten, anwaltskosten, "
        "vollstreckungskosten",
        "interest": "zins*, verzugszins*, zinsen, gesetzliche zinsen, gesetzlichen zinsen, gesetzliche verzugszinsen, "
        "gesetzlichen verzugszinsen, verzugszinsen in gesetzlicher hohe, zinsen in gesetzlicher "
        "hohe, vereinbarte zinsen, "
        "vereinbarten zinsen, vertragliche zinsen",
        "vat": "mwst, mehrwertsteuer, umsatzsteuer, ust",
        "reclaim": "vorsteuer*, vorsteuerabzug, abzieh*, abzug",
        "principal": "hauptforderung, rechnungsbetrag, offene*, forderung, offen, saldo, restbetrag, außenstand*, "
        "restforderung",
        "sum": "betrag, summe von, hohe von",
        "paid": "bezahlt, beglichen, eingegangen, gezahlt",
        "total": "gesamt*, insgesamt, summe, gesamtbetrag, gesamtforderung",
        "condition": "vermeiden, nach diesem datum, wenn, falls, sollte, sollten, andernfalls, ansonsten, bei "
        "nichtzahlung, nach ablauf, bleibt, "
        "sofern, im falle, nach fruchtlosem, bei ausbleiben, sonst, bei zahlungsverzug, erfolgt, zahlen sie nicht, "
        "geht die zahlung nicht, danach",
        "unless": "es sei denn",
        "future": "werden, wird, wurden, konnen, mussen, kann",
        "now": "sofort, umgehend, unverzuglich, bereits, hiermit, nunmehr, zuzuglich, zzgl, berechnen wir, nun, "
        "enthalten, inklusive",
        "not": "nicht, nie, niemals, keineswegs",
        "no": "kein, keine, keinen, keiner, keinerlei, keines, ohne, kostenfrei, kostenlos, gebuhrenfrei, weder, "
        "noch keine",
        "reminder": "mahnung*, zahlungserinnerung*, erinnerung*, schreiben, mahnschreiben, e-mail*, aufforderung*",
        "earlier": "trotz, nicht reagiert, fruher*, bereits, erinnerten, erinnert, gemahnt, vorherig*, zugesandt",
        "agency": "inkasso*, inkassounternehmen, inkassoburo, rechtsanwalt*, gerichtsvollzieher*, anwalt*, "
        "rechtsbeistand",
        "description": "lieferung*, leistung*, bestellung, vertrag, abonnement, dienstleistung*, betreff, ware, "
        "waren, miete, beitrag, artikel",
        "creditor number": "hrb, hra, handelsregister, ust-idnr, ust-id, ustid, steuernummer, registergericht",
        "customer": "kundennummer, kundennr, kunden-nr, debitorennummer, mitgliedsnummer",
        "order": "bestellnummer, auftragsnummer, auftrag, bestellnr",
        "account": "konto, iban, kontonummer, bankverbindung",
        "closing": "freundlichen grußen, mit freundlichen grußen, freundliche gruße, hochachtungsvoll, "
        "freundlichem gruß",
        "greeting": "sehr geehrte, sehr geehrter, guten tag",
        "owed": "berechnen, in rechnung, schulden, verlangen, schuldig, erheben, geltend",
        "dunning": "mahnung, mahnungen, zahlungserinnerung, zahlungserinnerungen, erinnerung, erinnerungen",
        "first": "erste, ersten, erster",
        "hand over": "ubergeben wir, beauftragen, einschalten, schalten, abgeben, weitergeben, weiterleiten, "
        "ubergabe, geben wir",
        "handed over": "ubergeben, beauftragt, eingeschaltet, abgegeben, weitergegeben, weitergeleitet",
        "assistance": "beistand, rechtsberatung, beraten, beratung",
        "statutory interest": "gesetzliche zinsen, gesetzlichen zinsen, gesetzliche verzugszinsen, gesetzlichen "
        "verzugszinsen, verzugszinsen in gesetzlicher hohe, zinsen in gesetzlicher hohe",
        "agreed interest": "vereinbarte zinsen, vereinbarten zinsen, vertragliche zinsen",
        "over rate": "uber dem, uber, basiszinssatz, basiszins, prozentpunkte, prozentpunkten",
        "reference rate": "basiszinssatz, basiszinssatzes, basiszins",
        "a month": "monatlich, monatliche",
        "at least": "mindestens, minimum",
        "at most": "hochstens, maximal",
        "compared": "unter, mehr als, weniger als",
        "last day": "der letzte tag, letzter tag",
        "discount": "skonto, rabatt, nachlass",
        "each invoice": "je rechnung, pro rechnung, jede rechnung",
    },
    short=frozenset({"art", "nr", "abs", "bzw", "ca", "dr", "evtl", "ggf", "inkl", "str", "tel", "usw", "vgl", "zzgl",
                     "rechnungsnr", "ziff", "st", "hr", "fr", "bes", "max", "kunden-nr", "rechnungs-nr"}),
    own=frozenset(
        {"auf", "betrag", "bitte", "das", "dem", "eine", "einen", "fur", "haben", "ihnen", "ihr", "ihre", "ist",
         "mit", "nicht", "noch", "rechnung", "sie", "und", "uns", "unsere", "von", "wir", "wird", "zahlung"}
    ),
    marks=frozenset(
        {"der", "die", "das", "sie", "wir", "und", "nicht", "ist", "auf", "innerhalb", "bis", "zum", "ihre", "sehr"}
    ),
)  # fmt: skip
