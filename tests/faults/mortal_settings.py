"""The product's settings with the app that lets a test kill a process at a named point."""

from thighcare.settings import *  # noqa: F403  (the product's, with one app more)

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.mortal.Mortal"]  # noqa: F405  (likewise)
