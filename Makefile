# Two commands: `make run` starts the product, `make test` passes its tests. boot.py explains itself.
PYTHON ?= python3
ARGS ?=

.PHONY: run test check
run:
	@$(PYTHON) boot.py run $(ARGS)

test:
	@$(PYTHON) boot.py test $(ARGS)

check:
	@$(PYTHON) boot.py check $(ARGS)
