"""Spanish."""

from __future__ import annotations

from dunlang.notice.lexicon import Lexicon
from dunlang.notice.numerals import Numerals

__all__ = ["LEXICON"]

LEXICON = Lexicon(
    code="es",
    months={
        "enero": 1, "ene": 1, "febrero": 2, "feb": 2, "marzo": 3, "mar": 3, "abril": 4, "abr": 4, "mayo": 5, "junio": 6,
        "jun": 6, "julio": 7, "jul": 7, "agosto": 8, "ago": 8, "septiembre": 9, "setiembre": 9, "sept": 9,
        "octubre": 10,
        "oct": 10, "noviembre": 11, "nov": 11, "diciembre": 12, "dic": 12,
    },
    units={"dia": "days", "dias": "days", "semana": "weeks", "semanas": "weeks", "mes": "months", "meses": "months"},
    numerals=Numerals(
        {
            "cero": 0, "un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
            "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15,
            "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiun": 21,
            "veintiuno": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26,
            "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "treinta": 30, "cuarenta": 40, "cincuenta": 50,
            "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100, "mil": 1000,
        },
        ("y",),
    ),
    articles=frozenset({"un", "uno", "una"}),
    durations={"quincena": (15, "days")},
    concepts={
        "within": "en el plazo de, en un plazo de, en el plazo maximo de, en un plazo maximo de, dentro de, "
        "en los proximos, plazo de, en el plazo improrrogable de, dentro del plazo de, en los, en el plazo",
        "give": "le concedemos, le quedan, les quedan, dispone de, tiene, les concedemos, dispone",
        "after": "despues de, tras, siguientes a, siguiente a, posteriores a",
        "from": "desde, a contar desde, a partir de, a contar, contados desde, a partir del, desde la, "
        "contados a partir de",
        "day after": "dia siguiente a, dia siguiente al, el dia siguiente, dia siguiente",
        "day of": "dia de, fecha de, el dia en que",
        "third working day": "tercer dia habil",
        "receipt": "recepcion, recibo, recibid*, recibir, notificacion, reciba",
        "sending": "envio, expedicion, enviad*",
        "letter date": "fecha de esta carta, fecha de la presente, fecha del presente, fecha de este escrito",
        "letter": "la presente, esta carta, este escrito, este requerimiento, presente comunicacion, "
        "esta comunicacion, presente requerimiento",
        "today": "hoy, dia de hoy, fecha de hoy",
        "due": "vencimiento, vencio, vencida, vencido, fecha de vencimiento, vencidas, exigible",
        "invoice date": "fecha de factura, fecha de la factura, recepcion de la factura",
        "invoice": "factura, facturas, numero de factura",
        "until": "hasta el, a mas tardar el, como maximo el, no mas tarde del, antes o el, a mas tardar, hasta, "
        "el dia",
        "before": "antes del, antes de",
        "pay": "pag*, abon*, ingres*, transferencia*, transferir, satisfac*, liquid*, regulariz*",
        "term": "este plazo, dicho plazo, el plazo, citado plazo",
        "old term": "plazo de pago de, plazo de pago es",
        "runs": "comienza, empieza, corre, inicia",
        "past": "transcurrid*, debia, debio, expirado, ha vencido",
        "dispute": "disconform*, reclamacion, oposicion, consulta*, duda*, contact*, impugn*, error",
        "cost": "gastos, gastos de cobro, costes de cobro, gastos de reclamacion, comision*, indemnizacion, "
        "recargo*, gastos de gestion, costes, penalizacion, gastos de devolucion, gastos administrativos",
        "court cost": "costas, gastos judiciales, costas judiciales, gastos de envio",
        "interest": "interes, intereses, interes legal, intereses legales, intereses de demora, intereses de "
        "demora legales, "
        "interes de demora legal, interes pactado, intereses pactados, interes contractual",
        "vat": "iva, i.v.a., i.v.a, impuesto sobre el valor anadido",
        "reclaim": "deduc*, recuper*",
        "principal": "principal, deuda, saldo, pendiente",
        "sum": "importe, cantidad, suma",
        "paid": "pagado, abonado, pagada, abonada, recibido",
        "total": "total, en total, importe total",
        "condition": "evitar, despues de esa fecha, si, en caso, de no, en su defecto, transcurrido, salvo, de "
        "lo contrario, en defecto, caso de, "
        "cuando, en ausencia, una vez, si no",
        "unless": "salvo que, a menos que",
        "future": "sera, seran, podra, podran, procederemos, deberan, debera, reclamaremos, anadiremos, podremos, "
        "incrementara",
        "now": "inmediatamente, de inmediato, ya, desde ahora, por la presente, se han anadido, hemos anadido, "
        "incluido",
        "not": "no, nunca, jamas, tampoco",
        "no": "sin, ningun, ninguna, ningunos, gratuito, gratuita, ni, libre de",
        "reminder": "recordatorio*, requerimiento*, aviso*, carta*, escrito*, reclamaciones",
        "earlier": "a pesar de, pese a, anterior*, enviamos, remitimos, reiterad*, ya le, previo*",
        "agency": "agencia de cobro, empresa de recobro, abogad*, despacho, empresa de cobro, gestoria de cobro, "
        "procurador*, terceros, recobro",
        "description": "suministro, servicio*, pedido, entrega, producto*, concepto, contrato, obra, compra, cuota, "
        "alquiler",
        "creditor number": "nif, cif, n.i.f., c.i.f., registro mercantil",
        "customer": "numero de cliente, referencia de cliente, codigo de cliente, n cliente",
        "order": "numero de pedido, pedido",
        "account": "cuenta, iban, cuenta bancaria",
        "closing": "atentamente, un saludo, saludos, cordialmente",
        "greeting": "estimado, estimada, muy senor, distinguido, estimados, apreciado",
        "owed": "debe, adeuda, adeudad*, cobra*, cargo, cargar, reclamar, abonar gastos",
        "dunning": "recordatorio, recordatorios, requerimiento, requerimientos",
        "first": "primer, primero, primera",
        "hand over": "pasaremos, trasladaremos, encargaremos, cederemos, remitiremos, entregaremos, encomendaremos, "
        "derivaremos, pasar, ceder, trasladar, remitir, entregar, encomendar, encargar, acudiremos",
        "handed over": "cedido, cedida, entregado, entregada, remitido, remitida, trasladado, trasladada, "
        "encargado, encomendado, encomendada, derivado, derivada, pasado, pasada",
        "assistance": "asistencia, asistir, asesoramiento, asesorarse",
        "statutory interest": "interes legal, intereses legales, interes de demora legal, intereses de demora "
        "legales, tipo legal",
        "agreed interest": "interes pactado, intereses pactados, interes contractual",
        "over rate": "puntos, bce, tipo de referencia, por encima",
        "reference rate": "bce, tipo de referencia",
        "a month": "mensual, mensuales",
        "at least": "minimo, como minimo, al menos, con un minimo de",
        "at most": "maximo, como maximo",
        "compared": "menos de, mas de, inferior a, inferiores a, superior a, superiores a",
        "last day": "el ultimo dia, ultimo dia, fecha limite, la fecha limite",
        "discount": "descuento, bonificacion",
        "each invoice": "por factura, cada factura",
    },
    short=frozenset({"art", "num", "sr", "sra", "d", "dna", "tel", "ref", "pag", "nif", "c", "avda", "s.a", "s.l"}),
    own=frozenset(
        {"como", "con", "del", "el", "esta", "este", "factura", "fecha", "hemos", "importe", "las", "los", "nuestra",
         "nuestro", "pago", "para", "por", "se", "su", "sus", "una", "usted"}
    ),
    marks=frozenset({"el", "la", "los", "de", "que", "usted", "en", "plazo", "dias", "su", "por", "estimado", "del"}),
    bare_start=True,
)  # fmt: skip
