"""Word's unit of length, the twip: 1/20 pt."""

TWIPS_PER_PT = 20
TWIPS_PER_MM = 1440 / 25.4
PT_PER_MM = 72 / 25.4


def mm_to_twips(length_mm: float) -> int:
    """Millimetres in whole twips."""
    return round(length_mm * TWIPS_PER_MM)


def pt_to_twips(length_pt: float) -> int:
    """Points in whole twips."""
    return round(length_pt * TWIPS_PER_PT)
