# gojac: `make run` needs Go alone; everything else sets up what it needs in .venv.

PYTHON  ?= python3
LECTURE := 01-automatic-differentiation
VENV    := .venv
BIN     := $(VENV)/bin
ROOT    := $(if $(filter 0,$(shell id -u)),--allow-root)

export CGO_ENABLED ?= 0

.DEFAULT_GOAL := help
.PHONY: help build run lab test test-go test-python test-browser check bench bench-kernels bench-train conformance install uninstall fuzz fuzz-programs fuzz-coverage hostile messages race lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## compile ./gojac
	go build -o gojac .

run: build ## run the lecture without Jupyter, into out/ as a notebook and as a page
	./gojac run notebooks/$(LECTURE).ipynb -o out/$(LECTURE).ipynb -o out/$(LECTURE).html
	@echo "the executed lecture: out/$(LECTURE).html and out/$(LECTURE).ipynb"

lab: build $(VENV)/.jupyter ## open the lecture in JupyterLab with the gojac kernel
	./gojac install --prefix $(VENV)
	$(BIN)/jupyter lab $(ROOT) notebooks/$(LECTURE).ipynb

test: ## every test, with a count at the end
	@go run ./testbed/suite

test-go: ## the Go tests alone
	@go run ./testbed/suite go

test-python: ## the protocol, command and lecture tests alone
	@go run ./testbed/suite python

test-browser: ## the JupyterLab and page tests alone; screenshots in out/
	@go run ./testbed/suite browser

check: $(VENV)/.jupyter ## formatting, vet, Python lint, freshness of generated files
	@test -z "$$(gofmt -l .)" || { gofmt -d . ; exit 1; }
	go vet ./...
	$(BIN)/python -m pyflakes testbed bench
	go test -count=1 -run 'Fresh' ./...

conformance: build ## run the Go distribution's own test programs as gojac run FILE.go, and list what does not pass
	go run ./testbed/conformance

bench: build $(VENV)/.jupyter ## measure beside ipykernel, same client, same run
	$(BIN)/python bench

bench-kernels: $(VENV)/.oracle ## measure matrix products and elementwise functions beside OpenBLAS and numpy, one thread and two (needs a C compiler)
	go build -o out/kernels ./bench/kernels
	cc -O2 -o out/blas bench/blas.c -ldl
	@for threads in 1 2; do $(BIN)/python bench/kernels.py $$threads $(or $(ROUNDS),31) $(ROWS) || exit 1; done

bench-train: ## measure training steps beside PyTorch and JAX (a download of 3 GB, into out/)
	go build -o out/gojac .
	go build -o out/train ./bench/train
	test -x out/peers/bin/pip || $(PYTHON) -m venv out/peers
	out/peers/bin/pip install -q --disable-pip-version-check -r bench/requirements.txt
	out/peers/bin/python bench/train.py $(or $(ROUNDS),15) $(ROWS)

install: build ## install the kernel for this user
	./gojac install --user

uninstall: build ## remove the kernel of this user
	./gojac uninstall --user

# With -race comes checkptr, which forbids a pointer to a struct that is longer than the memory behind it. The machine reads
# the runtime's own objects so: types, tables of methods and closures, which begin alike and end early.
race: ## the Go tests under the race detector (slow, needs a C compiler)
	CGO_ENABLED=1 go test -race -gcflags=all=-d=checkptr=0 ./...

fuzz: ## every fuzz target for a minute each (FUZZTIME=10m for longer)
	@testbed/fuzz $(or $(FUZZTIME),1m)

hostile: ## send 1,000,000 made-up inputs to every port of a kernel (INPUTS=n for another number)
	GOJAC_INPUTS=$(or $(INPUTS),1000000) go test -count=1 -timeout 1h -run TestHostileInputs -v ./kernel

messages: ## send 200,000 requests to a kernel, whose memory must not grow (MESSAGES=n for another number)
	GOJAC_MESSAGES=$(or $(MESSAGES),200000) go test -count=1 -timeout 1h -run TestNoGrowth -v ./kernel

fuzz-programs: ## N random programs, of SEED, compiled and as gojac runs them: 100,000 if not said otherwise
	go test ./interp -run '^TestGenerated$$' -v -timeout 0 -programs $(or $(N),100000) -seed $(or $(SEED),1)

fuzz-coverage: ## what part of the machine and of the lowering N random programs reach: 1,500 if not said otherwise; fails below 90 % of either
	mkdir -p out
	go test ./interp -run '^TestGenerated$$' -timeout 0 -batch $(or $(N),1500) -programs $(or $(N),1500) -seed $(or $(SEED),1) -coverpkg=./interp/machine,./interp -coverprofile=out/programs.cov
	go run ./interp/progen/cover out/programs.cov

lock: $(VENV)/.jupyter ## pin the newest Python packages in testbed/*.txt
	@testbed/lock $(BIN)

clean: ## remove everything that make made
	rm -rf gojac out $(VENV)

$(VENV)/.jupyter: testbed/requirements.txt testbed/setup
	@PYTHON=$(PYTHON) testbed/setup jupyter $(VENV)

$(VENV)/.oracle: testbed/oracle.txt testbed/setup $(VENV)/.jupyter
	@PYTHON=$(PYTHON) testbed/setup oracle $(VENV)
