package main

import (
	"strings"
	"testing"
)

func TestCountGo(t *testing.T) {
	const output = `{"Action":"run","Package":"a","Test":"TestOne"}
{"Action":"output","Package":"a","Test":"TestOne","Output":"fine\n"}
{"Action":"pass","Package":"a","Test":"TestOne"}
{"Action":"output","Package":"a","Test":"TestTwo","Output":"want 1, got 2\n"}
{"Action":"fail","Package":"a","Test":"TestTwo"}
{"Action":"output","Package":"a","Test":"TestThree","Output":"no moon tonight\n"}
{"Action":"skip","Package":"a","Test":"TestThree"}
{"Action":"fail","Package":"a"}
{"Action":"run","Package":"b","Test":"TestCrash"}
{"Action":"output","Package":"b","Test":"TestCrash","Output":"panic: at the disco\n"}
{"Action":"output","Package":"b","Output":"signal: killed\n"}
{"Action":"fail","Package":"b"}
{"ImportPath":"c [c.test]","Action":"build-output","Output":"c.go:1:1: nonsense\n"}
{"Action":"fail","Package":"c"}
{"Action":"skip","Package":"d"}
not json at all
`
	got, text := countGo([]byte(output))
	if want := (Count{Passed: 1, Failed: 3, Skipped: 1}); got != want {
		t.Errorf("counted %v, want %v", got, want)
	}
	for _, want := range []string{"want 1, got 2", "no moon tonight", "signal: killed", "at the disco", "c.go:1:1: nonsense", "not json at all"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the text shown lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(string(text), "fine") {
		t.Errorf("the text shown holds the output of a test that passed:\n%s", text)
	}
}

func TestCountJUnit(t *testing.T) {
	const report = `<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"/></testsuites>`
	if got, want := countJUnit([]byte(report)), (Count{Passed: 4, Failed: 3, Skipped: 3}); got != want {
		t.Errorf("counted %v, want %v", got, want)
	}
	if got := countJUnit([]byte("<testsuites")); got.Failed != 1 {
		t.Errorf("a broken report counts as %v, want one failure", got)
	}
}

func TestCountLine(t *testing.T) {
	if got, want := (Count{Passed: 3}).String(), "3 passed, 0 failed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestChoose(t *testing.T) {
	if all, err := choose(jobs, nil); err != nil || len(all) != len(jobs) {
		t.Errorf("no name chooses %d jobs (%v), want all %d", len(all), err, len(jobs))
	}
	if one, err := choose(jobs, []string{"python"}); err != nil || len(one) != 1 || one[0].Name != "python" {
		t.Errorf("python chooses %v (%v)", one, err)
	}
	if _, err := choose(jobs, []string{"pyton"}); err == nil || !strings.Contains(err.Error(), "pyton") {
		t.Errorf("a job that is not there: error %v, want one that names it", err)
	}
}

func TestAMissingToolIsAFailureInCIAlone(t *testing.T) {
	needy := Job{Name: "needy", Needs: []string{"moon"}}
	for _, c := range []struct {
		ci   bool
		why  string
		want Count
	}{
		{false, noSuchTool, Count{Skipped: 1}},
		{true, noSuchTool, Count{Failed: 1}},
		{false, "pip: exit status 1", Count{Failed: 1}},
	} {
		s := suite{ci: c.ci, lacks: map[string]string{"moon": c.why}}
		s.runJob(needy)
		if s.total != c.want {
			t.Errorf("CI %v, %s: counted %v, want %v", c.ci, c.why, s.total, c.want)
		}
	}
}
