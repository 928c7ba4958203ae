"""The product's settings with a clock that a test sets."""

from thighcare.settings import *  # noqa: F403

MIDDLEWARE = ["tests.faults.clock.Clock", *MIDDLEWARE]  # noqa: F405
