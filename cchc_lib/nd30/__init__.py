"""The official document (Nghị định 30/2020/NĐ-CP, Phụ lục I): writer and checker. Knows nothing of CCHC."""
