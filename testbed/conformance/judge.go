package main

import (
	"fmt"
	"regexp"
	"strings"
)

type status string

const (
	pass    status = "pass"
	refused status = "refused"
	wrong   status = "wrong"
	crash   status = "crash"
	hang    status = "hang"
)

type result struct {
	status status
	detail string
}

// judge says what became of a program that prints want and exits with 0 when compiled.
func judge(e ending, file, want string) result {
	place := regexp.MustCompile(`^` + regexp.QuoteMeta(file) + `:\d+:\d+: `)
	switch {
	case e.late:
		return result{hang, fmt.Sprintf("not ended after %v", limit)}
	case e.code == 0 && e.both == want:
		return result{status: pass}
	case e.code == 1 && e.stdout == "" && everyLine(e.both, place):
		return result{refused, cut(strings.TrimSpace(e.both))}
	case e.code == -1 || strings.Contains(e.both, "/interp/machine."): // in a trace of gojac's own goroutines
		return result{crash, cut(e.both)}
	case e.code != 0:
		return result{wrong, fmt.Sprintf("exit %d: %s", e.code, cut(e.both))}
	default:
		return result{wrong, fmt.Sprintf("printed %q, want %q", cut(e.both), cut(want))}
	}
}

func everyLine(s string, pattern *regexp.Regexp) bool {
	for line := range strings.Lines(s) {
		if !pattern.MatchString(line) {
			return false
		}
	}
	return s != ""
}

func cut(s string) string {
	const most = 800
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}
