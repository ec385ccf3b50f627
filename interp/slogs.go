package interp

import (
	"bytes"
	"context"
	"io"
	"log"
	"log/slog"
	"maps"
	"reflect"
	"time"

	"github.com/gojac/gojac/interp/machine"
)

// slogs are the hooks for package slog: a record has the place in the cell
// that it comes from.
func (l *locator) slogs() hookTable {
	table := hookTable{
		"log/slog.NewTextHandler": func(w io.Writer, o *slog.HandlerOptions) *slog.TextHandler {
			return slog.NewTextHandler(w, l.sources(o))
		},
		"log/slog.NewJSONHandler": func(w io.Writer, o *slog.HandlerOptions) *slog.JSONHandler {
			return slog.NewJSONHandler(w, l.sources(o))
		},
		"log/slog.NewRecord": func(t time.Time, level slog.Level, msg string, pc uintptr) slog.Record {
			l.handles(pc)
			return slog.NewRecord(t, level, msg, pc)
		},
		"log/slog.NewLogLogger": func(h slog.Handler, level slog.Level) *log.Logger {
			return log.New(&recordWriter{l, h, level}, "", 0)
		},
		"(log/slog.Record).Source": func(r slog.Record) *slog.Source {
			if src := l.source(r.PC); src != nil {
				return src
			}
			return r.Source()
		},
		"(*log/slog.Logger).Log":      l.log,
		"(*log/slog.Logger).LogAttrs": l.logAttrs,
		"log/slog.Log": func(ctx context.Context, level slog.Level, msg string, args ...any) {
			l.log(slog.Default(), ctx, level, msg, args...)
		},
		"log/slog.LogAttrs": func(ctx context.Context, level slog.Level, msg string, attrs ...slog.Attr) {
			l.logAttrs(slog.Default(), ctx, level, msg, attrs...)
		},
	}
	for name, level := range map[string]slog.Level{"Debug": slog.LevelDebug, "Info": slog.LevelInfo, "Warn": slog.LevelWarn, "Error": slog.LevelError} {
		plain := func(to *slog.Logger, msg string, args ...any) { l.log(to, context.Background(), level, msg, args...) }
		with := func(to *slog.Logger, ctx context.Context, msg string, args ...any) {
			l.log(to, ctx, level, msg, args...)
		}
		maps.Copy(table, hookTable{
			"(*log/slog.Logger)." + name:             plain,
			"(*log/slog.Logger)." + name + "Context": with,
			"log/slog." + name:                       func(msg string, args ...any) { plain(slog.Default(), msg, args...) },
			"log/slog." + name + "Context": func(ctx context.Context, msg string, args ...any) {
				with(slog.Default(), ctx, msg, args...)
			},
		})
	}
	return table
}

func (l *locator) log(to *slog.Logger, ctx context.Context, level slog.Level, msg string, args ...any) {
	l.record(to.Handler(), ctx, level, msg, func(r *slog.Record) { r.Add(args...) })
}

func (l *locator) logAttrs(to *slog.Logger, ctx context.Context, level slog.Level, msg string, attrs ...slog.Attr) {
	l.record(to.Handler(), ctx, level, msg, func(r *slog.Record) { r.AddAttrs(attrs...) })
}

// record gives a handler the record of a call in progress, as slog does.
func (l *locator) record(to slog.Handler, ctx context.Context, level slog.Level, msg string, add func(*slog.Record)) error {
	if ctx == nil {
		ctx = context.Background()
	}
	if !to.Enabled(ctx, level) {
		return nil
	}
	r := slog.NewRecord(time.Now(), level, msg, l.machine.PC())
	add(&r)
	defer l.handles(l.handles(r.PC))
	return l.throughLog(to).Handle(ctx, r)
}

// throughLog returns slog's default handler as one whose lines get their place
// from output, as those of package log do; others as they are.
func (l *locator) throughLog(h slog.Handler) slog.Handler {
	v := reflect.ValueOf(h)
	if v.Type().String() != "*slog.defaultHandler" {
		return h
	}
	c := reflect.New(v.Type().Elem())
	c.Elem().Set(v.Elem())
	if f := c.Elem().FieldByName("output"); f.IsValid() && f.Type() == reflect.TypeFor[func(uintptr, []byte) error]() {
		*(*func(uintptr, []byte) error)(f.Addr().UnsafePointer()) = func(_ uintptr, line []byte) error {
			return l.output(log.Default(), 1, string(line))
		}
	}
	return c.Interface().(slog.Handler)
}

// A recordWriter makes a record of each line, for slog.NewLogLogger.
type recordWriter struct {
	l     *locator
	to    slog.Handler
	level slog.Level
}

func (w *recordWriter) Write(line []byte) (int, error) {
	msg := string(bytes.TrimSuffix(line, []byte("\n")))
	return len(line), w.l.record(w.to, context.Background(), w.level, msg, func(*slog.Record) {})
}

// handles notes where the record comes from that this goroutine has handled
// next, and returns what was noted before.
func (l *locator) handles(pc uintptr) (before uintptr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.records == nil {
		l.records = map[uintptr]uintptr{}
	}
	g := machine.Goroutine()
	before = l.records[g]
	l.records[g] = pc
	return before
}

// source is the place in a cell that pc stands for, or nil.
func (l *locator) source(pc uintptr) *slog.Source {
	f, ok := l.machine.Frame(pc)
	if !ok {
		return nil
	}
	return &slog.Source{Function: f.Function, File: f.File, Line: f.Line}
}

// sources puts the place into the attribute that AddSource asks for. A handler
// of slog finds none, and does not say of which record the attribute is.
func (l *locator) sources(o *slog.HandlerOptions) *slog.HandlerOptions {
	if o == nil || !o.AddSource {
		return o
	}
	with, replace := *o, o.ReplaceAttr
	with.ReplaceAttr = func(groups []string, a slog.Attr) slog.Attr {
		if src, ok := a.Value.Any().(*slog.Source); ok && a.Key == slog.SourceKey && len(groups) == 0 && src.Function == "" {
			l.mu.Lock()
			pc := l.records[machine.Goroutine()]
			l.mu.Unlock()
			if place := l.source(pc); place != nil {
				*src = *place
			}
		}
		if replace == nil {
			return a
		}
		return replace(groups, a)
	}
	return &with
}
