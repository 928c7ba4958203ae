"""A bare Django + DRF view with the product's own statements: the least that any such server does.

No validation, no merging, no folding, no rules, no middleware: bytes in, the same SQL, bytes out.
"""
