"""French, of Belgium and of France."""

from __future__ import annotations

from dunlang.notice.lexicon import Lexicon
from dunlang.notice.numerals import Numerals

__all__ = ["LEXICON"]

LEXICON = Lexicon(
    code="fr",
    months={
        "janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6,
        "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11,
        "nov": 11, "decembre": 12, "dec": 12,
    },
    units={
        "jour": "days", "jours": "days", "jours calendrier": "days", "semaine": "weeks", "semaines": "weeks",
        "mois": "months",
    },
    numerals=Numerals(
        {
            "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
            "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
            "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
            "septante": 70, "octante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000,
        },
        ("et",),
    ),
    articles=frozenset({"un", "une"}),
    durations={"quinzaine": (15, "days"), "huitaine": (8, "days")},
    concepts={
        "within": "dans un delai de, dans un delai maximum de, dans le delai de, dans un delai d', dans les, "
        "endeans les, endeans, sous, dans le delai, un delai de, delai de, delai d', dans un delai minimum de, "
        "dans un delai, au plus tard dans les, d'ici, d'ici a, au plus tard, un nouveau delai de, "
        "delai supplementaire de",
        "give": "vous disposez, il vous reste, vous accordons, vous laissons, vous octroyons, vous avez, "
        "vous beneficiez, accordons, disposez, beneficiez",
        "after": "apres, suivant, qui suit, qui suivent, suivent, suivant la, apres la",
        "from": "a compter, a partir, a dater, des, depuis, prenant cours, prend cours, courant",
        "day after": "le lendemain, lendemain, jour suivant, jour qui suit, jour apres, jour calendrier qui suit, "
        "jour calendrier suivant, premier jour qui suit, jour calendrier apres",
        "day of": "le jour de, du jour de, jour de, jour ou",
        "third working day": "troisieme jour ouvrable, 3eme jour ouvrable, 3e jour ouvrable, troisieme jour ouvre",
        "receipt": "reception, recu*, recevez, reception de la presente, remise, recevoir, recept*",
        "sending": "envoi, expedition, envoye*, expedie*, cachet de la poste, mise a la poste, l'envoi",
        "letter date": "date de la presente, date de ce courrier, date de cette lettre, date du present courrier, "
        "date des presentes, date du courrier, date de ce rappel, date du present rappel, date de la lettre, "
        "date de l'emission, date du present, date d'emission de la presente, date de la presente lettre",
        "letter": "la presente, presente lettre, present courrier, cette lettre, ce courrier, ce rappel, "
        "present rappel, presente mise en demeure, cette mise en demeure, courrier, presentes, ce mail, cet e-mail, "
        "present e-mail, presente, premier rappel, du rappel, de la mise en demeure, cet envoi",
        "today": "aujourd'hui, ce jour, de ce jour, maintenant",
        "due": "echeance, echue, echu, echues, exigible, venue a echeance, arrivee a echeance, date limite",
        "invoice date": "date de facture, date de la facture, date de facturation, reception de la facture, "
        "emission de la facture",
        "invoice": "facture, factures, numero de facture, facture nr, note d'honoraires, note de credit, releve",
        "until": "au plus tard le, au plus tard, jusqu' au, pour le, d'ici le, d'ici au, expire le, expirant le, "
        "jusqu' au plus tard, prend fin le, se termine le, expire, a la date du, jusqu' a",
        "before": "avant le, avant, prealablement au",
        "pay": "pay*, paie*, pai*, paiement*, paiment*, regle*, regl*, vers*, virement*, vir*, acquitt*, solder, "
        "s'acquitter, rembours*, sur notre compte, sur le compte, regularis*, credit*",
        "term": "ce delai, le delai, ledit delai, ce terme, delai precite, delai susmentionne, cette periode, "
        "delai imparti, ce delai de, ces, ces jours",
        "old term": "delai de paiement de, delai de paiement est, nos delais de paiement, "
        "delai de paiement convenu, conditions de paiement",
        "runs": "prend cours, prenant cours, commence, court, debute, prend effet, courir, commencant, est calcule",
        "past": "expire depuis, depasse*, ecoule, ecoulee, etait payable, aurait du, devait etre, de retard, "
        "impayee depuis, est depasse, sont ecoules, a expire, auriez du",
        "dispute": "contest*, reclam*, plainte*, question*, remarque*, reagir, contacter, contactez, desaccord, "
        "objection*, joindre, nous appeler, renseignement*, information*",
        "cost": "frais, frais de recouvrement, frais de rappel, frais administratifs, frais de dossier, indemnite*, "
        "indemnite forfaitaire, clause penale, dommages et interets, dommages-interets, majoration, forfait, "
        "penalite forfaitaire, frais de mise en demeure, frais supplementaires, cout de recouvrement, "
        "couts de recouvrement, frais de relance, frais de gestion, frais d'encaissement, "
        "indemnite de recouvrement, somme forfaitaire, montant forfaitaire",
        "court cost": "frais de justice, frais judiciaires, depens, frais de procedure, frais de port, "
        "frais de livraison, frais de citation, indemnite de procedure, frais d'huissier, frais d'envoi, "
        "frais d'expedition, sans frais bancaires",
        "interest": "interet*, interets de retard, interets moratoires, interet legal, penalites de retard, "
        "taux d'interet, penalite*, interets legaux, interets au taux legal, taux d'interet legal, "
        "interets conventionnels, "
        "interet conventionnel, interets contractuels, interet contractuel",
        "vat": "tva, t.v.a., t.v.a, taxe sur la valeur ajoutee",
        "reclaim": "recuper*, deduct*, dedui*, non recuperable, exoner*",
        "principal": "principal, solde, montant principal, creance, dette, montant de la facture, reste, restant, "
        "arrieres, solde restant, solde impaye, en principal",
        "sum": "montant, somme, montant de, somme de",
        "paid": "paye, payee, regle, reglee, payes, payees, recu, regles, reglees",
        "total": "total, totale, au total, montant total, soit",
        "condition": "eviter, apres cette date, si, s'il, s'ils, a defaut, en l'absence, faute, sans paiement, "
        "en cas, passe ce delai, sinon, "
        "lorsque, "
        "au cas, a l'expiration, au-dela, dans le cas contraire, a l'issue, quand, faute de quoi, sans reaction, "
        "sans reglement, apres ce delai, passe cette date, pass, en cas de non-paiement, en l'absence de paiement, "
        "a l'echeance de ce delai, ensuite, a defaut de paiement, sans versement, une fois ce delai, "
        "apres l'expiration, defaut, au terme de ce delai, sauf",
        "unless": "a moins, sauf si, sauf paiement",
        "future": "sera, seront, pourra, pourront, pourrons, devrons, devrez, serons, pourrions, serez, pourrait, "
        "serait, seriez, augmenterons, reclamerons, facturerons, ajouterons, augmente de",
        "now": "immediatement, des aujourd'hui, sans delai, d'ores et deja, des a present, des maintenant, deja, "
        "sur-le-champ, "
        "d'office, a ete majore*, ont ete ajoute*, avons ajoute, est majore*, par la presente, desormais, "
        "a ete ajoute*, ont ete portes, vous sont factures, sont factures, est facturee, sont dus, est due, "
        "avons porte, compte des ce jour, a ce jour",
        "not": "pas, jamais, nullement, point, aucunement",
        "no": "aucun, aucune, aucuns, aucunes, sans, gratuit, gratuite, gratuitement, ni, nul, nulle, exempt, "
        "exempte, franc, "
        "dispense*",
        "reminder": "rappel*, mise en demeure, lettre*, courrier*, relance*, sommation*, e-mail*, demande*",
        "earlier": "malgre, precedent*, anterieur*, avons envoye, avons adresse, adressions, vous a ete adresse, "
        "envoyions, avions, restes sans suite, reste sans suite, restees sans suite, derniere, dernier, "
        "vous avons deja, vous avons rappele, sans reponse, sans effet",
        "agency": "huissier*, bureau de recouvrement, societe de recouvrement, avocat*, agence de recouvrement, "
        "cabinet de recouvrement, tiers, organisme de recouvrement, contentieux, recouvreur*, "
        "entreprise de recouvrement, mandataire, service de recouvrement",
        "description": "livraison*, service*, prestation*, abonnement, fourniture, produit*, commande, concernant, "
        "concerne, relative, loyer, prime, cotisation, consommation, travaux, description, achat, relatif, contrat, "
        "entretien, reparation",
        "creditor number": "numero d'entreprise, n° d'entreprise, bce, siren, siret, rcs, tva be, r.c.s., "
        "no d'entreprise, n d'entreprise, num. d'entreprise, numero bce, n tva, numero de tva",
        "customer": "numero de client, n° client, numero client, reference client, votre reference, "
        "numero d'abonne, n client, code client",
        "order": "numero de commande, bon de commande, n de commande, commande",
        "account": "compte, iban, numero de compte, compte bancaire",
        "closing": "salutations, cordialement, sinceres salutations, bien a vous, respectueusement",
        "greeting": "madame, monsieur, cher, chere",
        "owed": "due, dus, dues, redevable, redevables, facturer, facture de, reclame*, majore*, augmente*, "
        "facturons, comptons",
        "dunning": "rappel, rappels, relance, relances, mise en demeure, mises en demeure, sommation",
        "first": "premier, premiere",
        "hand over": "transmett*, confier, confierons, confions, remettre, remettrons, transmission, partira, "
        "chargerons, charger, mandaterons, mandater, saisirons, saisir, ferons appel, faire appel, recourir, "
        "passer, recourrons",
        "handed over": "confie, confiee, transmis, transmise, remis, remise, mandate",
        "assistance": "assister, assistance, assiste, conseil",
        "statutory interest": "interet legal, interets legaux, interets au taux legal, taux legal, taux de "
        "l'interet legal, taux d'interet legal",
        "agreed interest": "interets conventionnels, interet conventionnel, interets contractuels, interet "
        "contractuel",
        "over rate": "au-dessus, bce, taux directeur, taux de refinancement, points, taux de reference",
        "reference rate": "bce, taux directeur, taux de refinancement, taux de reference",
        "a month": "mensuel, mensuels, mensuellement",
        "at least": "minimum, au moins, au minimum, avec un minimum de",
        "at most": "maximum, au maximum",
        "compared": "moins de, plus de, inferieur a, inferieure a, superieur a, superieure a, jusqu'a",
        "last day": "le dernier jour, dernier jour, la date limite, date limite",
        "discount": "escompte, reduction, ristourne",
        "each invoice": "par facture, chaque facture",
    },
    short=frozenset({"art", "no", "nr", "ref", "tel", "m", "mm", "mme", "mlle", "env", "p", "al", "ex", "etc", "janv",
                     "fevr", "juil", "sept", "oct", "nov", "dec", "max", "num", "st", "par", "cf"}),
    own=frozenset(
        {"afin", "aux", "avec", "avez", "avons", "cet", "cette", "dans", "et", "facture", "les", "montant", "ne",
         "notre", "nous", "paiement", "pas", "pour", "sont", "sur", "une", "vos", "votre", "vous"}
    ),
    marks=frozenset(
        {"le", "la", "les", "de", "vous", "nous", "votre", "jours", "dans", "est", "et", "des", "madame"}
    ),
    bare_start=True,
)  # fmt: skip
