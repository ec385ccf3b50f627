package interp

import (
	"regexp"
	"testing"

	"github.com/gojac/gojac/display"
)

// TestHintsRun pastes the code of every hint into a session that has the names
// which the hints use.
func TestHintsRun(t *testing.T) {
	var hints []string
	for _, h := range hintings {
		hints = append(hints, h.hint)
	}
	for _, h := range mistakes {
		hints = append(hints, h.hint)
	}
	for _, h := range magics {
		hints = append(hints, h.hint)
	}
	const names = "n := 3; x, y := 2.0, 3.0; ok := true; xs := []float64{1}; a, b := ad.Eye(2), ad.Eye(2); m := map[string]float64{}\n" +
		"var err error\nfunc f(x float64) float64 { return x * x }\nfunc g(x float64) (float64, error) { return x, nil }\nstart := time.Now()\nfunc main() {}\ntype Point struct{ X, Y float64 }"
	code := regexp.MustCompile("`([^`]*)`")
	s, n, ran := NewSession(Host{}), 0, 0
	run := func(code string) *Error {
		n++
		return s.Run(Cell{N: n, Code: code}, func(display.Bundle) {}).Error
	}
	for _, h := range hints {
		for _, m := range code.FindAllStringSubmatch(h, -1) {
			if err := run(names); err != nil {
				t.Fatal(err)
			}
			ran++
			if err := run(regexp.MustCompile(`\$1`).ReplaceAllString(m[1], "x")); err != nil {
				t.Errorf("hint %q: %v", h, err)
			}
		}
	}
	if ran < 30 {
		t.Errorf("%d pieces of code in all hints", ran)
	}
}
