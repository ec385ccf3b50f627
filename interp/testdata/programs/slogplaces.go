// Where records of slog come from.
package main

import (
	"context"
	"fmt"
	"log"
	"log/slog"
	"os"
	"runtime"
	"time"
)

type h struct{ slog.Handler }

func (x h) Handle(ctx context.Context, r slog.Record) error {
	f, _ := runtime.CallersFrames([]uintptr{r.PC}).Next()
	fmt.Println(f.Line, f.Function)
	s := r.Source()
	if s == nil {
		s = &slog.Source{}
	}
	fmt.Println(s.Line, s.Function)
	return x.Handler.Handle(ctx, r)
}

func wrap(l *slog.Logger, format string, args ...any) {
	var pcs [1]uintptr
	runtime.Callers(2, pcs[:])
	r := slog.NewRecord(time.Now(), slog.LevelInfo, fmt.Sprintf(format, args...), pcs[0])
	_ = l.Handler().Handle(context.Background(), r)
}

func main() {
	o := &slog.HandlerOptions{AddSource: true, ReplaceAttr: func(g []string, a slog.Attr) slog.Attr {
		if s, ok := a.Value.Any().(*slog.Source); ok {
			s.File = ""
			return a
		}
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}
	l := slog.New(h{slog.NewTextHandler(os.Stdout, o)})
	l.Info("one")
	l.With("a", 1).WithGroup("g").LogAttrs(context.Background(), slog.LevelWarn, "two", slog.Int("b", 2))
	wrap(l, "x %d", 3)
	wrap(slog.New(slog.NewJSONHandler(os.Stdout, o)), "y %d", 3)
	slog.New(slog.NewJSONHandler(os.Stdout, o)).Error("z")
	slog.SetDefault(l)
	slog.Info("dflt")
	log.Println("from log")
	log.SetFlags(0)
	slog.NewLogLogger(l.Handler(), slog.LevelDebug).Println("debug") // not enabled
	slog.NewLogLogger(l.Handler(), slog.LevelInfo).Println("info")
	func() { slog.WarnContext(context.Background(), "closure") }()
	var none *slog.Logger
	func() {
		defer func() { fmt.Println(recover()) }()
		none.Info("x")
	}()
	defer func() { slog.Info("deferred") }()
	slog.Default().Info("odd", 1, "k")
	slog.Log(nil, slog.LevelError, "no context")
	slog.With("w", 2).DebugContext(context.Background(), "not enabled")
	f := l.Info
	f("method value")
	(*slog.Logger).Warn(l, "expression")
	for range 2 {
		go func() { slog.Info("goroutine") }()
		time.Sleep(10 * time.Millisecond)
	}
	func() {
		defer slog.Info("straight")
	}()
}
