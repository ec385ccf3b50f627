package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	logs = "out/test"
	venv = ".venv"
)

// exitLacks is how testbed/setup says that this machine lacks a tool that it may not install.
const (
	exitLacks  = 3
	noSuchTool = "this machine lacks a tool"
)

// A Part is something that a job needs and that can be brought onto the machine.
type Part struct {
	Name string
	Args []string
}

var parts = []Part{
	{"binary", []string{"go", "build", "-o", "gojac", "."}},
	{"jupyter", []string{"testbed/setup", "jupyter", venv}},
	{"oracle", []string{"testbed/setup", "oracle", venv}},
	{"browser", []string{"testbed/setup", "browser", venv}},
}

// A Job is a list of steps, run until one fails.
type Job struct {
	Name  string
	Needs []string // names of parts
	Steps []Step
}

// A Step is one command. Its Counts, if any, turns the command's output into counted tests.
type Step struct {
	Args   []string
	Counts func(output []byte) (Count, []byte) // the tests counted, and the output worth a person's while
}

var jobs = []Job{
	{Name: "go", Steps: []Step{
		{Args: []string{"gofmt", "-l", "."}, Counts: countSilence},
		{Args: []string{"go", "test", "-json", "./..."}, Counts: countGo},
		{Args: []string{"go", "vet", "./..."}},
	}},
	{Name: "python", Needs: []string{"binary", "jupyter", "oracle"}, Steps: []Step{
		{Args: []string{venv + "/bin/python", "-m", "pyflakes", "testbed", "bench"}},
		pytest("python", "not browser"),
	}},
	{Name: "platforms", Steps: platforms("linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64")},
	{Name: "browser", Needs: []string{"binary", "jupyter", "browser"}, Steps: []Step{pytest("browser", "browser")}},
}

// Platforms compiles and vets everything, tests included, for systems that this one is not. The modules are fetched
// beforehand: go vet says so when it fetches one, and it is to say nothing.
func platforms(names ...string) (steps []Step) {
	steps = append(steps, Step{Args: []string{"go", "mod", "download"}})
	for _, name := range names {
		system, arch, _ := strings.Cut(name, "/")
		steps = append(steps, Step{
			Args:   []string{"nice", "env", "GOOS=" + system, "GOARCH=" + arch, "go", "vet", "./..."},
			Counts: countSilence,
		})
	}
	return steps
}

func pytest(name, marker string) Step {
	junit := filepath.Join(logs, name+".xml")
	return Step{
		Args: []string{venv + "/bin/python", "-m", "pytest", "testbed", "-m", marker, "--junitxml=" + junit, "-q", "-rs", "--tb=short", "--durations=5"},
		Counts: func(output []byte) (Count, []byte) {
			data, err := os.ReadFile(junit)
			if err != nil {
				return Count{Failed: 1}, fmt.Appendf(output, "\nsuite: pytest left no report: %v\n", err)
			}
			return countJUnit(data), output
		},
	}
}

// A Result is what came of a job.
type Result struct {
	Job    string
	Count  Count
	Output []byte
	Note   string
}

// Run runs the job's steps in order and keeps what they print in out/test.
func (j Job) Run() Result {
	r := Result{Job: j.Name}
	log, err := os.Create(filepath.Join(logs, j.Name+".log"))
	if err != nil {
		return Result{Job: j.Name, Count: Count{Failed: 1}, Note: err.Error()}
	}
	defer log.Close()
	for _, s := range j.Steps {
		err := s.run(&r, log)
		if err == nil {
			continue
		}
		r.Note = fmt.Sprintf("%s: %v", strings.Join(s.Args, " "), err)
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == exitLacks && s.Counts == nil {
			r.Note = noSuchTool
		}
		r.Count.Failed = max(r.Count.Failed, 1)
		break
	}
	return r
}

func (s Step) run(r *Result, log io.Writer) error {
	var out bytes.Buffer
	cmd := exec.Command(s.Args[0], s.Args[1:]...)
	cmd.Stdout = io.MultiWriter(&out, log)
	cmd.Stderr = cmd.Stdout
	cmd.WaitDelay = 10 * time.Second // a process left behind by a test must not hold the suite
	err := cmd.Run()
	if s.Counts == nil {
		r.Output = append(r.Output, out.Bytes()...)
		return err
	}
	count, text := s.Counts(out.Bytes())
	r.Count.Add(count)
	r.Output = append(r.Output, text...)
	return err
}

// Print shows what a job printed, then its outcome in a line.
func (r Result) Print(w io.Writer, took time.Duration) {
	fmt.Fprintf(w, "── %s\n", r.Job)
	w.Write(r.Output)
	if len(r.Output) > 0 && r.Output[len(r.Output)-1] != '\n' {
		fmt.Fprintln(w)
	}
	if r.Note != "" {
		fmt.Fprintf(w, "── %s: %s\n", r.Job, r.Note)
	}
	// Only the suite's last line has the bare form of a count: this one is followed by the time.
	fmt.Fprintf(w, "── %s: %s in %s\n\n", r.Job, r.Count, took.Round(time.Second))
}
