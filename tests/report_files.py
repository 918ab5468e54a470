"""Report files for tests, made as they are needed: news in four languages, and each format that needs more than writing it down."""

import io
from pathlib import Path

import docx
from reportlab.pdfgen import canvas

from ingest.sources import Failure

NEWS = {
    "fr": (
        "Les combats ont repris à l’aube près de Tell Abyad, où « au moins 12 personnes » ont été tuées.",
        "Évacués dès mercredi, les blessés ont été soignés à l'hôpital de Raqqa, a déclaré le maire.",
        "L'été dernier, la même localité avait déjà été visée ; le bilan s'élevait alors à 37 morts.",
        "Aucune des deux parties n'a reconnu sa responsabilité, et l'enquête promise n'a pas été menée.",
    ),
    "es": (
        "Más de 3.000 personas huyeron el sábado de la ciudad, según informó la Cruz Roja.",
        "«No había dónde refugiarse», explicó una vecina; ¿quién responderá por los niños heridos?",
        "El Ejército negó haber bombardeado la región y acusó a los rebeldes de la explosión.",
        "La ONU pidió una investigación rápida y el fin de los combates en las próximas horas.",
    ),
    "ar": (
        "قُتل أكثر من 30 شخصاً في غارات جوية استهدفت سوقاً شعبية في ريف إدلب يوم الثلاثاء.",
        "وقال ناشطون إن عدد الجرحى تجاوز المئة، بينهم نساء وأطفال.",
        "ونفت وزارة الدفاع مسؤوليتها عن القصف، مؤكدة أنها تستهدف مواقع المسلحين فقط.",
        "وطالبت الأمم المتحدة بفتح ممرات إنسانية لإخراج المدنيين من المناطق المحاصرة.",
    ),
    "ru": (
        "По данным наблюдателей, в результате обстрела погибли не менее 15 мирных жителей.",
        "Ещё сорок человек были ранены, сообщил представитель больницы.",
    ),
}


def pdf(pages, **metadata):
    out = io.BytesIO()
    sheet = canvas.Canvas(out, invariant=1)
    for name, value in metadata.items():
        getattr(sheet, f"set{name.title()}")(value)
    for page in pages:
        for number, line in enumerate(page):
            sheet.drawString(50, 800 - 14 * number, line)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def word(*paragraphs, title="", table=()):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    document.core_properties.title = title
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html(title, paragraphs, head=""):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = '<nav><a href="/">Home</a> <a href="/world">World</a></nav><footer>© 1999 All rights reserved. Cookies</footer>'
    page = f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
    return f"{page}<body>{menu}<article><h1>{title}</h1>{body}</article></body></html>".encode()


def write(path, content):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def failed(items):
    return [(item.source, item.message) for item in items if isinstance(item, Failure)]


def the_line(items):
    """The one line that a bad input gives."""
    (failure,) = items
    assert isinstance(failure, Failure), f"{failure} was read"
    assert "\n" not in failure.message and "Error" not in failure.message and "Traceback" not in failure.message
    return failure.message
