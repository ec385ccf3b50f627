package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gojac/gojac/install"
	"github.com/gojac/gojac/interp"
	"github.com/gojac/gojac/kernel"
)

const kernelUsage = `usage: gojac kernel [--log-level LEVEL] [--history FILE] [--memory SIZE] CONNECTION_FILE

Serve Jupyter clients as the connection file says. Jupyter starts this; "gojac install" tells it how.

  --log-level LEVEL   debug, info, warn or error (warn); debug logs each message
  --history FILE      where cells are remembered from session to session; "off" for nowhere
                      (GOJAC_HISTORY, or gojac/history.jsonl in Jupyter's data directory)
  --memory SIZE       the most that cells may use: 8GiB, 500MB, or off (GOJAC_MEMORY, or 60 % of the machine's)
`

// kernelMain is `gojac kernel`.
func kernelMain(args []string) int {
	fs := flag.NewFlagSet("kernel", flag.ContinueOnError)
	fs.Usage = func() { fmt.Fprint(os.Stderr, kernelUsage) }
	level := slog.LevelWarn
	fs.TextVar(&level, "log-level", level, "")
	history := fs.String("history", os.Getenv("GOJAC_HISTORY"), "")
	memory, err := interp.EnvironmentMemory()
	if err != nil {
		fmt.Fprintf(os.Stderr, "gojac kernel: %v\n", err)
		return 2
	}
	fs.TextVar(&memory, "memory", memory, "")
	if err := fs.Parse(args); err != nil {
		if err == flag.ErrHelp {
			return 0
		}
		return 2
	}
	if fs.NArg() == 0 { // some clients append arguments of their own: the first counts
		fmt.Fprintln(os.Stderr, "gojac kernel: no connection file")
		fmt.Fprint(os.Stderr, kernelUsage)
		return 2
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	client, err := startClient("", memory)
	if err == nil {
		info := kernelInfo()
		info.HistoryFile = historyFile(*history, log)
		err = kernel.Run(context.Background(), fs.Arg(0), &evaluator{client}, info, log)
		client.Close()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "gojac kernel: %v\n", err)
		return 1
	}
	return 0
}

// historyFile is the file named by the user, or Jupyter's place for one; "" if there is to be none.
func historyFile(named string, log *slog.Logger) string {
	switch named {
	case "off":
		return ""
	case "":
		dir, err := install.UserDir()
		if err != nil {
			log.Warn("the history of this session is not kept", "err", err)
			return ""
		}
		return filepath.Join(dir, "gojac", "history.jsonl")
	}
	return named
}

// kernelInfo describes gojac to clients.
func kernelInfo() kernel.Info {
	return kernel.Info{
		Implementation: "gojac",
		Version:        version,
		Banner: fmt.Sprintf("gojac %s, %s: cells are Go; ad, nn, optim, dataset and display are there without an import.",
			version, runtime.Version()),
		Language: kernel.Language{
			Name:           "go",
			Version:        strings.TrimPrefix(runtime.Version(), "go"),
			MIMEType:       "text/x-go",
			FileExtension:  ".go",
			PygmentsLexer:  "go",
			CodeMirrorMode: "go",
			Exporter:       "script",
		},
		HelpLinks: []kernel.HelpLink{
			{Text: "The Go language", URL: "https://go.dev/ref/spec"},
			{Text: "Go's standard library", URL: "https://pkg.go.dev/std"},
		},
	}
}
