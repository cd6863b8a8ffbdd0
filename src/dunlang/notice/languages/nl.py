"""Dutch, of the Netherlands and of Belgium."""

from __future__ import annotations

from dunlang.notice.lexicon import Lexicon
from dunlang.notice.numerals import Numerals

__all__ = ["LEXICON"]

LEXICON = Lexicon(
    code="nl",
    months={
        "januari": 1, "jan": 1, "februari": 2, "feb": 2, "februarij": 2, "maart": 3, "mrt": 3, "april": 4, "apr": 4,
        "mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augustus": 8, "aug": 8, "september": 9, "sept": 9,
        "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
    },
    units={
        "dag": "days", "dagen": "days", "kalenderdag": "days", "kalenderdagen": "days", "etmalen": "days",
        "werkdag": "working days", "werkdagen": "working days", "bankwerkdagen": "working days", "week": "weeks",
        "weken": "weeks", "maand": "months", "maanden": "months",
    },
    numerals=Numerals(
        {
            "nul": 0, "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
            "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15,
            "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19, "twintig": 20, "dertig": 30,
            "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80, "negentig": 90,
            "honderd": 100, "duizend": 1000,
        },
        ("en",),
    ),
    articles=frozenset({"een"}),
    durations={"veertiendaagse": (14, "days"), "achtdaagse": (8, "days"), "14-daagse": (14, "days")},
    concepts={
        "within": "binnen, binnen een termijn van, een termijn van, termijn van, gedurende, nog",
        "give": "geven wij u, krijgt u, heeft u, hebt u, u heeft, u hebt, u krijgt, in de gelegenheid, "
        "de gelegenheid, gunnen wij u, verlenen wij u, stellen wij u, wij geven u, bieden wij u, respijt",
        "after": "na, nadat, volgend op, volgende op, die volgt op, die volgen op, nadat u",
        "from": "vanaf, sinds, ingaande, met ingang van, te rekenen van, te rekenen vanaf, gerekend vanaf",
        "day after": "de dag na, de dag nadat, de dag volgend op, de dag volgende op, de dag die volgt op, dag na, "
        "dag nadat, de eerste dag na, de eerste dag nadat, de kalenderdag na, de kalenderdag volgend op, "
        "de kalenderdag die volgt op, de eerste kalenderdag na, een dag na",
        "day of": "de dag van, de dag waarop, de datum van, de datum waarop, op de dag waarop, het moment van, "
        "het moment waarop, de dag dat",
        "third working day": "de derde werkdag, derde werkdag, de 3de werkdag, 3de werkdag, de 3e werkdag",
        "receipt": "gekregen, ontvang*, ontvangst, ontving, bezorg*, bezorgd, bereikt, bereikte, besteld, "
        "afgeleverd, "
        "bezorging",
        "sending": "verzending, verzend*, verzonden, verstuur*, verstuurd, versturen, toezending, afgifte ter post, "
        "postdatum, poststempel, de verzenddatum, verzenddatum",
        "letter date": "dagtekening, briefdatum, datum van deze brief, datum van dit schrijven, datum dezes, "
        "datum brief, datum van deze aanmaning, datum van deze herinnering, datum van deze ingebrekestelling, "
        "datum van deze sommatie, datum van dagtekening, dagtekening van deze brief, deze dagtekening, "
        "de datum van de brief",
        "letter": "deze brief, dit schrijven, deze aanmaning, deze herinnering, deze ingebrekestelling, "
        "dit bericht, deze e-mail, deze mail, deze email, deze sommatie, de brief, deze kennisgeving, de aanmaning, "
        "onderhavige brief, de herinnering, huidige brief, deze veertiendagenbrief, het schrijven",
        "today": "heden, vandaag, nu af aan",
        "due": "vervaldag, vervaldatum, vervaltermijn, uiterste betaaldatum, vervalt, vervallen, verviel, "
        "betaaldatum, betaald moeten zijn, betaald had moeten zijn, opeisbaar, betaald moeten worden",
        "invoice date": "factuurdatum, datum van de factuur, ontvangst van de factuur, dagtekening van de factuur",
        "invoice": "factuur, factuurnummer, facturen, nota, notanummer, rekeningafschrift, fact.nr, factuurnr",
        "until": "uiterlijk, uiterlijk op, tot en met, t.e.m., t/m, ten laatste op, ten laatste, tegen uiterlijk, "
        "op z'n laatst, op zijn laatst, op z'n laatst op, op zijn laatst op, niet later dan, op of voor, "
        "voor of op, op uiterlijk, tegen, ten laatste tegen",
        "before": "voor, tot",
        "pay": "betal*, betaal*, betaling*, voldo*, voldaan, voldoet, overmak*, over te maken, maak* u, overboek*, "
        "stort*, kwijt*, overschrijv*, over te schrijven, bijgeschreven, afbetal*, aflos*, betaald, te voldoen, "
        "op onze rekening, op onze bankrekening, op rekening, op rekeningnummer, ons bedrag, vereffen*, aanzuiver*, "
        "openstaande saldo te vereffenen",
        "term": "deze termijn, die termijn, de termijn, genoemde termijn, deze periode, de betalingstermijn, "
        "deze betalingstermijn, deze betaaltermijn, de betaaltermijn, gestelde termijn, de periode, dit tijdvak",
        "old term": "betalingstermijn van, betalingstermijn bedraagt, betaaltermijn van, onze betalingstermijn, "
        "de overeengekomen betalingstermijn, overeengekomen termijn, de gebruikelijke termijn",
        "runs": "gaat in, ingaat, begint, loopt, start, vangt aan, aanvangt, neemt een aanvang, lopen, ingaan",
        "past": "verstreken, verlopen, overschreden, had moeten, hadden moeten, had u, moeten zijn, geleden, "
        "te laat, inmiddels vervallen, jongstleden, jl",
        "dispute": "niet akkoord, bezwaar, bezwaren, klacht, klachten, betwist*, reclam*, niet eens, vraag, vragen, "
        "reageer*, "
        "reactie, te betwisten, opmerking*, fout, onjuist, contact opnem*, neem contact, contact met ons, bel ons, "
        "bereikbaar",
        "cost": "incassokost*, buitengerechtelijke kosten, buitengerechtelijke incassokosten, aanmaningskosten, "
        "aanmaankosten, herinneringskosten, rappelkosten, administratiekost*, invorderingskost*, inningskost*, "
        "incassovergoeding, schadebeding, schadevergoeding, forfaitaire vergoeding, extra kosten, "
        "bijkomende kosten, kosten, bik, aanmaningsvergoeding, vergoeding van kosten, buitengerechtelijke, "
        "dossierkost*, forfaitaire schadevergoeding, verhogingsbeding, herinneringskost, rappelkost, "
        "aanmaningskost, kost",
        "court cost": "kosten van de dagvaarding, proceskosten, gerechtelijke kosten, gerechtskosten, griffierecht*, "
        "dagvaardingskosten, "
        "kosten van een procedure, kosten van de procedure, kosten van een gerechtelijke procedure, executiekosten, "
        "verzendkosten, griffiekosten, kosten van dagvaarding, leveringskosten, abonnementskosten, servicekosten",
        "interest": "rente, rentes, wettelijke rente, interest, interesten, verwijlinterest*, vertragingsrente, "
        "nalatigheidsinterest*, handelsrente, intrest*, verwijlintrest*, nalatigheidsintrest*, vertragingsinterest*, "
        "wettelijke handelsrente, wettelijke interest, wettelijke intrest, wettelijke interesten, "
        "wettelijke intresten, "
        "contractuele rente, overeengekomen rente, bedongen rente, conventionele interest, conventionele intrest",
        "vat": "btw, b.t.w., b.t.w, omzetbelasting, belasting over de toegevoegde waarde",
        "reclaim": "verreken*, in aftrek, aftrek*, terugvorder*, terugvragen, aftrekgerechtigd, vrijgesteld, "
        "terug te vragen",
        "principal": "hoofdsom, factuurbedrag, openstaand*, openstaande, saldo, verschuldigde bedrag, vordering, "
        "schuld, hoofdbedrag, restant, achterstand, notabedrag",
        "sum": "bedrag, som, ten bedrage van, bedragen",
        "paid": "betaald, voldaan, ontvangen, overgemaakt, bijgeschreven",
        "total": "totaal, totale, in totaal, totaalbedrag, samen, tezamen, totaal te betalen, dus",
        "condition": "na die datum, na deze datum, na genoemde datum, voorkomen, vermijden, bij niet-tijdige "
        "betaling, bij niet tijdige betaling, als, indien, wanneer, mits, zo niet, "
        "anders, bij gebreke, bij niet-betaling, "
        "bij niet betaling, bij uitblijven, bij gebrek, zonder betaling, betaalt u niet, voldoet u niet, "
        "ontvangen wij niet, mocht, in geval, ingeval, in het geval, blijft betaling uit, betaalt u niet op tijd, "
        "bij wanbetaling, na deze termijn, na het verstrijken, na afloop, na die termijn, daarna, "
        "betaalt u te laat, maakt u het bedrag niet, doet u dit niet, doet u dat niet, komt u deze, "
        "geeft u geen gehoor, is betaling, hebben wij, bij laattijdige betaling, bij te late betaling, "
        "betaling uitblijft, bij ontstentenis, bij het uitblijven, na verloop",
        "unless": "tenzij",
        "future": "zullen, zal, dan, kunnen, kan, zullen worden, zou, genoodzaakt",
        "now": "per direct, direct, onmiddellijk, per ommegaande, per omgaande, nu al, reeds, inmiddels, hierbij, "
        "terstond, thans, is verhoogd, zijn verhoogd, hebben wij verhoogd, werd verhoogd, in rekening gebracht, "
        "aangerekend, nu, met onmiddellijke ingang, al, werden, is vermeerderd",
        "not": "niet, nooit, nimmer, geenszins, niets",
        "no": "geen, zonder, kosteloos, kosteloze, gratis, vrij van, noch",
        "reminder": "herinnering*, aanmaning*, betalingsherinnering*, sommatie*, brief, brieven, rappel, rappels, "
        "schrijven, verzoek*, ingebrekestelling*, e-mail*, mail",
        "earlier": "ondanks, eerder*, eerdere, stuurden, stuurde, gestuurd, verzonden, verstuurd, zonden, "
        "ontving u, gestuurde, niettegenstaande, vorige, schreven, verzochten, herinnerd, aangemaand, herhaald*, "
        "onze laatste",
        "agency": "incassobureau, incassogemachtigde, deurwaarder*, gerechtsdeurwaarder*, advocaat, advocaten, "
        "uit handen, derden overgedragen, incassopartner, incassokantoor, invorderingskantoor, ter incasso, jurist, "
        "gerechtsdeurwaarderskantoor, incassospecialist, schuldinvorderaar, incasso-onderneming, incassodossier",
        "description": "levering, leveringen, dienst, diensten, abonnement, omschrijving, betreft, betreffende, "
        "geleverde, inzake, werkzaamheden, product*, bestelling, huur, premie, contributie, verbruik, onderhoud, "
        "aankoop, reparatie, goederen, contract, overeenkomst, lidgeld, behandeling, consult, artikel",
        "creditor number": "kvk, kvk-nummer, kvk-nr, k.v.k., handelsregister, ondernemingsnummer, kbo, kbo-nummer, "
        "kvk-nr., ondernemingsnr, btw-nummer, rpr, kvknummer",
        "customer": "klantnummer, debiteurnummer, debiteurennummer, klantnr, relatienummer, klantennummer, "
        "lidnummer, uw klantnummer",
        "order": "ordernummer, bestelnummer, opdrachtnummer, bestelbon, order, inkoopordernummer",
        "account": "rekeningnummer, bankrekening, bankrekeningnummer, iban, rekening",
        "closing": "hoogachtend, met vriendelijke groet, met vriendelijke groeten, vriendelijke groet, groeten",
        "greeting": "geachte, beste, l.s., mijnheer, mevrouw",
        "owed": "verschuldigd, aanrekenen, in rekening brengen, berekenen, brengen wij, rekenen wij, verhoogd, "
        "vermeerderd",
        "dunning": "herinnering, herinneringen, betalingsherinnering, betalingsherinneringen, aanmaning, "
        "aanmaningen, sommatie, sommaties, rappel, rappels, ingebrekestelling, betaalverzoek",
        "first": "eerste",
        "hand over": "overdraag*, overdragen, dragen, draagt, overgeven, uit handen, ter incasso, inschakel*, "
        "schakelen, schakelt, over te dragen, doorsturen, sturen, maken, gaat, belasten, in handen, "
        "doorgeven, over aan",
        "handed over": "overgedragen, overgegeven, ingeschakeld, overgemaakt, doorgestuurd, gegeven, derden "
        "overgedragen",
        "assistance": "bijstaan, bijstand, raadplegen, rechtsbijstand",
        "statutory interest": "wettelijke rente, wettelijke handelsrente, wettelijke interest, wettelijke intrest, "
        "wettelijke interesten, wettelijke intresten, wettelijke intrestvoet, wettelijke rentevoet, "
        "wettelijke interestvoet",
        "agreed interest": "contractuele rente, overeengekomen rente, bedongen rente, conventionele interest, "
        "conventionele intrest",
        "over rate": "boven, bovenop, basisrente, herfinancieringsrente, referentierente, ecb-rente, procentpunt, "
        "procentpunten",
        "reference rate": "basisrente, herfinancieringsrente, referentierente, ecb-rente",
        "a month": "maandelijks",
        "at least": "minimaal, minimum, minstens, ten minste, tenminste, met een minimum van",
        "at most": "maximaal, maximum, hoogstens, ten hoogste",
        "compared": "minder dan, meer dan, lager dan, hoger dan, groter dan, kleiner dan, onder, beneden",
        "last day": "de laatste dag, laatste dag, uiterste datum, de uiterste datum",
        "discount": "korting, kortingen, betalingskorting",
        "each invoice": "per factuur, elke factuur, iedere factuur, per openstaande factuur, per onbetaalde factuur",
    },
    short=frozenset(
        {"art", "nr", "nrs", "fact", "blz", "bijv", "incl", "excl", "ca", "dhr", "mevr", "mw", "mr", "ing", "drs", "st",
         "tel", "jl", "resp", "m.b.t", "dd", "ref", "par", "lid", "vgl", "zgn", "enz", "max", "min", "btw-nr", "kvk-nr"}
    ),
    own=frozenset(
        {"bedrag", "bent", "betalen", "betaling", "bij", "binnen", "dat", "deze", "dit", "een", "factuur", "geen",
         "hebt", "heeft", "het", "naar", "niet", "nog", "ons", "onze", "ook", "uw", "van", "voor", "wij", "wordt",
         "zijn"}
    ),
    marks=frozenset({"de", "het", "een", "u", "wij", "binnen", "deze", "niet", "op", "van", "dagen", "uw", "geachte"}),
)  # fmt: skip
