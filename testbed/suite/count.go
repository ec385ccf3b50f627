package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
)

// A Count is how many tests passed, failed and were skipped.
type Count struct{ Passed, Failed, Skipped int }

// Add adds d to c.
func (c *Count) Add(d Count) {
	c.Passed += d.Passed
	c.Failed += d.Failed
	c.Skipped += d.Skipped
}

func (c Count) String() string {
	s := fmt.Sprintf("%d passed, %d failed", c.Passed, c.Failed)
	if c.Skipped > 0 {
		s += fmt.Sprintf(", %d skipped", c.Skipped)
	}
	return s
}

// CountGo counts the events of go test -json: every test and subtest that ended, and every package that did not build. It
// gives back a line for each package and the whole output of what failed or was skipped.
func countGo(output []byte) (Count, []byte) {
	type event struct {
		Action, Package, Test, Output, ImportPath string
		Elapsed                                   float64
	}
	var (
		c     Count
		text  bytes.Buffer
		said  = map[string]*bytes.Buffer{} // by package/test, until it is known how it ended
		alive = map[string]bool{}          // packages in which some test failed
	)
	for line := range bytes.Lines(output) {
		var e event
		if json.Unmarshal(line, &e) != nil {
			text.Write(line)
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output":
			if said[key] == nil {
				said[key] = new(bytes.Buffer)
			}
			said[key].WriteString(e.Output)
		case "build-output":
			text.WriteString(e.Output)
		case "pass", "skip", "fail":
			if said[key] != nil && (e.Action == "fail" || e.Action == "skip" && e.Test != "") {
				text.Write(said[key].Bytes())
			}
			delete(said, key)
			switch {
			case e.Test == "" && e.Action == "fail":
				// A crash ends the package in the midst of a test, which then has no end of its own.
				for key, output := range said {
					if strings.HasPrefix(key, e.Package+" ") {
						text.Write(output.Bytes())
						delete(said, key)
					}
				}
				fmt.Fprintf(&text, "FAIL %s (%.1fs)\n", e.Package, e.Elapsed)
				if !alive[e.Package] { // it did not build, or died outside a test
					c.Failed++
				}
			case e.Test == "" && e.Action == "pass":
				fmt.Fprintf(&text, "ok   %s (%.1fs)\n", e.Package, e.Elapsed)
			case e.Test == "":
			case e.Action == "pass":
				c.Passed++
			case e.Action == "skip":
				c.Skipped++
			default:
				c.Failed++
				alive[e.Package] = true
			}
		}
	}
	return c, text.Bytes()
}

// CountSilence counts one test: a command that lists what is wrong must print nothing.
func countSilence(output []byte) (Count, []byte) {
	if len(bytes.TrimSpace(output)) > 0 {
		return Count{Failed: 1}, output
	}
	return Count{Passed: 1}, output
}

// CountJUnit counts the cases of a report as pytest writes it; an error in a fixture is a failure.
func countJUnit(data []byte) Count {
	var report struct {
		Suites []struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Errors   int `xml:"errors,attr"`
			Skipped  int `xml:"skipped,attr"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(data, &report); err != nil {
		return Count{Failed: 1}
	}
	var c Count
	for _, s := range report.Suites {
		bad := s.Failures + s.Errors
		c.Add(Count{Passed: s.Tests - bad - s.Skipped, Failed: bad, Skipped: s.Skipped})
	}
	return c
}
