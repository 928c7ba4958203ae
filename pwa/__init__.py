"""THE PHONE: the app shell, its worker and modules, and its one composite door, sync. No tables."""
