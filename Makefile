# What to type. The work is in scripts/, which can be run without make as well: scripts/run, scripts/test.

.DEFAULT_GOAL := help
.PHONY: help run test setup eval bench soak screenshots

help: ## lists these targets
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1  \2/p' $(MAKEFILE_LIST)

run: ## installs what is missing, builds Porchlight and opens the demo street
	@scripts/run

test: ## installs what is missing and runs every check there is
	@scripts/test

setup: ## installs what running and testing need, and nothing else
	@scripts/setup test

eval: ## measures recognition on the evaluation data beside the checkout, where it is there
	@scripts/eval

bench: ## measures how fast Porchlight is on this machine and writes docs/performance.md
	@scripts/bench

soak: ## watches ten cameras for an hour and fails where anything grows or is lost
	@scripts/soak

screenshots: ## takes a picture of every view of the window into docs/screenshots
	@scripts/screenshots
