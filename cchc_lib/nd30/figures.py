"""Pictures in the text: inline, with alt text, never wider than the text."""

from __future__ import annotations

import struct

from .text import attribute

EMU_PER_MM = 36000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_pixels(data: bytes) -> tuple[int, int]:
    """Width and height in pixels; ValueError where the bytes are not a PNG picture."""
    if len(data) < 24 or not data.startswith(_SIGNATURE) or data[12:16] != b"IHDR":
        raise ValueError("hình chèn vào văn bản phải là PNG")
    width, height = struct.unpack(">II", data[16:24])
    if not width or not height:
        raise ValueError("hình PNG không có điểm ảnh nào")
    return width, height


def fitted_mm(pixels: tuple[int, int], wanted_mm: float, most_mm: tuple[float, float]) -> tuple[float, float]:
    """Printed width and height: as wide as wanted, but inside ``most_mm``, in the picture's proportions."""
    width_px, height_px = pixels
    width = min(wanted_mm, most_mm[0])
    height = width * height_px / width_px
    if height > most_mm[1]:
        width, height = width * most_mm[1] / height, most_mm[1]
    return width, height


def drawing_xml(number: int, relation: str, width_mm: float, height_mm: float, alt: str) -> str:
    """``w:r`` with the picture in the line; ``number`` and ``relation`` are its own in the file."""
    text = attribute(alt)
    size = f'cx="{round(width_mm * EMU_PER_MM)}" cy="{round(height_mm * EMU_PER_MM)}"'
    named = f'id="{number}" name="Hình {number}" descr="{text}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {size}/><wp:docPr {named}/>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
