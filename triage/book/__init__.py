"""The knowledge as a book for clinicians: pages at /knowledge/, no answers of anybody."""
