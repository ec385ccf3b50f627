// Command conformance runs the programs of the Go distribution's test folder as `gojac run FILE.go` and says what became of
// each: it passed, it was refused with its position before anything ran, its output is wrong, it crashed gojac, or it hung.
//
// Those of one file that say `// run` and pass when compiled with this toolchain are taken; which ones is kept in out/.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// limit is how long a program may take, compiled or not.
const limit = 15 * time.Second

func main() {
	gojac := flag.String("gojac", "./gojac", "the command under test")
	out := flag.String("out", "out", "folder for what is kept between runs")
	least := flag.Int("least", 850, "how many must pass")
	match := flag.String("match", "", "take only files whose path contains this")
	at := flag.Int("p", 2, "how many run at a time")
	flag.Parse()
	if err := run(*gojac, *out, *match, *least, *at); err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

func run(gojac, out, match string, least, at int) error {
	gojac, err := filepath.Abs(gojac)
	if err != nil {
		return err
	}
	goTool, err := newToolchain()
	if err != nil {
		return err
	}
	files, err := goTool.passing(out, at)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(f string) bool { return !strings.Contains(f, match) })
	results := make([]result, len(files))
	each(at, len(files), func(i int) {
		e := execute(filepath.Join(goTool.root, filepath.Dir(files[i])), gojac, "run", filepath.Base(files[i]))
		results[i] = judge(e, filepath.Base(files[i]), goTool.wanted(files[i]))
	})
	count := report(files, results)
	bad := count[wrong] + count[crash] + count[hang]
	if bad > 0 || match == "" && count[pass] < least {
		return fmt.Errorf("%d of %d pass, %d wrong, crashed or hanging; want at least %d and 0", count[pass], len(files), bad, least)
	}
	return nil
}

// report prints what is not a pass, and the counts.
func report(files []string, results []result) map[status]int {
	count := map[status]int{}
	for i, r := range results {
		count[r.status]++
		if r.status != pass {
			fmt.Printf("%-8s %s: %s\n", r.status, files[i], r.detail)
		}
	}
	for _, s := range []status{pass, refused, wrong, crash, hang} {
		fmt.Printf("%s: %d\n", s, count[s])
	}
	return count
}

// each calls f with 0 … n−1, some at a time.
func each(at, n int, f func(i int)) {
	var group sync.WaitGroup
	slots := make(chan struct{}, at)
	for i := range n {
		slots <- struct{}{}
		group.Go(func() {
			f(i)
			<-slots
		})
	}
	group.Wait()
}

// An ending is how a process ended.
type ending struct {
	stdout, both string // both streams in the order they came
	code         int    // -1 after a signal
	late         bool
}

func execute(dir, command string, args ...string) (e ending) {
	cmd := exec.Command(command, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOMAXPROCS=2")
	var streams streams
	cmd.Stdout, cmd.Stderr = &half{all: &streams, stdout: true}, &half{all: &streams}
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		return ending{both: err.Error(), code: -1}
	}
	var late sync.Once
	timer := time.AfterFunc(limit, func() {
		late.Do(func() { e.late = true })
		cmd.Process.Kill()
	})
	cmd.Wait()
	timer.Stop()
	late.Do(func() {})
	e.stdout, e.both, e.code = streams.stdout.String(), streams.both.String(), cmd.ProcessState.ExitCode()
	return e
}

// streams holds what a process printed.
type streams struct {
	mu           sync.Mutex
	stdout, both strings.Builder
}

// kept is how much of a process' output is kept, in bytes.
const kept = 16 << 20

// half is one stream of a process.
type half struct {
	all    *streams
	stdout bool
}

func (h *half) Write(b []byte) (int, error) {
	h.all.mu.Lock()
	defer h.all.mu.Unlock()
	if h.all.both.Len() < kept {
		h.all.both.Write(b)
		if h.stdout {
			h.all.stdout.Write(b)
		}
	}
	return len(b), nil
}
