"""THE BOARD: reads only, owns no tables; shows what consent allows and nothing more."""
