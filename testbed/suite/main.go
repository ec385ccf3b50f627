package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"
)

func main() {
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: suite [go] [python] [browser]") }
	flag.Parse()
	wanted, err := choose(jobs, flag.Args())
	if err == nil {
		err = os.MkdirAll(logs, 0o755)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "suite:", err)
		os.Exit(2)
	}

	s := suite{ci: os.Getenv("CI") == "true", lacks: map[string]string{}}
	s.run(wanted)
	if s.total.Passed+s.total.Failed == 0 {
		fmt.Println("suite: no test was run")
		s.total.Failed++
	}
	fmt.Println(s.total)
	if s.total.Failed > 0 {
		os.Exit(1)
	}
}

// Choose gives the named jobs, or all of them.
func choose(jobs []Job, names []string) ([]Job, error) {
	if len(names) == 0 {
		return jobs, nil
	}
	var chosen []Job
	for _, name := range names {
		i := slices.IndexFunc(jobs, func(j Job) bool { return j.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("no job is called %q: there are go, python and browser", name)
		}
		chosen = append(chosen, jobs[i])
	}
	return chosen, nil
}

// A suite is one run of some jobs.
type suite struct {
	ci    bool
	lacks map[string]string // part of the test bed → why this machine has not got it

	mu    sync.Mutex
	total Count
}

// Run runs the jobs that need nothing while it sets up what the others need, then those at the same time.
func (s *suite) run(jobs []Job) {
	var needy []Job
	var wg sync.WaitGroup
	for _, j := range jobs {
		if len(j.Needs) > 0 {
			needy = append(needy, j)
			continue
		}
		wg.Go(func() { s.runJob(j) })
	}
	s.setUp(needy)
	wg.Wait()
	for _, j := range needy {
		wg.Go(func() { s.runJob(j) })
	}
	wg.Wait()
}

// SetUp brings every part that the jobs need onto the machine, one after the other: two pips in one environment disagree.
func (s *suite) setUp(jobs []Job) {
	for _, p := range parts {
		if !slices.ContainsFunc(jobs, func(j Job) bool { return slices.Contains(j.Needs, p.Name) }) {
			continue
		}
		r := Job{Name: p.Name, Steps: []Step{{Args: p.Args}}}.Run()
		if r.Count.Failed == 0 {
			continue
		}
		s.lacks[p.Name] = r.Note
		r.Count = Count{} // it is counted by the jobs that miss it
		s.report(r, 0)
	}
}

func (s *suite) runJob(j Job) {
	for _, need := range j.Needs {
		why, lacks := s.lacks[need]
		switch {
		case !lacks:
			continue
		case s.ci || why != noSuchTool:
			s.report(Result{Job: j.Name, Count: Count{Failed: 1}, Note: "NOT RUN: it needs " + need}, 0)
		default:
			s.report(Result{Job: j.Name, Count: Count{Skipped: 1}, Note: "SKIPPED: it needs " + need + ", see above"}, 0)
		}
		return
	}
	began := time.Now()
	r := j.Run()
	s.report(r, time.Since(began))
}

func (s *suite) report(r Result, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Print(os.Stdout, took)
	s.total.Add(r.Count)
}
