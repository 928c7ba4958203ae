"""Taking one's data along: one whole document, and tables for spreadsheets; both come back in."""
