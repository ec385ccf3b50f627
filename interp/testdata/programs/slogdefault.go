// Where lines of slog come from that go through package log.
package main

import (
	"fmt"
	"log"
	"log/slog"
	"os"
)

func main() {
	log.SetOutput(os.Stdout)
	for _, flags := range []int{0, log.Lshortfile, log.Lshortfile | log.Lmsgprefix} {
		for _, prefix := range []string{"", "> "} {
			log.SetFlags(flags)
			log.SetPrefix(prefix)
			slog.Info("plain", "k", 1)
			slog.Default().With("a", 2).WithGroup("g").Warn("with", "b", 3)
			func() { slog.Error("closure") }()
			slog.Debug("not enabled")
			log.Println("log")
		}
	}
	fmt.Println(log.Flags() == log.Lshortfile|log.Lmsgprefix, log.Prefix(), log.Writer() == os.Stdout)
}
