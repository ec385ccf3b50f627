// Command gojac is a Jupyter kernel for differentiable programming in Go.
//
//	gojac run FILE [-o OUT]         run a notebook, a script or a program without Jupyter
//	gojac install | uninstall       tell Jupyter about the kernel, or no longer
//	gojac kernel CONNECTION_FILE    what Jupyter starts
//	gojac version
//
// main wires the rooms together: kernel speaks the protocol, interp runs the
// cells, and the adapters in evaluator.go and cells.go stand between them.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/gojac/gojac/install"
	"github.com/gojac/gojac/interp"
	"github.com/gojac/gojac/kernel"
)

// version is the version of gojac; it follows CHANGELOG.md.
const version = "0.1.0"

const usage = `gojac is a Jupyter kernel for differentiable programming in Go.

  gojac run FILE [-o OUT]       run a notebook (.ipynb), a script with // %% markers, or a program
  gojac install [--user | --sys-prefix | --prefix DIR] [--name N]
                                tell Jupyter about the kernel
  gojac uninstall               the same options: remove it again
  gojac kernel CONNECTION_FILE  what Jupyter starts
  gojac version                 versions of gojac, Go and the protocol

gojac COMMAND --help says more.
`

// A command is one word after gojac. It returns the exit code.
type command func(args []string) int

var commands = map[string]command{
	"run": func(args []string) int {
		return runMain(args, os.Stdin, os.Stdout, os.Stderr, engine{openSession, interp.RunProgram})
	},
	"install": func(args []string) int {
		return install.Main(append([]string{"install"}, args...), os.Stdout, os.Stderr)
	},
	"uninstall": func(args []string) int {
		return install.Main(append([]string{"uninstall"}, args...), os.Stdout, os.Stderr)
	},
	"kernel":  kernelMain,
	"worker":  func([]string) int { return interp.Work() },
	"version": func([]string) int { return printVersion(os.Stdout) },
	"help":    func([]string) int { fmt.Print(usage); return 0 },
}

func main() { os.Exit(dispatch(os.Args[1:], os.Stderr)) }

func dispatch(args []string, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return 2
	}
	name := args[0]
	switch name {
	case "-h", "-help", "--help":
		name = "help"
	case "-v", "-version", "--version":
		name = "version"
	}
	if run, ok := commands[name]; ok {
		return run(args[1:])
	}
	fmt.Fprintf(stderr, "gojac: unknown command %q\n\n%s", args[0], usage)
	return 2
}

func printVersion(w io.Writer) int {
	fmt.Fprintf(w, "gojac %s, %s, Jupyter protocol %s\n", version, runtime.Version(), kernel.ProtocolVersion)
	return 0
}

// startClient starts a session of cells in a worker process of this binary, for a notebook in folder.
func startClient(folder string, memory interp.MemoryLimit) (*interp.Client, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the gojac binary: %w", err)
	}
	return interp.NewClient(interp.ClientConfig{Argv: []string{self, "worker"}, Folder: folder, Memory: memory}), nil
}

func openSession(_ context.Context, folder string, memory interp.MemoryLimit) (session, error) {
	c, err := startClient(folder, memory)
	if err != nil {
		return nil, err
	}
	return &cells{client: c}, nil
}
