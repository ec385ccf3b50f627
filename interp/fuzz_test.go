package interp

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gojac/gojac/display"
)

// touches is what a fuzzed cell must not run: it could do more than use up time.
var touches = regexp.MustCompile(`\b(os|exec|net|http|ioutil|debug|runtime|signal|filepath|template|log|unsafe|make|Repeat|Grow)\b`)

// FuzzCell gives a session any text as a cell: it is split, checked, lowered and compiled, and run for a moment if it can do no
// harm. Nothing in gojac panics on the way.
func FuzzCell(f *testing.F) {
	for _, c := range cells {
		f.Add(c.cell)
	}
	files, _ := filepath.Glob("testdata/battery/*.go")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, src, 0)
		if err != nil {
			f.Fatal(err)
		}
		for _, code := range spread(string(src), parsed, true) {
			f.Add(code)
		}
	}
	f.Fuzz(func(t *testing.T, code string) {
		s := NewSession(Host{Show: func(display.Event) {}})
		o := s.Declare(Cell{N: 1, Code: code})
		if o.Error == nil && !touches.MatchString(code) {
			stop := time.AfterFunc(300*time.Millisecond, s.Interrupt)
			o = s.Run(Cell{N: 2, Code: code, Silent: true}, func(display.Bundle) {})
			stop.Stop()
			s.Interrupt() // what it left running
		}
		if o.Error != nil && strings.Contains(o.Error.Error(), "internal error") {
			t.Errorf("%q: %s", code, o.Error)
		}
	})
}
